import type { RequiredSecret } from "../../assurance/secrets/required-secrets";

/** Where an external secrets operator finds the values. */
export interface ExternalSecretOptions {
  readonly environment: string;
  /** Name of the SecretStore. */
  readonly store: string;
  readonly storeKind: "ClusterSecretStore" | "SecretStore";
  /** How often the operator asks the store, as a Go duration. */
  readonly refreshInterval: string;
}

/** A manifest of a custom resource. */
export interface NamedManifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace: string };
  readonly [field: string]: unknown;
}

/**
 * An ExternalSecret per Secret. Each key is a property of the store's entry `<environment>/<namespace>/<Secret>`; what
 * is no secret stands in the manifest.
 * @see https://external-secrets.io/latest/api/externalsecret/
 */
export function externalSecrets(
  secrets: readonly RequiredSecret[],
  options: ExternalSecretOptions,
): readonly NamedManifest[] {
  return secrets.map((secret) => externalSecret(secret, options));
}

function externalSecret(secret: RequiredSecret, options: ExternalSecretOptions): NamedManifest {
  const { keys, name, namespace, type } = secret;
  const { environment, refreshInterval, store, storeKind } = options;
  const entry = `${environment}/${namespace}/${name}`;
  const fixed = keys.flatMap(({ key, value }) => (value === undefined ? [] : [[key, value] as const]));
  const fetched = keys.filter(({ value }) => value === undefined);
  return {
    apiVersion: "external-secrets.io/v1",
    kind: "ExternalSecret",
    metadata: { name, namespace },
    spec: {
      refreshInterval,
      secretStoreRef: { name: store, kind: storeKind },
      target: {
        name,
        creationPolicy: "Owner",
        // Without `Merge` the template's own data would be all that the Secret has.
        template: { engineVersion: "v2", mergePolicy: "Merge", type, data: Object.fromEntries(fixed) },
      },
      ...(keys.length === 0
        ? { dataFrom: [{ extract: { key: entry } }] }
        : {
            data: fetched.map(({ key }) => ({ secretKey: key, remoteRef: { key: entry, property: key } })),
          }),
    },
  };
}
