import type { PiiPattern } from "../../mandate/pii-patterns";
import type { HelmValues } from "../core/helm-values";
import { AUDIT_LOG, containerLogs, HOST_METRICS, KUBELET_METRICS, pushReceivers } from "./agent-receivers";
import type { CollectorConfig, Pipeline } from "./collector-config";
import { AUDIT_DOCUMENT_ID, LINE_DOCUMENT_ID } from "./document-id";
import { fileStorage } from "./durable-queue";
import type { GatewayEndpoint } from "./endpoints";
import { toGateway, toGatewayByTrace } from "./gateway-exporters";
import { kubernetesAttributes, placeAttributes } from "./kubernetes-attributes";
import type { LogLevel } from "./log-level";
import { logLevelFilter } from "./log-level-filter";
import { COUNTED_NOW, logCounters, MASKED_SPAN_COUNTERS, SUM_UP } from "./log-metrics";
import { logNormalisation } from "./log-normalisation";
import { AGENT_LABELS } from "./metric-labels";
import { OWN_KEYS_OF_LINES } from "./own-keys";
import { auditRedaction, redactionByClass, silentRedaction } from "./redaction";
import { HEALTH_CHECK, MEMORY_LIMITER, prometheusExporter, SELF_TELEMETRY } from "./self-telemetry";
import { senderRecords } from "./sender-records";
import { maskTraceTexts } from "./unreached-text";

/** What an agent is told. */
export interface AgentPipelineOptions {
  readonly clusterName: string;
  readonly environment: string;
  readonly gateway: GatewayEndpoint;
  /** Records below are dropped. */
  readonly logLevel: LogLevel;
  /** To which a workload may lower its own. */
  readonly lowestLogLevel: LogLevel;
  /** All patterns, the mandated ones included. */
  readonly piiPatterns: readonly PiiPattern[];
  /** Prefix of the labels and annotations that workloads steer their telemetry with. */
  readonly annotationPrefix: string;
  readonly kubeletMetrics: boolean;
  readonly hostMetrics: boolean;
  readonly auditLog: boolean;
  /** Applications send without TLS. */
  readonly allowPlaintextOtlp: boolean;
}

/**
 * The collector of every node. It reads, scrubs, levels and counts, so that nothing unscrubbed leaves the node; then
 * it keeps logs and spans on disk until the gateway has them.
 */
export function agentPipeline(options: AgentPipelineOptions): CollectorConfig {
  const { gateway, kubeletMetrics, hostMetrics, auditLog } = options;
  return {
    extensions: {
      ...HEALTH_CHECK,
      "file_storage/offsets": fileStorage("offsets"),
      "file_storage/queue": fileStorage("queue"),
    },
    receivers: {
      ...pushReceivers(options.allowPlaintextOtlp),
      "file_log/pods": containerLogs(options.piiPatterns),
      ...(auditLog ? { "file_log/k8s_audit": AUDIT_LOG } : {}),
      ...(kubeletMetrics ? { kubelet_stats: KUBELET_METRICS } : {}),
      ...(hostMetrics ? { host_metrics: HOST_METRICS } : {}),
    },
    processors: processors(options),
    connectors: {
      "forward/logs": {},
      "count/logs": logCounters(options.logLevel),
      "count/masked": MASKED_SPAN_COUNTERS,
    },
    exporters: {
      "otlp_grpc/gateway": toGateway(gateway),
      load_balancing: toGatewayByTrace(gateway),
      prometheus: prometheusExporter({ resourceAttributesAsLabels: true }),
    },
    pipelines: pipelines(options),
    telemetry: SELF_TELEMETRY,
  };
}

function processors(options: AgentPipelineOptions): HelmValues {
  const { annotationPrefix, auditLog, clusterName, environment, logLevel, piiPatterns } = options;
  return {
    ...MEMORY_LIMITER,
    k8s_attributes: kubernetesAttributes(annotationPrefix),
    "resource/cluster": placeAttributes(clusterName, environment),
    "transform/senders": senderRecords(piiPatterns),
    "transform/own_keys": OWN_KEYS_OF_LINES,
    ...redactionByClass(piiPatterns),
    "redaction/metrics": silentRedaction(piiPatterns),
    "transform/pii_strings": maskTraceTexts(piiPatterns),
    "transform/normalise": logNormalisation(piiPatterns),
    "filter/log_policy": logLevelFilter(logLevel, options.lowestLogLevel),
    "transform/document_id": LINE_DOCUMENT_ID,
    ...(auditLog
      ? { "redaction/audit": auditRedaction(piiPatterns), "transform/audit_document_id": AUDIT_DOCUMENT_ID }
      : {}),
    "transform/counted_now": COUNTED_NOW,
    "transform/metric_resource": AGENT_LABELS,
    delta_to_cumulative: SUM_UP,
  };
}

const BY_CLASS = Object.keys(redactionByClass([]));

function pipelines(options: AgentPipelineOptions): Readonly<Record<string, Pipeline>> {
  const { auditLog, hostMetrics, kubeletMetrics } = options;
  const gathered = [...(kubeletMetrics ? ["kubelet_stats"] : []), ...(hostMetrics ? ["host_metrics"] : [])];
  const origin = ["k8s_attributes", "resource/cluster"];
  const labels = ["transform/metric_resource", "delta_to_cumulative"];
  return {
    // Apart from files, because only these records can say of themselves what is not true.
    "logs/otlp": {
      receivers: ["otlp"],
      processors: ["memory_limiter", "transform/senders"],
      exporters: ["forward/logs"],
    },
    logs: {
      receivers: ["file_log/pods", "forward/logs"],
      processors: [
        "memory_limiter",
        "transform/own_keys",
        ...origin,
        ...BY_CLASS,
        "transform/normalise",
        "filter/log_policy",
        "transform/document_id",
      ],
      exporters: ["otlp_grpc/gateway", "count/logs"],
    },
    ...(auditLog ? { "logs/audit": AUDIT_PIPELINE } : {}),
    traces: {
      receivers: ["otlp", "zipkin"],
      processors: ["memory_limiter", "transform/senders", ...origin, ...BY_CLASS, "transform/pii_strings"],
      exporters: ["load_balancing", "count/masked"],
    },
    ...(gathered.length === 0
      ? {}
      : {
          metrics: {
            receivers: gathered,
            processors: ["memory_limiter", ...origin, ...labels],
            exporters: ["prometheus"],
          },
        }),
    "metrics/counts": {
      receivers: ["count/logs", "count/masked"],
      processors: ["transform/counted_now", ...labels],
      exporters: ["prometheus"],
    },
    // What applications send may carry anything in its labels.
    "metrics/apps": {
      receivers: ["otlp"],
      processors: ["memory_limiter", "transform/senders", ...origin, "redaction/metrics", ...labels],
      exporters: ["prometheus"],
    },
  };
}

const AUDIT_PIPELINE: Pipeline = {
  receivers: ["file_log/k8s_audit"],
  processors: [
    "memory_limiter",
    "resource/cluster",
    "redaction/audit",
    "transform/masked_credential",
    "transform/audit_document_id",
  ],
  exporters: ["otlp_grpc/gateway"],
};
