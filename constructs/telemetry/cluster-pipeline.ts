import type { PiiPattern } from "../../mandate/pii-patterns";
import { collector } from "./collector";
import type { CollectorConfig } from "./collector-config";
import { exporter, processor, receiver, transform } from "./components";
import { fileStorage } from "./durable-queue";
import type { GatewayEndpoint } from "./endpoints";
import { toGateway } from "./gateway-exporters";
import { placeAttributes } from "./kubernetes-attributes";
import type { LogLevel } from "./log-level";
import { logLevelFilter } from "./log-level-filter";
import { CLUSTER_LABELS } from "./metric-labels";
import { pipeline } from "./pipeline";
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
  // With the store it goes on after a restart where it was, instead of telling events again. Events have no keys or
  // names that an application could fill.
  const events = receiver(
    "k8s_events",
    { auth_type: "serviceAccount", storage: "file_storage/queue" },
    { allowUntreated: ["texts"] },
  );
  const objects = receiver("k8s_cluster", { auth_type: "serviceAccount", collection_interval: "30s" });
  const place = processor("resource/cluster", placeAttributes(clusterName, environment));
  return collector({
    extensions: { ...HEALTH_CHECK, "file_storage/queue": fileStorage("queue") },
    pipelines: [
      pipeline("logs/events", {
        from: [events],
        through: [
          MEMORY_LIMITER,
          place,
          EVENT_ATTRIBUTES,
          ...redactionByClass(piiPatterns),
          processor("filter/log_policy", logLevelFilter(logLevel)),
        ],
        to: [exporter("otlp_grpc/gateway", toGateway(gateway))],
      }),
      pipeline("metrics", {
        from: [objects],
        through: [MEMORY_LIMITER, place, transform("metric_resource", "form", CLUSTER_LABELS)],
        to: [exporter("prometheus", prometheusExporter({ resourceAttributesAsLabels: true }))],
      }),
    ],
    telemetry: SELF_TELEMETRY,
  });
}

const EVENT_ATTRIBUTES = processor("resource/events", {
  attributes: [
    { key: "data_stream.dataset", value: "k8s.events", action: "upsert" },
    { key: "service.name", value: "kubernetes", action: "upsert" },
  ],
});
