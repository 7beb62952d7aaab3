import type { Service } from "./service";

/**
 * Limits of latency objectives on requests, in seconds, each once and in order: the gateway gives the histograms of spans
 * a bound at each. Mandated limits are bounds already.
 */
export function latencyLimits(services: readonly Service[]): readonly number[] {
  const limits = services.flatMap(({ objectives = [] }) =>
    objectives.flatMap((objective) =>
      objective.indicator === "latency" && objective.metric === undefined ? [objective.withinSeconds] : [],
    ),
  );
  return [...new Set(limits)].sort((one, other) => one - other);
}
