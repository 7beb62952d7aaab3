import { CACHES, CONNECTION_POOLS, QUEUES, REQUEST_SOURCES, SIGNALS } from "../alerting/signal-adapters";
import { metricNames } from "../slo/promql-expression";
import { SLO_SERIES } from "../slo/slo-series";

/** Metrics that the platform records or reads itself, so that every service may read them too. */
export const PLATFORM_METRICS: ReadonlySet<string> = new Set([
  "up",
  ...Object.values(SIGNALS),
  ...Object.values(SLO_SERIES),
  ...[
    ...REQUEST_SOURCES.flatMap(({ requests, failures, buckets }) => [requests, failures, buckets]),
    ...[...CONNECTION_POOLS, ...QUEUES, ...CACHES].map(({ expr }) => expr),
  ].flatMap(metricNames),
]);

/** The series that a metric has in Prometheus: a histogram has three. */
export function seriesOf(metric: string): readonly string[] {
  return [metric, ...["_bucket", "_count", "_sum"].map((suffix) => `${metric}${suffix}`)];
}
