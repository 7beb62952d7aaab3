import { nearest, type Problem } from "../../mandate";
import { type HelmValue, type HelmValues, isMap } from "./helm-values";
import type { KeyNode, ValueKeys, ValueType } from "./value-keys";
import { joinPath } from "./value-path";

/** A value that the chart does not have, which Helm would ignore without a word. */
export interface UnknownPath {
  readonly path: string;
  /** The known path that was most likely meant. */
  readonly nearest: string | undefined;
}

/** A value of another type than the chart's templates expect. */
export interface MistypedValue {
  readonly path: string;
  readonly expected: ValueType;
  readonly found: ValueType;
}

/** The values that the chart does not have; of an unknown map only the map itself is told. */
export function unknownPaths(values: HelmValues, keys: ValueKeys): readonly UnknownPath[] {
  return walk(values, keys.root, []).flatMap(({ segments, node }) =>
    node === undefined ? [{ path: joinPath(segments), nearest: nearestPath(segments, keys) }] : [],
  );
}

/** The values whose type is not the chart's; `null` fits everywhere, because it deletes a default. */
export function mistypedValues(values: HelmValues, keys: ValueKeys): readonly MistypedValue[] {
  return walk(values, keys.root, []).flatMap(({ segments, node, value }) =>
    node === undefined || fits(value, node.type)
      ? []
      : [{ path: joinPath(segments), expected: node.type, found: typeOf(value) }],
  );
}

/** Every value that is unknown or of the wrong type, told as problems. */
export function valueKeyProblems(values: HelmValues, keys: ValueKeys): readonly Omit<Problem, "where">[] {
  const chart = `chart ${keys.chart} ${keys.version}`;
  return [
    ...unknownPaths(values, keys).map(({ path, nearest: meant }) => ({
      what: `value ${path} does not exist in ${chart}`,
      ...(meant === undefined ? {} : { fix: `did you mean ${meant}?` }),
    })),
    ...mistypedValues(values, keys).map(({ path, expected, found }) => ({
      what: `value ${path} has the wrong type for ${chart}`,
      found,
      allowed: expected === "map*" ? "map" : expected,
    })),
  ];
}

interface Visit {
  readonly segments: readonly string[];
  readonly value: HelmValue;
  /** What is known of the value; `undefined` when it is unknown. */
  readonly node: KeyNode | undefined;
}

/** Visits the values that can be judged: nothing below what is unknown, free or not a map. */
function walk(values: HelmValues, parent: KeyNode, above: readonly string[]): readonly Visit[] {
  return Object.entries(values).flatMap(([key, value]) => {
    const segments = [...above, key];
    const node = parent.children.get(key) ?? parent.children.get("*");
    if (node === undefined) {
      return parent.type === "map" ? [{ segments, value, node }] : [];
    }
    return [{ segments, value, node }, ...(isMap(value) ? walk(value, node, segments) : [])];
  });
}

function typeOf(value: HelmValue): ValueType {
  if (value === null) {
    return "any";
  }
  if (typeof value === "object") {
    return isMap(value) ? "map" : "list";
  }
  return typeof value as "string" | "number" | "boolean";
}

/**
 * Templates print scalars, so a number may stand for a string, and a string that begins as a number (`50%`, `500m`), is
 * a template or is resolved only by Terraform may stand for a number.
 */
function fits(value: HelmValue, expected: ValueType): boolean {
  const found = typeOf(value);
  switch (expected) {
    case "any":
      return true;
    case "map*":
      return found === "map" || found === "any";
    case "string":
      return found === "string" || found === "number" || found === "any";
    case "number":
      return (
        found === "number" || found === "any" || (typeof value === "string" && /^\d|\{\{|\$\{/.test(value))
      );
    default:
      return found === expected || found === "any";
  }
}

/** A sibling if one is close; else the same key deeper down; else the closest of all paths. */
function nearestPath(segments: readonly string[], keys: ValueKeys): string | undefined {
  const above = segments.slice(0, -1);
  const last = segments.at(-1) ?? "";
  const parent = descend(keys.root, above);
  const siblings = parent === undefined ? [] : [...parent.children.keys()].filter((key) => key !== "*");
  const sibling = nearest(last, siblings);
  if (sibling !== undefined) {
    return joinPath([...above, sibling]);
  }
  const deeper = parent === undefined ? [] : pathsBelow(parent, above).filter((path) => path.at(-1) === last);
  const [shallowest] = [...deeper].sort((a, b) => a.length - b.length);
  return shallowest === undefined
    ? nearest(joinPath(segments), pathsBelow(keys.root, []).map(joinPath))
    : joinPath(shallowest);
}

function descend(node: KeyNode, segments: readonly string[]): KeyNode | undefined {
  return segments.reduce<KeyNode | undefined>(
    (at, segment) => at?.children.get(segment) ?? at?.children.get("*"),
    node,
  );
}

function pathsBelow(node: KeyNode, above: readonly string[]): readonly (readonly string[])[] {
  return [...node.children]
    .filter(([key]) => key !== "*")
    .flatMap(([key, child]) => [[...above, key], ...pathsBelow(child, [...above, key])]);
}
