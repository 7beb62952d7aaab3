/** What a pipeline carries. */
export type Signal = "logs" | "metrics" | "traces";

/** Signals as a set: a component for several of them fits where one of them is asked for. */
export type Signals<S extends Signal> = Readonly<Record<S, true>>;

const LOGS: Signals<"logs"> = { logs: true };
const METRICS: Signals<"metrics"> = { metrics: true };
const TRACES: Signals<"traces"> = { traces: true };
const ALL: Signals<Signal> = { ...LOGS, ...METRICS, ...TRACES };

/** Where a processor stands. A pipeline goes through the stages in this order and never back. */
export const STAGES = ["limit", "claims", "origin", "mask", "form", "drop", "sample", "finish"] as const;

export type Stage = (typeof STAGES)[number];

// The signals are those of the components' metadata that are at least alpha; a test compares them with the collector.

/**
 * Receivers, and what they hold: `claims` are made by whoever can reach the port, `records` were written by
 * applications, `figures` are counted by the platform itself.
 */
export const RECEIVERS = {
  file_log: { gives: LOGS, holds: "records" },
  host_metrics: { gives: METRICS, holds: "figures" },
  k8s_cluster: { gives: METRICS, holds: "figures" },
  k8s_events: { gives: LOGS, holds: "records" },
  kubelet_stats: { gives: METRICS, holds: "figures" },
  otlp: { gives: ALL, holds: "claims" },
  zipkin: { gives: TRACES, holds: "claims" },
} as const;

/** Processors that do the same work wherever they stand. A transformation does what its statements say. */
export const PROCESSORS = {
  delta_to_cumulative: { changes: METRICS, stage: "finish" },
  filter: { changes: ALL, stage: "drop" },
  k8s_attributes: { changes: ALL, stage: "origin" },
  memory_limiter: { changes: ALL, stage: "limit" },
  redaction: { changes: ALL, stage: "mask" },
  resource: { changes: ALL, stage: "origin" },
  tail_sampling: { changes: TRACES, stage: "sample" },
} as const;

/** Transformations, which can stand anywhere. */
export const TRANSFORM = { changes: ALL } as const;

/** Connectors that make metrics of what they take, and whether those are wrong once traces were chosen. */
export const MEASURES = {
  count: { takes: ALL, gives: METRICS, needsAll: false },
  service_graph: { takes: TRACES, gives: METRICS, needsAll: true },
  span_metrics: { takes: TRACES, gives: METRICS, needsAll: true },
} as const;

/** Exporters. */
export const EXPORTERS = {
  elasticsearch: { takes: { ...LOGS, ...TRACES } },
  load_balancing: { takes: { ...LOGS, ...TRACES } },
  otlp_grpc: { takes: ALL },
  prometheus: { takes: METRICS },
} as const;
