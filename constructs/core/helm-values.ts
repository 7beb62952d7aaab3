/** A value that survives the way through JSON to a Helm chart; `null` deletes the chart's default. */
export type HelmValue =
  string | number | boolean | null | readonly HelmValue[] | { readonly [key: string]: HelmValue };

/** A document of Helm values. */
export interface HelmValues {
  readonly [key: string]: HelmValue;
}

/** True for a map, false for lists, scalars and `null`. */
export function isMap(value: HelmValue | undefined): value is HelmValues {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * Lays `overlay` over `base` as Helm does: maps merge, lists and scalars replace, and `null` stays in the
 * result, because it must still reach Helm to delete the chart's own default.
 */
export function mergeValues(base: HelmValues, overlay: HelmValues): HelmValues {
  const merged = new Map<string, HelmValue>(Object.entries(base));
  for (const [key, value] of Object.entries(overlay)) {
    const below = merged.get(key);
    merged.set(key, isMap(below) && isMap(value) ? mergeValues(below, value) : value);
  }
  return Object.fromEntries(merged);
}

/** Merges layers in order, the last one on top. */
export function mergeLayers(layers: readonly HelmValues[]): HelmValues {
  return layers.reduce<HelmValues>(mergeValues, {});
}
