import { isObject, type JsonObject, type JsonValue } from "../../../assurance/artifact/json";

/** A change without which a deployed configuration does not run beside the others on one machine. */
export interface Adaptation {
  /** Keys from the top of the document to what changes; `*` stands for any one key. */
  readonly at: readonly string[];
  readonly why: string;
  /** What stands there instead; nothing removes the key. */
  readonly to: (was: JsonValue) => JsonValue | undefined;
}

/** A configuration that runs here, and what was changed for it. */
export interface Adapted {
  readonly config: JsonObject;
  /** `path: why` of every adaptation that found its path. */
  readonly changes: readonly string[];
}

/** Applies adaptations in their order; one whose path is not there changes nothing. */
export function adapt(config: JsonObject, adaptations: readonly Adaptation[]): Adapted {
  return adaptations.reduce<Adapted>(
    (before, adaptation) => {
      const after = changedAt(before.config, adaptation.at, adaptation.to) as JsonObject;
      const changes = after === before.config ? [] : [described(adaptation)];
      return { config: after, changes: [...before.changes, ...changes] };
    },
    { config, changes: [] },
  );
}

/** How an adaptation is listed. */
export function described({ at, why }: Adaptation): string {
  return `${at.join(".")}: ${why}`;
}

/** The same document where the path is not there, or where nothing changes. */
function changedAt(value: JsonValue, at: readonly string[], to: Adaptation["to"]): JsonValue {
  const [key, ...rest] = at;
  if (key === undefined || !isObject(value)) return value;
  const keys = key === "*" ? Object.keys(value) : [key].filter((one) => Object.hasOwn(value, one));
  return keys.reduce<JsonObject>((before, one) => {
    const was = before[one] as JsonValue;
    const is = rest.length === 0 ? to(was) : changedAt(was, rest, to);
    if (is === was) return before;
    const others = Object.entries(before).filter(([other]) => other !== one);
    return Object.fromEntries(is === undefined ? others : [...others, [one, is]]);
  }, value);
}

/** Paths of all values that differ between two documents; lists are compared as wholes. */
export function changedPaths(
  one: JsonValue | undefined,
  other: JsonValue | undefined,
  path: readonly string[] = [],
): readonly (readonly string[])[] {
  if (JSON.stringify(one) === JSON.stringify(other)) return [];
  if (!isObject(one) || !isObject(other)) return [path];
  const keys = [...new Set([...Object.keys(one), ...Object.keys(other)])];
  return keys.flatMap((key) => changedPaths(one[key], other[key], [...path, key]));
}

/** Whether a changed path lies at or below what an adaptation declares. */
export function isCovered(path: readonly string[], adaptations: readonly Adaptation[]): boolean {
  return adaptations.some(({ at }) =>
    at.every((key, index) => path[index] !== undefined && (key === "*" || key === path[index])),
  );
}
