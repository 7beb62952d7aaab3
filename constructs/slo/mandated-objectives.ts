import type { Mandate, Problem, Quantities } from "../../mandate";
import { toMilliseconds } from "../telemetry/span-metrics";
import { weakerProblems } from "../telemetry/stricter-props";
import type { Indicator, Objective } from "./objective";

/** The part of an objective that the mandate speaks of. */
export type Commitment = Pick<Objective, "name" | "indicator" | "target">;

// The percentiles that the mandate's keys are named for.
const P95 = 0.95;
const P99 = 0.99;

/** What every service that answers requests promises, unless it promises more. */
export function mandatedObjectives(mandated: Quantities): readonly Commitment[] {
  const { availabilityRatio, errorRatio, responseTimeP95Seconds, responseTimeP99Seconds } = mandated;
  return [
    {
      name: "availability",
      indicator: { kind: "availability" },
      // Failed requests by all requests are the same share, seen from the other side.
      target: Math.max(availabilityRatio, Number((1 - errorRatio).toPrecision(12))),
    },
    {
      name: "latency-p95",
      indicator: { kind: "latency", limitSeconds: responseTimeP95Seconds },
      target: P95,
    },
    {
      name: "latency-p99",
      indicator: { kind: "latency", limitSeconds: responseTimeP99Seconds },
      target: P99,
    },
  ];
}

/** The mandated objectives that none of the given ones covers. */
export function missingObjectives(given: readonly Commitment[], mandated: Quantities): readonly Commitment[] {
  return mandatedObjectives(mandated).filter(
    (wanted) => !given.some((commitment) => covers(commitment, wanted)),
  );
}

/** Whether whoever keeps one commitment keeps the other too. */
function covers(one: Commitment, other: Commitment): boolean {
  return one.target >= other.target && coversIndicator(one.indicator, other.indicator);
}

function coversIndicator(one: Indicator, other: Indicator): boolean {
  if (one.kind !== "latency" || other.kind !== "latency") return one.kind === other.kind;
  return one.metric === undefined && one.limitSeconds <= other.limitSeconds;
}

/** Where an objective promises less than the mandate demands. */
export function weakObjectiveProblems(
  commitment: Commitment,
  mandate: Mandate,
  where: string,
): readonly Problem[] {
  const { indicator, target } = commitment;
  switch (indicator.kind) {
    case "availability":
      return weakerProblems(mandate, [
        { where: `${where}.target`, key: "monitoring_thresholds.availability_threshold", value: target },
      ]);
    case "latency":
      return weakLatencyProblems(indicator.limitSeconds, target, mandate, `${where}.withinSeconds`);
    case "ratio":
      return indicator.measures === "quality"
        ? []
        : weakerProblems(mandate, [
            {
              where: `${where}.target`,
              key: "monitoring_thresholds.error_rate_threshold",
              value: Number((1 - target).toPrecision(12)),
            },
          ]);
  }
}

/**
 * The mandated p95 bounds every percentile up to the 95th, the p99 those up to the 99th; above, the mandate says
 * nothing.
 */
function weakLatencyProblems(
  limitSeconds: number,
  target: number,
  mandate: Mandate,
  where: string,
): readonly Problem[] {
  if (target > P99) return [];
  const percentile = target <= P95 ? "p95" : "p99";
  return weakerProblems(mandate, [
    {
      where,
      key: `monitoring_thresholds.response_time_${percentile}_ms`,
      value: toMilliseconds(limitSeconds),
    },
  ]);
}
