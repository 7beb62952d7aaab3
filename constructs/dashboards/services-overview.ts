import { SEVERITIES, type Severity } from "../../mandate";
import { SIGNALS } from "../alerting/signal-adapters";
import { SLO_SERIES } from "../slo/slo-series";
import { type Service, serviceId } from "../services/service";
import type { Dashboard } from "./dashboard";
import { type Panel, UNITS } from "./panel";
import { stat, timeseries } from "./prometheus-panels";
import { DATA_SOURCES } from "./variables";

const SERVICE = "{{namespace}}/{{service}}";

/** For everybody who answers for several services: which promises are in danger, the critical services first. */
export function servicesOverview(services: readonly Service[]): Dashboard {
  return {
    uid: "qms-services",
    title: "Services",
    description: "Which services keep their promises, and which are about to break one?",
    tags: ["services", "executive"],
    variables: [DATA_SOURCES.metrics.declaration],
    sections: SEVERITIES.flatMap((criticality) => {
      const chosen = services.filter((service) => service.criticality === criticality);
      return chosen.length === 0
        ? []
        : [{ title: `Criticality ${criticality}`, panels: panelsOf(chosen, criticality) }];
    }),
  };
}

function panelsOf(services: readonly Service[], criticality: Severity): readonly Panel[] {
  const of = (series: string): string => services.map((service) => selected(series, service)).join(" or ");
  return [
    stat({
      title: `Budget left, ${criticality}`,
      description: `The objective of each service that has least of its budget left: ${services.map(serviceId).sort().join(", ")}.`,
      unit: UNITS.ratio,
      queries: [{ expr: `min by (namespace, service) (${of(SLO_SERIES.budgetRemaining)})`, legend: SERVICE }],
      limit: { value: 0, bad: "below" },
      width: 24,
    }),
    timeseries({
      title: `Requests, ${criticality}`,
      description: "Requests that each service answers.",
      unit: UNITS.requestsPerSecond,
      queries: [{ expr: of(SIGNALS.requests), legend: SERVICE }],
    }),
    timeseries({
      title: `Failed requests, ${criticality}`,
      description: "Share of the requests that each service fails.",
      unit: UNITS.ratio,
      queries: [{ expr: of(SIGNALS.errorRatio), legend: SERVICE }],
    }),
    timeseries({
      title: `Response time, ${criticality}`,
      description: "The 95th percentile of each service.",
      unit: UNITS.seconds,
      queries: [{ expr: of(SIGNALS.latencyP95), legend: SERVICE }],
    }),
  ];
}

function selected(series: string, { namespace, name }: Service): string {
  return `${series}{namespace="${namespace}",service="${name}"}`;
}
