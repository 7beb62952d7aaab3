import type { KubernetesObject } from "./api-client";

/** A ConfigMap or Secret that a pod cannot start without, and the keys of it that are asked for by name. */
export interface PodReference {
  readonly kind: "ConfigMap" | "Secret";
  readonly name: string;
  readonly keys: readonly string[];
}

interface Source {
  readonly name?: string;
  readonly secretName?: string;
  readonly key?: string;
  readonly optional?: boolean;
  readonly items?: readonly { readonly key: string }[];
}

interface Container {
  readonly env?: readonly {
    readonly valueFrom?: { readonly secretKeyRef?: Source; readonly configMapKeyRef?: Source };
  }[];
  readonly envFrom?: readonly { readonly secretRef?: Source; readonly configMapRef?: Source }[];
}

interface Volume {
  readonly secret?: Source;
  readonly configMap?: Source;
  readonly projected?: {
    readonly sources?: readonly { readonly secret?: Source; readonly configMap?: Source }[];
  };
}

interface PodSpec {
  readonly containers?: readonly Container[];
  readonly initContainers?: readonly Container[];
  readonly volumes?: readonly Volume[];
}

/** What a kubelet would look up before it starts the containers of a pod; optional ones are left out. */
export function podReferences(pod: KubernetesObject): readonly PodReference[] {
  const { containers = [], initContainers = [], volumes = [] } = (pod.spec ?? {}) as PodSpec;
  const projected = volumes.flatMap((volume) => volume.projected?.sources ?? []);
  const all = [...initContainers, ...containers];
  const env = all.flatMap((container) => container.env ?? []).map((variable) => variable.valueFrom ?? {});
  const envFrom = all.flatMap((container) => container.envFrom ?? []);
  return [
    ...references("Secret", [
      ...[...volumes, ...projected].map(({ secret }) => secret),
      ...env.map(({ secretKeyRef }) => secretKeyRef),
      ...envFrom.map(({ secretRef }) => secretRef),
    ]),
    ...references("ConfigMap", [
      ...[...volumes, ...projected].map(({ configMap }) => configMap),
      ...env.map(({ configMapKeyRef }) => configMapKeyRef),
      ...envFrom.map(({ configMapRef }) => configMapRef),
    ]),
  ];
}

function references(
  kind: PodReference["kind"],
  sources: readonly (Source | undefined)[],
): readonly PodReference[] {
  return sources.flatMap((source) => {
    const name = source?.secretName ?? source?.name;
    if (source === undefined || name === undefined || source.optional === true) return [];
    const keys = [source.key, ...(source.items ?? []).map(({ key }) => key)];
    return [{ kind, name, keys: keys.filter((key) => key !== undefined) }];
  });
}
