import type { RecordingRule, RuleGroup } from "./rule-types";
import {
  CACHES,
  CONNECTION_POOLS,
  type LabelNames,
  QUEUES,
  REQUEST_SOURCES,
  type RequestSource,
  SIGNALS,
  type SignalAdapter,
} from "./signal-adapters";

/** Rules that bring every signal to one name and one set of labels. */
export function signalGroups(): readonly RuleGroup[] {
  return [
    {
      name: "platform-signals",
      rules: [
        record(SIGNALS.requests, REQUEST_SOURCES.map(requestRate)),
        record(SIGNALS.failures, REQUEST_SOURCES.map(failureRate)),
        record(SIGNALS.errorRatio, [`${SIGNALS.failures} / (${SIGNALS.requests} > 0)`]),
        record(
          SIGNALS.latencyP95,
          REQUEST_SOURCES.map((source) => quantile(0.95, source)),
        ),
        record(
          SIGNALS.latencyP99,
          REQUEST_SOURCES.map((source) => quantile(0.99, source)),
        ),
        record(SIGNALS.connectionPool, CONNECTION_POOLS.map(highest)),
        record(SIGNALS.queueDepth, QUEUES.map(highest)),
        record(SIGNALS.cacheHits, CACHES.map(lowest)),
      ],
    },
    {
      // A day of samples a series: once a minute is enough, and stays inside the five minutes of lookback.
      name: "platform-availability",
      interval: "1m",
      rules: [
        record(SIGNALS.availability, [availability("1d")]),
        // Sixty seconds a step; an average would take the first hour of a service for a whole day.
        record(SIGNALS.failuresOfDay, [`60 * sum_over_time(${SIGNALS.failures}[1d:1m])`]),
      ],
    },
  ];
}

// Numerator and denominator are averaged apart, so that a busy hour weighs more than a quiet one.
function availability(window: string): string {
  const average = (series: string): string => `avg_over_time(${series}[${window}])`;
  return `1 - ${average(SIGNALS.failures)} / (${average(SIGNALS.requests)} > 0)`;
}

function record(name: string, sources: readonly string[]): RecordingRule {
  return { record: name, expr: sources.join("\nor\n") };
}

function requestRate({ requests, labels }: RequestSource): string {
  return inOurLabels("sum", labels, `rate(${requests}[5m])`);
}

// Zero-filled: without the second half there is no failure series until the first failure, and no ratio either.
function failureRate(source: RequestSource): string {
  const failed = inOurLabels("sum", source.labels, `rate(${source.failures}[5m])`);
  return `(${failed} or 0 * ${requestRate(source)})`;
}

function quantile(share: number, { buckets, labels }: RequestSource): string {
  return `histogram_quantile(${share}, ${inOurLabels("sum", { ...labels, le: "le" }, `rate(${buckets}[5m])`)})`;
}

function highest({ labels, expr }: SignalAdapter): string {
  return inOurLabels("max", labels, expr);
}

function lowest({ labels, expr }: SignalAdapter): string {
  return inOurLabels("min", labels, expr);
}

/**
 * Aggregates before it renames: on raw series a renamed label could make two of them equal, which fails the query.
 */
export function inOurLabels(aggregation: "sum" | "max" | "min", labels: LabelNames, expr: string): string {
  const over = (names: readonly string[], inner: string): string =>
    `${aggregation} by (${names.join(", ")}) (${inner})`;
  const renamed = Object.entries(labels).filter(([ours, theirs]) => ours !== theirs);
  const aggregated = over(Object.values(labels), expr);
  return renamed.length === 0
    ? aggregated
    : over(
        Object.keys(labels),
        renamed.reduce(
          (inner, [ours, theirs]) => `label_replace(${inner}, "${ours}", "$1", "${theirs}", "(.+)")`,
          aggregated,
        ),
      );
}
