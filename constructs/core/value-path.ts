import { type HelmValue, type HelmValues, isMap } from "./helm-values";

/** Splits a value path at its dots; `\.` stands for a dot inside a key, as in `grafana\.ini.server`. */
export function splitPath(path: string): readonly string[] {
  return path.includes("\\")
    ? path.split(/(?<!\\)\./).map((segment) => segment.replaceAll("\\.", "."))
    : path.split(".");
}

/** The inverse of `splitPath`. */
export function joinPath(segments: readonly string[]): string {
  return segments.map((segment) => segment.replaceAll(".", "\\.")).join(".");
}

/** The value at a path, or `undefined` where nothing is set. */
export function valueAt(values: HelmValues, path: string): HelmValue | undefined {
  return splitPath(path).reduce<HelmValue | undefined>(
    (value, segment) => (isMap(value) && Object.hasOwn(value, segment) ? value[segment] : undefined),
    values,
  );
}

/** A document that holds one value at a path, ready to be merged. */
export function valuesWith(path: string, value: HelmValue): HelmValues {
  const [first, ...rest] = splitPath(path);
  if (first === undefined) {
    return {};
  }
  return { [first]: rest.length === 0 ? value : valuesWith(joinPath(rest), value) };
}
