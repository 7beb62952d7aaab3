import { z } from "zod";
import { readDocument, type DocumentType, type Source } from "./document";
import { leafOf, valueAt, type MandateKey } from "./keys";
import { describeAllowed, renderQuantity } from "./kinds";
import type { Mandate } from "./mandate";
import type { Problem } from "./problem";

const days = z.int().positive().describe("a whole number of days, 1 or more");
const noneOrDays = days.optional().describe("a whole number of days, 1 or more, or no such key");

const policySchema = z.strictObject({
  privacy_ceilings: z.strictObject({
    metrics_max_days: noneOrDays,
    log_max_days: noneOrDays,
    audit_log_max_days: noneOrDays,
    trace_max_days: noneOrDays,
  }),
  waivers: z.strictObject({ longest_days: days }),
});

type Tables = z.infer<typeof policySchema>;

/** The values of a policy, in days: how long a class of data is kept at most, and how long a waiver lasts at most. */
export type PolicyValues = { readonly [T in keyof Tables]: Readonly<Tables[T]> };

/** What an organisation decides beyond the QMS document. */
export interface Policy {
  readonly values: PolicyValues;
  readonly source: Source;
}

/** A class of data that privacy limits. */
export type DataClass = keyof PolicyValues["privacy_ceilings"];

/** The floor of each class of data; audit logs are logs and stay as long at least. */
const FLOOR_OF: Readonly<Record<DataClass, MandateKey>> = {
  metrics_max_days: "observability_configuration.metrics_retention_days",
  log_max_days: "observability_configuration.log_retention_days",
  audit_log_max_days: "observability_configuration.log_retention_days",
  trace_max_days: "observability_configuration.trace_retention_days",
};

const POLICY: DocumentType<typeof policySchema> = {
  noun: "policy",
  packaged: "policy.toml",
  schema: policySchema,
};

/**
 * Reads a policy.
 *
 * @param path the organisation's own policy (default: the packaged `mandate/policy.toml`)
 * @throws ConfigurationError with every mistake of the file
 */
export function loadPolicy(path?: string): Policy {
  return readDocument(POLICY, path);
}

/**
 * Where a mandate asks to keep data longer than the policy allows.
 *
 * @param where names the object that made the mandate stricter, as in `strengthen`; its values are then the mistake
 * (default: the ceilings of the policy are)
 */
export function checkPolicy(mandate: Mandate, policy: Policy, where?: string): Problem[] {
  return Object.entries(FLOOR_OF).flatMap(([name, key]) => {
    const ceiling = policy.values.privacy_ceilings[name as DataClass];
    const floor = valueAt(mandate.values, key);
    if (ceiling === undefined || typeof floor !== "number" || floor <= ceiling) return [];
    const limit = `${policy.source.file}: privacy_ceilings.${name}`;
    if (where === undefined) return ceilingProblem(limit, key, ceiling, floor, mandate.source.file);
    return {
      where: `${where}.${leafOf(key)}`,
      what: "longer than privacy allows",
      found: renderQuantity(key, floor),
      allowed: `at most ${renderQuantity(key, ceiling)} (${limit})`,
      mandate: key,
    };
  });
}

function ceilingProblem(
  where: string,
  key: MandateKey,
  ceiling: number,
  floor: number,
  file: string,
): Problem {
  return {
    where,
    what: `the ceiling is below the floor of ${file}`,
    found: renderQuantity(key, ceiling),
    allowed: describeAllowed(key, floor),
    mandate: key,
  };
}
