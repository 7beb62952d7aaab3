import type { RequiredSecret } from "../../assurance/secrets/required-secrets";
import type { NamedManifest } from "./external-secrets";

/**
 * A Secret per Secret to be sealed, without values: each secret key is a variable that `envsubst` fills in on the way
 * to `kubeseal`, so that values are in no file.
 * @see https://github.com/bitnami-labs/sealed-secrets#usage
 */
export function secretTemplates(secrets: readonly RequiredSecret[]): readonly NamedManifest[] {
  return secrets.map(({ keys, name, namespace, type }) => ({
    apiVersion: "v1",
    kind: "Secret",
    metadata: { name, namespace },
    type,
    stringData: Object.fromEntries(
      keys.map(({ key, value }) => [key, value ?? `\${${variableOf(name, key)}}`] as const),
    ),
  }));
}

/** Name of the environment variable for a key. */
export function variableOf(secret: string, key: string): string {
  return `${secret}_${key}`.toUpperCase().replace(/[^A-Z0-9]+/g, "_");
}
