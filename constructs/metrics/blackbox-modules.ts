import type { HelmValue, HelmValues } from "../core/helm-values";
import { CA_BUNDLE } from "../security/ca-bundle";
import type { AuthoritySource, TlsEndpoint } from "../security/tls-endpoint";

/** Folder with the exporter's own certificate, which it shows to Prometheus and to whoever asks for one. */
export const BLACKBOX_TLS = "/etc/blackbox-exporter/tls";

const AUTHORITIES = "/etc/blackbox-exporter/authorities";
const INTERNAL: AuthoritySource = { configMapName: CA_BUNDLE.name };

/** The module by which an endpoint is probed: one for each authority, and for whether a certificate is shown. */
export function moduleOf({ authority = INTERNAL, tls }: TlsEndpoint): string {
  return `${tls}-tls-of-${nameOf(authority)}`;
}

/**
 * The modules that endpoints need, as the exporter's configuration has them. A probe ends with the handshake: what it
 * learns is whether the server answers, whether its certificate is verified for its name, and when that ends. Files
 * are read for every probe, so that no renewed certificate needs a restart.
 * @see https://github.com/prometheus/blackbox_exporter/blob/master/CONFIGURATION.md
 */
export function blackboxModules(endpoints: readonly TlsEndpoint[]): HelmValues {
  return Object.fromEntries(endpoints.map((endpoint) => [moduleOf(endpoint), tlsModule(endpoint)]));
}

function tlsModule({ authority = INTERNAL, tls }: TlsEndpoint): HelmValue {
  const own = { cert_file: `${BLACKBOX_TLS}/tls.crt`, key_file: `${BLACKBOX_TLS}/tls.key` };
  return {
    prober: "tcp",
    tcp: {
      tls: true,
      tls_config: {
        ca_file: `${AUTHORITIES}/${nameOf(authority)}/ca.crt`,
        ...(tls === "mutual" ? own : {}),
      },
      // Clusters have either family, and Services of both answer alike.
      preferred_ip_protocol: "ip4",
      ip_protocol_fallback: true,
    },
  };
}

/** Volumes with the authorities that the modules name, and where they are mounted. */
export function authorityMounts(endpoints: readonly TlsEndpoint[]): {
  readonly volumes: readonly HelmValue[];
  readonly mounts: readonly HelmValue[];
} {
  const sources = endpoints.map(({ authority = INTERNAL }) => authority);
  const byName = new Map(sources.map((source) => [nameOf(source), source]));
  return {
    volumes: [...byName].map(([name, source]) => volume(name, source)),
    mounts: [...byName.keys()].map((name) => ({
      name: `authority-${name}`,
      mountPath: `${AUTHORITIES}/${name}`,
      readOnly: true,
    })),
  };
}

function volume(name: string, source: AuthoritySource): HelmValue {
  const items = [{ key: "ca.crt", path: "ca.crt" }];
  return {
    name: `authority-${name}`,
    ...("secretName" in source
      ? { secret: { secretName: source.secretName, items } }
      : { configMap: { name: source.configMapName, items } }),
  };
}

function nameOf(source: AuthoritySource): string {
  return "secretName" in source ? source.secretName : source.configMapName;
}
