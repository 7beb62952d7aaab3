import type { Mandate } from "../../mandate";
import { REQUEST_SOURCES } from "../alerting/signal-adapters";
import type { Service, ServiceObjective } from "../services/service";
import { serviceName } from "../services/service-names";
import { objectivesOf } from "../services/service-objectives";
import { latencySelectors } from "../slo/latency-events";
import type { Indicator, LatencyIndicator, Objective, ServiceReference } from "../slo/objective";
import { suffixed, upTo, withMatchers } from "../core/selector";
import { ANNOTATION, LABEL } from "./openslo-annotations";
import {
  type IndicatorSpec,
  OPENSLO_API_VERSION,
  type OpenSloIndicator,
  type OpenSloObjective,
  type OpenSloService,
} from "./openslo-schema";

/** OpenSLO takes no longer name. */
const LONGEST_NAME = 63;

/**
 * A service as OpenSLO documents: the service, then an indicator and an objective for each promise, the mandated ones
 * that it does not make itself marked as such. Its counters are those of the first source that the platform reads.
 */
export function exportOpenSlo(
  service: Service,
  mandate: Mandate,
): readonly (OpenSloService | OpenSloIndicator | OpenSloObjective)[] {
  const given = new Map((service.objectives ?? []).map((objective) => [objective.name, objective]));
  return [
    serviceDocument(service),
    ...objectivesOf(service, mandate).flatMap((objective) =>
      objectiveDocuments(objective, service, given.get(objective.name)),
    ),
  ];
}

function serviceDocument(service: Service): OpenSloService {
  const rest = Object.fromEntries(Object.entries(service).filter(([key]) => key !== "objectives"));
  const { criticality, description, name, namespace, owner } = service;
  return {
    apiVersion: OPENSLO_API_VERSION,
    kind: "Service",
    metadata: {
      name,
      labels: { [LABEL.namespace]: namespace, [LABEL.team]: owner, [LABEL.criticality]: criticality },
      annotations: { [ANNOTATION.service]: JSON.stringify(rest) },
    },
    spec: description === undefined ? {} : { description },
  };
}

function objectiveDocuments(
  objective: Objective,
  service: Service,
  given: ServiceObjective | undefined,
): readonly [OpenSloIndicator, OpenSloObjective] {
  const name = serviceName(
    { namespace: service.name, name: objective.name },
    service.namespace,
    LONGEST_NAME,
  );
  return [
    {
      apiVersion: OPENSLO_API_VERSION,
      kind: "SLI",
      metadata: { name },
      spec: indicatorSpec(objective.indicator, objective.service),
    },
    {
      apiVersion: OPENSLO_API_VERSION,
      kind: "SLO",
      metadata: {
        name,
        labels: {
          [LABEL.objective]: objective.name,
          [LABEL.team]: objective.owner,
          ...(given === undefined ? { [LABEL.mandated]: "true" } : {}),
        },
        ...(given === undefined ? {} : { annotations: { [ANNOTATION.objective]: remainder(given) } }),
      },
      spec: {
        service: service.name,
        indicatorRef: name,
        timeWindow: [{ duration: `${objective.periodDays}d`, isRolling: true }],
        budgetingMethod: "Occurrences",
        objectives: [{ target: objective.target }],
      },
    },
  ];
}

/** What OpenSLO has no word for. */
function remainder(given: ServiceObjective): string {
  const spoken = ["name", "target", "periodDays", "bad", "good", "total"];
  return JSON.stringify(Object.fromEntries(Object.entries(given).filter(([key]) => !spoken.includes(key))));
}

function indicatorSpec(indicator: Indicator, service: ServiceReference): IndicatorSpec {
  switch (indicator.kind) {
    case "availability":
      return availabilitySpec(service);
    case "latency":
      return latencySpec(indicator, service);
    case "ratio":
      return counters({ [indicator.eventsAre]: indicator.events, total: indicator.total });
  }
}

function availabilitySpec({ name, namespace }: ServiceReference): IndicatorSpec {
  const [first] = REQUEST_SOURCES;
  if (first === undefined) return {};
  const { failures, labels, requests } = first;
  const of = (selector: string): string =>
    withMatchers(selector, {
      [labels.namespace ?? "namespace"]: namespace,
      [labels.service ?? "service"]: name,
    });
  return counters({ bad: of(failures), total: of(requests) });
}

function latencySpec(indicator: LatencyIndicator, service: ServiceReference): IndicatorSpec {
  const [selector = ""] = latencySelectors(indicator, service);
  const { histogram, limitSeconds } = indicator;
  if (histogram === "native") {
    return {
      ratioMetric: {
        rawType: "success",
        raw: metric(`histogram_fraction(-Inf, ${limitSeconds}, sum(rate(${selector}[5m])))`),
      },
    };
  }
  return counters({
    good: upTo(suffixed(selector, "_bucket"), limitSeconds),
    total: suffixed(selector, "_count"),
  });
}

function counters(selectors: Readonly<Record<string, string>>): IndicatorSpec {
  const metrics = Object.entries(selectors).map(
    ([role, selector]) => [role, metric(`sum(${selector})`)] as const,
  );
  return { ratioMetric: { counter: true, ...Object.fromEntries(metrics) } };
}

function metric(query: string): { readonly metricSource: { type: string; spec: { query: string } } } {
  return { metricSource: { type: "Prometheus", spec: { query } } };
}
