import type { PiiPattern } from "../../mandate/pii-patterns";
import type { CollectorConfig } from "./collector-config";
import { fileStorage } from "./durable-queue";
import type { GatewayEndpoint } from "./endpoints";
import { toGateway } from "./gateway-exporters";
import { placeAttributes } from "./kubernetes-attributes";
import type { LogLevel } from "./log-level";
import { logLevelFilter } from "./log-level-filter";
import { CLUSTER_LABELS } from "./metric-labels";
import { redactionByClass } from "./redaction";
import { HEALTH_CHECK, MEMORY_LIMITER, prometheusExporter, SELF_TELEMETRY } from "./self-telemetry";

/** What the collector of the cluster is told. */
export interface ClusterPipelineOptions {
  readonly clusterName: string;
  readonly environment: string;
  readonly gateway: GatewayEndpoint;
  readonly logLevel: LogLevel;
  /** All patterns, the mandated ones included. */
  readonly piiPatterns: readonly PiiPattern[];
}

/** Gathers what exists once in a cluster: its events and the state of its objects. Two of it would double them. */
export function clusterPipeline(options: ClusterPipelineOptions): CollectorConfig {
  const { clusterName, environment, gateway, logLevel, piiPatterns } = options;
  return {
    extensions: { ...HEALTH_CHECK, "file_storage/queue": fileStorage("queue") },
    receivers: {
      // With the store it goes on after a restart where it was, instead of telling events again.
      k8s_events: { auth_type: "serviceAccount", storage: "file_storage/queue" },
      k8s_cluster: { auth_type: "serviceAccount", collection_interval: "30s" },
    },
    processors: {
      ...MEMORY_LIMITER,
      "resource/cluster": placeAttributes(clusterName, environment),
      "resource/events": {
        attributes: [
          { key: "data_stream.dataset", value: "k8s.events", action: "upsert" },
          { key: "service.name", value: "kubernetes", action: "upsert" },
        ],
      },
      ...redactionByClass(piiPatterns),
      "filter/log_policy": logLevelFilter(logLevel),
      "transform/metric_resource": CLUSTER_LABELS,
    },
    exporters: {
      "otlp_grpc/gateway": toGateway(gateway),
      prometheus: prometheusExporter({ resourceAttributesAsLabels: true }),
    },
    pipelines: {
      "logs/events": {
        receivers: ["k8s_events"],
        processors: [
          "memory_limiter",
          "resource/cluster",
          "resource/events",
          ...Object.keys(redactionByClass([])),
          "filter/log_policy",
        ],
        exporters: ["otlp_grpc/gateway"],
      },
      metrics: {
        receivers: ["k8s_cluster"],
        processors: ["memory_limiter", "resource/cluster", "transform/metric_resource"],
        exporters: ["prometheus"],
      },
    },
    telemetry: SELF_TELEMETRY,
  };
}
