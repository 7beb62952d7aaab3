import type { RecordingRule, RuleGroup } from "../alerting/rule-types";
import { indicatorEvents } from "./indicator-events";
import { type Objective, objectiveId, type ServiceReference } from "./objective";
import { SLO_SERIES } from "./slo-series";

/** Three rules for an objective; everything else is computed by the rules that all objectives share. */
export function objectiveRules(objective: Objective): readonly RecordingRule[] {
  const { indicator, minimumTraffic, owner, periodDays, service, target } = objective;
  const { total, bad } = indicatorEvents(indicator, service);
  const labels = { slo: objectiveId(objective), namespace: service.namespace, service: service.name };
  return [
    { record: SLO_SERIES.total, expr: total, labels },
    { record: SLO_SERIES.bad, expr: bad, labels },
    {
      record: SLO_SERIES.objective,
      expr: `vector(${target})`,
      labels: {
        ...labels,
        team: owner,
        sli: indicator.kind,
        period: `${periodDays}d`,
        minimum_traffic: minimumTraffic,
      },
    },
  ];
}

/** The rules of all objectives of a service. */
export function objectiveGroup(service: ServiceReference, objectives: readonly Objective[]): RuleGroup {
  return {
    name: `slo-${service.namespace}/${service.name}`,
    // The windows of the shared rules count on a sample a minute.
    interval: "1m",
    rules: objectives.flatMap(objectiveRules),
  };
}
