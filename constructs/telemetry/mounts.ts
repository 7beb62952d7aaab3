import type { HelmValue, HelmValues } from "../core/helm-values";

/** A volume of a pod and the place where it is mounted; without a volume, a claim of the StatefulSet has the name. */
export interface Mount {
  readonly volume?: HelmValue;
  readonly mount: HelmValue;
}

/** A Secret as a folder. */
export function secretMount(name: string, secretName: string, mountPath: string): Mount {
  return {
    // 0440: the pod's group reads it, nobody writes.
    volume: { name, secret: { secretName, defaultMode: 0o440 } },
    mount: { name, mountPath, readOnly: true },
  };
}

/**
 * A folder of the node that the pod only reads.
 * @param type - `DirectoryOrCreate` for one that not every node has.
 */
export function hostFolder(
  name: string,
  path: string,
  { mountPath = path, type = "Directory" }: { readonly mountPath?: string; readonly type?: string } = {},
): Mount {
  return {
    volume: { name, hostPath: { path, type } },
    mount: { name, mountPath, readOnly: true, mountPropagation: "HostToContainer" },
  };
}

/** A folder of the node that is made if need be and outlives the pod. */
export function ownHostFolder(name: string, path: string): Mount {
  return {
    volume: { name, hostPath: { path, type: "DirectoryOrCreate" } },
    mount: { name, mountPath: path },
  };
}

/** A folder that outlives the container, not the pod. */
export function scratchFolder(name: string, mountPath: string, sizeLimit: string): Mount {
  return { volume: { name, emptyDir: { sizeLimit } }, mount: { name, mountPath } };
}

/** The chart's values for a list of mounts. */
export function mountValues(mounts: readonly Mount[]): HelmValues {
  return {
    extraVolumes: mounts.flatMap(({ volume }) => (volume === undefined ? [] : [volume])),
    extraVolumeMounts: mounts.map(({ mount }) => mount),
  };
}
