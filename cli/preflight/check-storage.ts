import { isObject, itemsOf, textOf, valueAt, type JsonValue } from "../../assurance/artifact/json";
import type { ClusterObject } from "../cluster/cluster";
import type { Check, Finding } from "./check";

interface StorageClass extends ClusterObject {
  readonly provisioner?: string;
  readonly allowVolumeExpansion?: boolean;
}

const DEFAULT_CLASS = "storageclass.kubernetes.io/is-default-class";

/** Whether the volumes find their storage class. */
export const checkStorage: Check = async (cluster, artifact) => {
  const classes = await cluster.list<StorageClass>("/apis/storage.k8s.io/v1/storageclasses");
  const wanted = new Set(artifact.releases.flatMap(({ values }) => claimsIn(values)));
  return [...wanted].sort().map((name) => judge(name, classes));
};

/** Names of the storage classes of all claims; `""` for the cluster's default. */
function claimsIn(value: JsonValue): readonly string[] {
  if (Array.isArray(value)) return itemsOf(value).flatMap(claimsIn);
  if (!isObject(value)) return [];
  const nested = Object.values(value).flatMap(claimsIn);
  const isClaim = valueAt(value, "resources.requests.storage") !== undefined;
  const isVolume = valueAt(value, "persistence.enabled") === true;
  return [
    ...(isClaim ? [textOf(value.storageClassName) ?? ""] : []),
    ...(isVolume ? [textOf(valueAt(value, "persistence.storageClassName")) ?? ""] : []),
    ...nested,
  ];
}

function judge(name: string, classes: readonly StorageClass[]): Finding {
  const found = classes.find(({ metadata }) =>
    name === "" ? metadata.annotations?.[DEFAULT_CLASS] === "true" : metadata.name === name,
  );
  const finding = { area: "storage class", subject: name === "" ? "(the default)" : name };
  if (found === undefined) {
    const known = classes.map(({ metadata }) => metadata.name).join(", ");
    return {
      ...finding,
      verdict: "fail",
      found: name === "" ? "the cluster has no default class" : "there is no such class",
      fix: `name one in storage.storageClass: ${known === "" ? "the cluster has none" : known}`,
    };
  }
  const what = `${found.metadata.name} by ${found.provisioner ?? "an unknown provisioner"}`;
  return found.allowVolumeExpansion === true
    ? { ...finding, verdict: "ok", found: what }
    : {
        ...finding,
        verdict: "warn",
        found: `${what}, volumes cannot grow`,
        fix: "set allowVolumeExpansion: true, or make the volumes large enough for years",
      };
}
