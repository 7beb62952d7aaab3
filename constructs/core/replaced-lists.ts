import { isDeepStrictEqual } from "node:util";
import type { Problem } from "../../mandate";
import { type HelmValue, type HelmValues, isMap } from "./helm-values";
import { joinPath } from "./value-path";

/**
 * Lists of names that further wiring would replace by accident: maps merge, lists do not, and processors that are wired
 * again as one of them have lost all others. A list may be wired again with what it has, in its order, and more. Lists
 * of maps stay free, because what a component says of each may grow with what it learns.
 */
export function replacedLists(wired: HelmValues, added: HelmValues): readonly Omit<Problem, "where">[] {
  return replacements(wired, added, []).map(({ path, before, after }) => ({
    what: `value ${path} would lose what is wired already`,
    found: JSON.stringify(after),
    allowed: `${JSON.stringify(before)}, and more between`,
    fix: `wire ${path} with everything that it has, or leave it to the component's props and verbs`,
  }));
}

type Scalar = string | number | boolean | null;

interface Replacement {
  readonly path: string;
  readonly before: readonly Scalar[];
  readonly after: HelmValue;
}

function replacements(wired: HelmValues, added: HelmValues, at: readonly string[]): readonly Replacement[] {
  return Object.entries(added).flatMap(([key, after]) => {
    const before = wired[key];
    const path = [...at, key];
    if (isMap(before) && isMap(after)) return replacements(before, after, path);
    return isPlainList(before) && !keeps(before, after) ? [{ path: joinPath(path), before, after }] : [];
  });
}

function keeps(before: readonly Scalar[], after: HelmValue): boolean {
  const kept = isPlainList(after) ? after.filter((item) => before.includes(item)) : [];
  return isDeepStrictEqual(kept, before);
}

function isPlainList(value: HelmValue | undefined): value is readonly Scalar[] {
  return Array.isArray(value) && value.every((item) => item === null || typeof item !== "object");
}
