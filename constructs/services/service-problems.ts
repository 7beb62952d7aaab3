import { nearest, type Problem } from "../../mandate";
import { type DocumentPath, documentProblems } from "../core/document-problems";
import { isPlainSelector, metricNames, promqlError } from "../slo/promql-expression";
import { PLATFORM_METRICS, seriesOf } from "./known-metrics";
import type { Service, ServiceObjective } from "./service";
import { serviceSchema } from "./service-schema";

/** How messages name a place in a document. */
export type Where = (path: DocumentPath) => string;

/** What is wrong with a service document by itself, whatever environment it is for. */
export function serviceProblems(document: unknown, where: Where): readonly Problem[] {
  const shape = documentProblems(serviceSchema, document, { where });
  return shape.length > 0 ? shape : contentProblems(document as Service, where);
}

function contentProblems(service: Service, where: Where): readonly Problem[] {
  const { objectives = [], businessMetrics = [] } = service;
  return [
    ...repeated(objectives, where),
    ...objectives.flatMap((objective, index) =>
      objectiveProblems(objective, service, (key) => where(["objectives", index, key])),
    ),
    ...businessMetrics.flatMap(({ query }, index) =>
      queryProblems(query, service, where(["businessMetrics", index, "query"])),
    ),
    ...workerProblems(service, where),
  ];
}

function repeated(objectives: readonly ServiceObjective[], where: Where): readonly Problem[] {
  return objectives.flatMap(({ name }, index) =>
    objectives.findIndex((other) => other.name === name) < index
      ? [
          {
            where: where(["objectives", index, "name"]),
            what: "another objective has this name",
            found: name,
          },
        ]
      : [],
  );
}

function objectiveProblems(
  objective: ServiceObjective,
  service: Service,
  where: (key: string) => string,
): readonly Problem[] {
  if (objective.indicator === "availability") return [];
  if (objective.indicator === "latency") return selectorProblems(objective.metric, service, where("metric"));
  const { good, bad, total } = objective;
  return [
    ...((good === undefined) === (bad === undefined)
      ? [
          {
            where: where("bad"),
            what: "a ratio counts either good or bad events",
            found: good === undefined ? "neither" : "both",
            allowed: "good or bad, beside total",
          },
        ]
      : []),
    ...selectorProblems(good, service, where("good")),
    ...selectorProblems(bad, service, where("bad")),
    ...selectorProblems(total, service, where("total")),
  ];
}

/** Rates and sums are ours to make: they are recorded in stages. */
function selectorProblems(selector: string | undefined, service: Service, where: string): readonly Problem[] {
  if (selector === undefined) return [];
  const problems = queryProblems(selector, service, where);
  if (problems.length > 0 || isPlainSelector(selector)) return problems;
  return [
    {
      where,
      what: "this is more than a metric with its labels",
      found: selector,
      allowed: 'a selector such as orders_total{outcome="failed"}; rate and sum are added',
    },
  ];
}

function queryProblems(query: string, { metrics = [] }: Service, where: string): readonly Problem[] {
  const error = promqlError(query);
  if (error !== undefined) return [{ where, what: `this is no PromQL: ${error}`, found: query }];
  const own = metrics.flatMap(seriesOf);
  return metricNames(query)
    .filter((name) => !PLATFORM_METRICS.has(name) && !own.includes(name))
    .map((name) => unknownMetric(name, metrics, where));
}

function unknownMetric(name: string, metrics: readonly string[], where: string): Problem {
  if (name === "")
    return { where, what: "a selector without a metric's name reads everything", fix: "name the metric" };
  const suggestion = nearest(name, [...metrics, ...PLATFORM_METRICS]);
  return {
    where,
    what: "nobody declares this metric",
    found: name,
    fix: `${suggestion === undefined ? "" : `did you mean ${suggestion}? otherwise `}add it to metrics`,
  };
}

function workerProblems({ objectives = [], workload }: Service, where: Where): readonly Problem[] {
  if (workload !== "worker") return [];
  const onRequests = objectives.flatMap((objective, index) =>
    isOnRequests(objective)
      ? [
          {
            where: where(["objectives", index, "indicator"]),
            what: "a worker answers no requests",
            found: objective.indicator,
            allowed: "ratio, or latency of a metric of its own",
          },
        ]
      : [],
  );
  if (objectives.length > 0) return onRequests;
  return [
    {
      where: where(["objectives"]),
      what: "a worker needs an objective of its own, because the mandated ones are on requests",
      allowed: "at least one objective with indicator ratio, or latency of a metric of its own",
    },
  ];
}

function isOnRequests(objective: ServiceObjective): boolean {
  return (
    objective.indicator === "availability" ||
    (objective.indicator === "latency" && objective.metric === undefined)
  );
}
