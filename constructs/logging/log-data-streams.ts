/** Dataset of what Logstash takes in beside the collectors: syslog, Beats, HTTP. */
export const LEGACY_DATASET = "legacy";

/** Dataset of what Elasticsearch refused and Logstash brings back from its dead letter queue. */
export const REJECTED_DATASET = "rejected";

/** Data streams with logs, by who writes them; what is written elsewhere is not ours to delete. */
export const LOG_DATA_STREAMS = {
  // The suffix is the Elasticsearch exporter's own: logs-<dataset>.otel-<namespace>.
  collectors: "logs-*.otel-*",
  legacy: `logs-${LEGACY_DATASET}-*`,
  rejected: `logs-${REJECTED_DATASET}-*`,
} as const;

/** Datasets of the audit trail, which nobody but an auditor reads. */
export const AUDIT_DATASETS = ["k8s.audit", "security"] as const;

/** Data streams that do not exist but would match a pattern each, to ask what Elasticsearch would make of them. */
export const PROBE_DATA_STREAMS = [
  "logs-probe.otel-default",
  ...AUDIT_DATASETS.map((dataset) => `logs-${dataset}.otel-default`),
  `logs-${LEGACY_DATASET}-default`,
  `logs-${REJECTED_DATASET}-default`,
] as const;
