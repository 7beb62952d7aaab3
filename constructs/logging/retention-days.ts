import type { Construct } from "constructs";
import {
  ConfigurationError,
  describeAllowed,
  isWeaker,
  type Problem,
  renderQuantity,
  valueAt,
} from "../../mandate";
import { mandateOf } from "../core/scope-context";

/** The mandate's retentions that a component's prop may lengthen. */
export type RetentionKey =
  "observability_configuration.log_retention_days" | "observability_configuration.trace_retention_days";

/**
 * The days that a component keeps its data: the mandate's, or the caller's where those are more.
 * @throws ConfigurationError when the caller's are fewer, or no whole number.
 */
export function retentionDays(scope: Construct, key: RetentionKey, asked: number | undefined): number {
  const mandated = valueAt(mandateOf(scope).values, key) as number;
  if (asked === undefined) {
    return mandated;
  }
  const problem = retentionProblem(key, mandated, asked);
  if (problem !== undefined) {
    throw new ConfigurationError("data would be deleted before its time", [
      { where: `${scope.node.path}: retentionDays`, ...problem },
    ]);
  }
  return asked;
}

function retentionProblem(
  key: RetentionKey,
  mandated: number,
  asked: number,
): Omit<Problem, "where"> | undefined {
  const found = renderQuantity(key, asked);
  const allowed = describeAllowed(key, mandated);
  if (isWeaker(key, mandated, asked)) {
    const fix = `remove retentionDays, or set it to ${String(mandated)} or more`;
    return { what: "the retention is weaker than the mandate", found, allowed, mandate: key, fix };
  }
  // Index names and lifecycle ages count in whole days.
  return Number.isInteger(asked)
    ? undefined
    : { what: "the retention is no whole number of days", found, allowed, mandate: key };
}
