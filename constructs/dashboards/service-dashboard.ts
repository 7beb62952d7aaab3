import type { Quantities } from "../../mandate";
import { SIGNALS } from "../alerting/signal-adapters";
import type { Objective } from "../slo/objective";
import { SLO_SERIES } from "../slo/slo-series";
import type { BusinessMetric, Service } from "../services/service";
import { LONGEST_UID, serviceName } from "../services/service-names";
import type { Dashboard } from "./dashboard";
import { type LimitLine, type Panel, type PanelOptions, UNITS } from "./panel";
import { stat, timeseries } from "./prometheus-panels";
import { DATA_SOURCES } from "./variables";

/** For the owners of one service: its promises, its requests, its business, and what it calls. */
export function serviceDashboard(
  service: Service,
  objectives: readonly Objective[],
  mandated: Quantities,
): Dashboard {
  const { businessMetrics = [], dependencies = [], description, name, namespace, workload } = service;
  const sections = [
    { title: "Promises", panels: objectives.map((objective) => budget(objective)) },
    { title: "Requests", panels: workload === "worker" ? [] : requests(service, mandated) },
    { title: "Business", panels: businessMetrics.map(business) },
    { title: "Calls", panels: dependencies.length === 0 ? [] : [calls(service), failedCalls(service)] },
  ];
  return {
    uid: serviceName(service, "service", LONGEST_UID),
    title: `${namespace}/${name}`,
    description: description ?? `How is ${namespace}/${name}?`,
    tags: ["service", service.owner],
    variables: [DATA_SOURCES.metrics.declaration],
    sections: sections.filter(({ panels }) => panels.length > 0),
  };
}

function budget({ name, periodDays, service, target }: Objective): Panel {
  const slo = `slo="${service.namespace}/${service.name}/${name}"`;
  return stat({
    title: name,
    description: `Share of the error budget that is left: ${Number((target * 100).toPrecision(12))} % of the events must be good over ${periodDays} days.`,
    unit: UNITS.ratio,
    queries: [{ expr: `${SLO_SERIES.budgetRemaining}{${slo}}`, legend: name }],
    limit: { value: 0, bad: "below" },
    width: 6,
  });
}

function requests(service: Service, mandated: Quantities): readonly Panel[] {
  return [
    signal(service, SIGNALS.requests, { title: "Requests", unit: UNITS.requestsPerSecond }),
    signal(service, SIGNALS.errorRatio, {
      title: "Failed requests",
      unit: UNITS.ratio,
      limit: above(mandated.errorRatio),
    }),
    signal(service, SIGNALS.latencyP95, {
      title: "Response time, 95th percentile",
      unit: UNITS.seconds,
      limit: above(mandated.responseTimeP95Seconds),
    }),
    signal(service, SIGNALS.latencyP99, {
      title: "Response time, 99th percentile",
      unit: UNITS.seconds,
      limit: above(mandated.responseTimeP99Seconds),
    }),
  ];
}

function signal(
  { name, namespace }: Service,
  series: string,
  look: Pick<PanelOptions, "title" | "unit" | "limit">,
): Panel {
  return timeseries({
    ...look,
    description:
      look.limit === undefined ? "As the platform counts them." : "The line is the mandated limit.",
    queries: [{ expr: `${series}{namespace="${namespace}",service="${name}"}`, legend: look.title }],
    width: 12,
  });
}

function above(value: number): LimitLine {
  return { value, bad: "above" };
}

function business({ description, query, title, unit = "count" }: BusinessMetric): Panel {
  return timeseries({ title, description, unit: UNITS[unit], queries: [{ expr: query }], width: 12 });
}

function calls(service: Service): Panel {
  return timeseries({
    title: "Calls",
    description: "What the service calls, as its spans tell.",
    unit: UNITS.requestsPerSecond,
    queries: [{ expr: byServer("traces_service_graph_request_total", service), legend: "{{server}}" }],
    width: 12,
  });
}

function failedCalls(service: Service): Panel {
  return timeseries({
    title: "Failed calls",
    description: "Calls of the service that failed on one of the two sides.",
    unit: UNITS.requestsPerSecond,
    queries: [{ expr: byServer("traces_service_graph_request_failed_total", service), legend: "{{server}}" }],
    width: 12,
  });
}

function byServer(counter: string, { name }: Service): string {
  return `sum by (server) (rate(${counter}{client="${name}"}[$__rate_interval]))`;
}
