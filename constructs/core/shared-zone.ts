import { type HelmValue, type HelmValues, isMap } from "./helm-values";

/** Label of nodes that names their zone. */
export const ZONE = "topology.kubernetes.io/zone";

/**
 * The values with zones preferred where they were required: constraints of spreading may be broken, and what knows only
 * one or the other is left out.
 */
export function withSharedZone(values: HelmValues): HelmValues {
  const kept = Object.entries(values).filter(([, value]) => !isRequired(value));
  return Object.fromEntries(kept.map(([key, value]) => [key, relaxed(value)]));
}

function relaxed(value: HelmValue): HelmValue {
  if (Array.isArray(value)) {
    return (value as readonly HelmValue[]).filter((item) => !isRequired(item)).map(relaxed);
  }
  if (!isMap(value)) return value;
  const inside = withSharedZone(value);
  return inside.topologyKey === ZONE && inside.whenUnsatisfiable !== undefined
    ? { ...inside, whenUnsatisfiable: "ScheduleAnyway" }
    : inside;
}

/** A required term of anti-affinity, or Elasticsearch's awareness of zones: nothing there says what else would do. */
function isRequired(value: HelmValue): boolean {
  return isMap(value) && value.topologyKey === ZONE && value.whenUnsatisfiable === undefined;
}
