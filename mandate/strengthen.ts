import { z } from "zod";
import {
  LEAF_NAMES,
  leafOf,
  tryKeyOf,
  valueAt,
  type LeafName,
  type LeafValue,
  type MandateKey,
} from "./keys";
import { describeAllowed, isWeaker, renderQuantity } from "./kinds";
import type { Mandate } from "./mandate";
import { nearest } from "./nearest";
import { ConfigurationError, type Problem } from "./problem";
import { relationProblems } from "./relations";
import { mandateSchema, type MandateValues } from "./schema";

/** Stricter values under the names of the mandate, as in `{ metrics_retention_days: 45 }`, in its units. */
export type Stricter = { readonly [L in LeafName]?: LeafValue<L> };

/**
 * The mandate with some values made stricter; its source stays the file that it came from.
 *
 * @param where names the object that holds the values, as in `production: stricter`; messages add the name
 * @throws ConfigurationError with every name that the mandate does not have, every value that is weaker or not
 * possible, and every pair of values that is not possible together
 */
export function strengthen(mandate: Mandate, stricter: Stricter, where: string): Mandate {
  const entries: readonly (readonly [string, unknown])[] = Object.entries(stricter);
  const verdicts = entries
    .filter(([, value]) => value !== undefined)
    .map(([leaf, value]) => judge(mandate, leaf, value, `${where}.${leaf}`));
  const accepted = verdicts.filter((verdict) => "leaf" in verdict);
  const values = merge(mandate.values, new Map(accepted.map(({ leaf, value }) => [leaf, value])));
  const problems = [
    ...verdicts.filter((verdict) => "what" in verdict),
    ...relationProblems(values, (key) => `${where}.${leafOf(key)}`),
  ];
  if (problems.length > 0) throw new ConfigurationError("the mandate can only be made stricter", problems);
  return { ...mandate, values };
}

interface Accepted {
  readonly leaf: string;
  readonly value: unknown;
}

function judge(mandate: Mandate, leaf: string, value: unknown, where: string): Accepted | Problem {
  const key = tryKeyOf(leaf);
  if (key === undefined) return unknownName(leaf, where);
  const mandated = valueAt(mandate.values, key);
  const comparable = typeof value === typeof mandated;
  const problem = { where, found: renderQuantity(key, value), mandate: key };
  if (comparable && isWeaker(key, mandated, value)) {
    return { ...problem, what: "weaker than the mandate", allowed: describeAllowed(key, mandated) };
  }
  const leafSchema = schemaOf(key);
  const parsed = leafSchema.safeParse(value);
  // The parsed value is a frozen copy: what the caller does to a list afterwards cannot weaken it.
  if (parsed.success) return { leaf, value: parsed.data };
  const possible = leafSchema.description ?? "";
  const allowed = comparable ? possible : describeAllowed(key, mandated);
  return { ...problem, what: "the value is not possible", allowed };
}

function unknownName(leaf: string, where: string): Problem {
  const suggestion = nearest(leaf, LEAF_NAMES);
  const fix = suggestion === undefined ? {} : { fix: `did you mean ${suggestion}?` };
  return { where, what: "the mandate has no value of this name", ...fix };
}

function merge(values: MandateValues, changed: ReadonlyMap<string, unknown>): MandateValues {
  const tables = Object.entries(values).map(([table, leaves]) => {
    const kept = Object.entries(leaves).map(([leaf, value]) => [leaf, changed.get(leaf) ?? value] as const);
    return [table, Object.freeze(Object.fromEntries(kept))] as const;
  });
  return Object.freeze(Object.fromEntries(tables)) as MandateValues;
}

function schemaOf(key: MandateKey): z.ZodType {
  const [table, leaf] = key.split(".") as [keyof MandateValues, string];
  const shape: Readonly<Record<string, z.ZodType>> = mandateSchema.shape[table].shape;
  return shape[leaf] ?? z.never();
}
