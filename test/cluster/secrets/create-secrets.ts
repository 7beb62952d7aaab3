import { randomBytes } from "node:crypto";
import type { ApiClient } from "../lab/api-client";
import type { RequiredSecret } from "./required-secrets";

const USER = /^elasticsearch-user-(.+)$/;

/** What was put into a cluster, by which the tests look for leaks. */
export interface CreatedSecret extends RequiredSecret {
  readonly values: Readonly<Record<string, string>>;
}

/** Creates the Secrets with random values; the namespaces must be there. */
export async function createSecrets(
  api: ApiClient,
  secrets: readonly RequiredSecret[],
): Promise<readonly CreatedSecret[]> {
  const created = secrets.map((secret) => ({ ...secret, values: valuesOf(secret) }));
  for (const { name, namespace, values } of created) {
    await api.create(`/api/v1/namespaces/${namespace}/secrets`, {
      apiVersion: "v1",
      kind: "Secret",
      metadata: { name, namespace },
      type: USER.test(name) ? "kubernetes.io/basic-auth" : "Opaque",
      stringData: values,
    });
  }
  return created;
}

function valuesOf({ keys, name }: RequiredSecret): Readonly<Record<string, string>> {
  const user = USER.exec(name)?.[1];
  const own = user === undefined ? keys : ["username", "password", "roles", ...keys];
  // Long and random, so that finding one anywhere else is never a coincidence.
  const values = Object.fromEntries(own.map((key) => [key, `seeded-${randomBytes(18).toString("hex")}`]));
  return { ...values, ...(user === undefined ? {} : { username: user, roles: user }) };
}
