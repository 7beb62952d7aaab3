import type { HelmValue, HelmValues } from "../core/helm-values";
import { fromSecret, type SecretReference } from "../security/secret-reference";

/** The PostgreSQL in which Grafana keeps users, preferences and alert states. It is not ours: name it, don't make it. */
export interface GrafanaDatabase {
  readonly host: string;
  /** @default 5432 */
  readonly port?: number;
  /** @default "grafana" */
  readonly name?: string;
  /** @default "grafana" */
  readonly user?: string;
  /** @default - key `password` of Secret `grafana-database` */
  readonly password?: SecretReference;
  /**
   * How far the server's certificate is verified.
   * @default "verify-full"
   */
  readonly sslMode?: "verify-full" | "verify-ca" | "require";
  /**
   * Certificate of the CA that signed the server's.
   * @default - the public CAs of Grafana's image
   */
  readonly ca?: SecretReference;
}

/** Where PostgreSQL listens unless told otherwise. */
export const DATABASE_PORT = 5432;

const CA_PATH = "/etc/grafana/database-ca";

/** Values that move Grafana's state from its volume to the database. */
export function databaseValues(database: GrafanaDatabase): HelmValues {
  const {
    host,
    port = DATABASE_PORT,
    name = "grafana",
    user = "grafana",
    password = { name: "grafana-database", key: "password" },
    sslMode = "verify-full",
    ca,
  } = database;
  return {
    persistence: { enabled: false },
    "grafana.ini": {
      database: {
        type: "postgres",
        host: `${host}:${String(port)}`,
        name,
        user,
        ssl_mode: sslMode,
        ...(ca === undefined ? {} : { ca_cert_path: `${CA_PATH}/${ca.key}` }),
      },
    },
    envValueFrom: { GF_DATABASE_PASSWORD: fromSecret(password) },
  };
}

/** The database's CA, in the list of Secrets that the chart mounts. */
export function databaseMounts(database: GrafanaDatabase | undefined): readonly HelmValue[] {
  const ca = database?.ca;
  return ca === undefined
    ? []
    : [{ name: "database-ca", secretName: ca.name, mountPath: CA_PATH, readOnly: true }];
}
