import { type Mandate, type Problem, quantities } from "../../mandate";
import { feasibilityProblems } from "../slo/feasibility";
import { type Commitment, missingObjectives, weakObjectiveProblems } from "../slo/mandated-objectives";
import { DEFAULT_PERIOD_DAYS, type Indicator, type Objective } from "../slo/objective";
import type { Service, ServiceObjective } from "./service";
import type { Where } from "./service-problems";

/**
 * The objectives of a service: its own, then the mandated ones that none of them covers. A worker answers no requests,
 * so it has its own alone.
 */
export function objectivesOf(service: Service, mandate: Mandate): readonly Objective[] {
  const own = (service.objectives ?? []).map((objective) => fromDocument(objective, service));
  const missing = service.workload === "worker" ? [] : missingObjectives(own, quantities(mandate));
  return [...own, ...missing.map((commitment) => fromMandate(commitment, service))];
}

function fromDocument(objective: ServiceObjective, service: Service): Objective {
  const {
    minimumTraffic = "standard",
    name,
    owner = service.owner,
    periodDays = DEFAULT_PERIOD_DAYS,
    target,
  } = objective;
  const expected = objective.expectedEventsPerSecond ?? usualEvents(objective, service);
  return {
    service: { namespace: service.namespace, name: service.name },
    name,
    owner,
    indicator: indicatorOf(objective),
    target,
    periodDays,
    minimumTraffic,
    budgeting: "occurrences",
    ...(expected === undefined ? {} : { expectedEventsPerSecond: expected }),
  };
}

function usualEvents({ indicator }: ServiceObjective, service: Service): number | undefined {
  return indicator === "ratio" ? undefined : service.expectedRequestsPerSecond;
}

function fromMandate({ name, indicator, target }: Commitment, service: Service): Objective {
  const common = { name, target } as const;
  const mandated: ServiceObjective =
    indicator.kind === "latency"
      ? { ...common, indicator: "latency", withinSeconds: indicator.limitSeconds }
      : { ...common, indicator: "availability" };
  return fromDocument(mandated, service);
}

function indicatorOf(objective: ServiceObjective): Indicator {
  switch (objective.indicator) {
    case "availability":
      return { kind: "availability" };
    case "latency": {
      const { indicator: kind, withinSeconds: limitSeconds, histogram, metric, boundsSeconds } = objective;
      return {
        kind,
        limitSeconds,
        ...(histogram === undefined ? {} : { histogram }),
        ...(metric === undefined ? {} : { metric }),
        ...(boundsSeconds === undefined ? {} : { boundsSeconds }),
      };
    }
    case "ratio": {
      const { bad, good, measures = "errors", total } = objective;
      return bad === undefined
        ? { kind: "ratio", events: good ?? "", eventsAre: "good", total, measures }
        : { kind: "ratio", events: bad, eventsAre: "bad", total, measures };
    }
  }
}

/**
 * What is wrong with the objectives of a service where a mandate holds: weaker than it, impossible to compute, or
 * without an alert that could fire. The mandated metrics retention is what Prometheus keeps at least.
 */
export function serviceObjectiveProblems(
  service: Service,
  mandate: Mandate,
  where: Where,
): readonly Problem[] {
  const { metricsRetentionDays: retentionDays } = quantities(mandate);
  const given = service.objectives ?? [];
  return objectivesOf(service, mandate).flatMap((objective, index) => {
    const own = given[index];
    const place = own === undefined ? where([objective.name]) : where(["objectives", index]);
    return [
      ...feasibilityProblems(objective, { retentionDays }, place),
      ...(own === undefined
        ? nameProblems(objective.name, given, where)
        : weakObjectiveProblems(objective, mandate, place)),
    ];
  });
}

function nameProblems(name: string, given: readonly ServiceObjective[], where: Where): readonly Problem[] {
  const index = given.findIndex((objective) => objective.name === name);
  if (index < 0) return [];
  return [
    {
      where: where(["objectives", index, "name"]),
      what: "this is the name of a mandated objective, which it does not cover",
      found: name,
      fix: "give it another name",
    },
  ];
}
