import { itemsOf, textOf, valueAt, type JsonValue } from "../artifact/json";

/** What pods of one kind share with no other of them while there is another. */
export type Domain = "node" | "zone";

const DOMAINS: Readonly<Record<string, Domain>> = {
  "kubernetes.io/hostname": "node",
  "topology.kubernetes.io/zone": "zone",
};

const ANTI_AFFINITY = "podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution";

/** The domains over which pods have to be spread; a preference counts for nothing, because it may not be met. */
export function requiredSpread(value: JsonValue | undefined): readonly Domain[] {
  const constraints = itemsOf(value).filter(
    (one) => valueAt(one, "whenUnsatisfiable") === "DoNotSchedule" && valueAt(one, "maxSkew") === 1,
  );
  const terms = itemsOf(valueAt(value, ANTI_AFFINITY));
  const keys = [...constraints, ...terms].map((one) => textOf(valueAt(one, "topologyKey")) ?? "");
  return [...new Set(keys.flatMap((key) => DOMAINS[key] ?? []))].sort();
}
