import { isObject, splitPath, type JsonObject, type JsonValue } from "./json";

/**
 * Lays one values document over another as the Helm provider does: maps merge, lists and scalars replace. `null`
 * stays, because only the chart's defaults show what it deletes.
 */
export function mergeDocuments(base: JsonObject, overlay: JsonObject): JsonObject {
  const merged = new Map(Object.entries(base));
  for (const [key, value] of Object.entries(overlay)) {
    const under = merged.get(key);
    merged.set(key, isObject(under) && isObject(value) ? mergeDocuments(under, value) : value);
  }
  return Object.fromEntries(merged);
}

/**
 * Lays values over a chart's defaults as Helm 3.18 does, the version inside the provider: maps merge, everything else
 * replaces, `null` deletes the default and does not stay behind. Below a map that the defaults do not have, Helm leaves
 * `null` alone.
 */
export function coalesce(values: JsonObject, defaults: JsonObject): JsonObject {
  const result = new Map<string, JsonValue>();
  for (const [key, value] of Object.entries(values)) {
    const under = Object.hasOwn(defaults, key) ? defaults[key] : undefined;
    if (value !== null) result.set(key, isObject(value) && isObject(under) ? coalesce(value, under) : value);
  }
  for (const [key, value] of Object.entries(defaults)) {
    if (!Object.hasOwn(values, key)) result.set(key, value);
  }
  return Object.fromEntries(result);
}

/**
 * The values that a chart's templates see, as far as its defaults are known: exact below the given subtrees, and
 * elsewhere our values alone, with `null` deleting.
 *
 * @param subtrees defaults by value path
 */
export function effectiveValues(
  values: JsonObject,
  subtrees: Readonly<Record<string, JsonValue>>,
): JsonObject {
  return foldKnown(
    values,
    Object.entries(subtrees).map(([path, value]) => ({ path: splitPath(path), value })),
  );
}

interface Subtree {
  readonly path: readonly string[];
  readonly value: JsonValue;
}

function foldKnown(values: JsonObject, subtrees: readonly Subtree[]): JsonObject {
  const keys = new Set([...Object.keys(values), ...subtrees.flatMap(({ path }) => path.slice(0, 1))]);
  return Object.fromEntries(
    [...keys].flatMap((key) => {
      const own = Object.hasOwn(values, key) ? values[key] : undefined;
      const inside = subtrees.filter(({ path }) => path[0] === key);
      const folded = foldKey(key, own, inside);
      return folded === undefined ? [] : [[key, folded]];
    }),
  );
}

function foldKey(key: string, own: JsonValue | undefined, inside: readonly Subtree[]): JsonValue | undefined {
  if (own === null) return undefined;
  const whole = inside.find(({ path }) => path.length === 1);
  if (whole !== undefined)
    return coalesce(own === undefined ? {} : { [key]: own }, { [key]: whole.value })[key];
  if (inside.length === 0 || (own !== undefined && !isObject(own))) return withoutNulls(own);
  return foldKnown(
    own ?? {},
    inside.map(({ path, value }) => ({ path: path.slice(1), value })),
  );
}

/** Helm never looks into lists, so neither does this. */
function withoutNulls(value: JsonValue | undefined): JsonValue | undefined {
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, child]) => {
      const kept = child === null ? undefined : withoutNulls(child);
      return kept === undefined ? [] : [[key, kept]];
    }),
  );
}
