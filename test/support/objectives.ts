import type { Objective } from "../../constructs/slo/objective";

/** An objective in numbers that nothing else has. */
export function objective(changes: Partial<Objective> = {}): Objective {
  return {
    service: { namespace: "shop", name: "checkout" },
    name: "availability",
    owner: "shop-team",
    indicator: { kind: "availability" },
    target: 0.9993,
    periodDays: 28,
    minimumTraffic: "standard",
    budgeting: "occurrences",
    ...changes,
  };
}
