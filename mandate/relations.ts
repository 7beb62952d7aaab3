import { valueAt, type MandateKey } from "./keys";
import { renderQuantity } from "./kinds";
import type { Problem } from "./problem";
import type { MandateValues } from "./schema";

interface Relation {
  readonly key: MandateKey;
  readonly must: "at least" | "more than" | "at most";
  readonly other: MandateKey;
  readonly because: string;
}

/** What two values of a mandate must be to each other for both to be meant. */
const RELATIONS: readonly Relation[] = [
  {
    key: "monitoring_thresholds.response_time_p99_ms",
    must: "at least",
    other: "monitoring_thresholds.response_time_p95_ms",
    because: "a 99th percentile is never below the 95th",
  },
  ...inOrder("critical_response_time", "high_response_time", "medium_response_time", "low_response_time"),
  {
    key: "alerting_configuration.alert_grouping_window",
    must: "at most",
    other: "alerting_configuration.low_response_time",
    because: "alerts held back longer than the longest response time are announced too late",
  },
];

type ResponseTime = keyof MandateValues["alerting_configuration"] & `${string}_response_time`;

function inOrder(...names: readonly ResponseTime[]): Relation[] {
  return names.slice(1).map((name, index) => ({
    key: `alerting_configuration.${name}`,
    must: "more than",
    other: `alerting_configuration.${names[index] ?? name}`,
    because: "a less urgent severity is answered later",
  }));
}

const COMPARE: Readonly<Record<Relation["must"], (value: number, other: number) => boolean>> = {
  "at least": (value, other) => value >= other,
  "more than": (value, other) => value > other,
  "at most": (value, other) => value <= other,
};

/**
 * Values that are possible each alone but not together.
 *
 * @param values may be incomplete or wrong; a pair that does not consist of numbers is left to the schema
 * @param where names the place of a key in the message
 */
export function relationProblems(
  values: Partial<MandateValues>,
  where: (key: MandateKey) => string,
): Problem[] {
  return RELATIONS.flatMap(({ key, must, other, because }) => {
    const [value, limit] = [valueAt(values, key), valueAt(values, other)];
    if (typeof value !== "number" || typeof limit !== "number" || COMPARE[must](value, limit)) return [];
    return {
      where: where(key),
      what: because,
      found: renderQuantity(key, value),
      allowed: `${must} ${renderQuantity(other, limit)}, the value of ${other}`,
    };
  });
}
