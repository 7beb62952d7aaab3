import { isDeepStrictEqual } from "node:util";
import type { MandateKey, Problem } from "../../mandate";
import { type HelmValue, type HelmValues, isMap } from "./helm-values";
import { joinPath } from "./value-path";

/** Value paths that a component sets because the mandate says so, with the key that says it. */
export type MandatedPaths = Readonly<Record<string, MandateKey>>;

/**
 * What a caller's values set otherwise than the component's own wiring does. A map beside a map is no
 * contradiction; anything else at the same path is, unless both are equal.
 */
export function contradictions(
  caller: HelmValues,
  wiring: HelmValues,
  mandated: MandatedPaths = {},
): readonly Omit<Problem, "where">[] {
  return disagreements(caller, wiring, []).map(({ path, found, wired }) => {
    const key = mandateFor(path, mandated);
    return {
      what: `value ${path} contradicts what the component sets`,
      found: JSON.stringify(found),
      allowed: JSON.stringify(wired),
      ...(key === undefined ? {} : { mandate: key }),
      fix: `remove ${path}; the component's props and verbs decide it`,
    };
  });
}

interface Disagreement {
  readonly path: string;
  readonly found: HelmValue;
  readonly wired: HelmValue;
}

function disagreements(
  caller: HelmValues,
  wiring: HelmValues,
  at: readonly string[],
): readonly Disagreement[] {
  return Object.entries(caller).flatMap(([key, found]) => {
    const wired = wiring[key];
    if (wired === undefined || isDeepStrictEqual(found, wired)) {
      return [];
    }
    const path = [...at, key];
    return isMap(found) && isMap(wired)
      ? disagreements(found, wired, path)
      : [{ path: joinPath(path), found, wired }];
  });
}

function mandateFor(path: string, mandated: MandatedPaths): MandateKey | undefined {
  const prefixes = Object.keys(mandated).filter(
    (prefix) => path === prefix || path.startsWith(`${prefix}.`) || prefix.startsWith(`${path}.`),
  );
  const longest = prefixes.sort((one, other) => other.length - one.length)[0];
  return longest === undefined ? undefined : mandated[longest];
}
