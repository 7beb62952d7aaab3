import { PII_CLASSES, type PiiPattern } from "../../mandate/pii-patterns";
import { AUDIT_LOG, containerLogs, HOST_METRICS, KUBELET_METRICS, pushReceivers } from "./agent-receivers";
import { collector } from "./collector";
import type { CollectorConfig } from "./collector-config";
import { exporter, forward, measure, processor, receiver, transform } from "./components";
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
import { type Pipeline, pipeline } from "./pipeline";
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
  /** Names of those whose values become pseudonyms. */
  readonly pseudonymKinds: readonly string[];
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
  const parts = sharedParts(options);
  return collector({
    extensions: {
      ...HEALTH_CHECK,
      "file_storage/offsets": fileStorage("offsets"),
      "file_storage/queue": fileStorage("queue"),
    },
    pipelines: [
      ...logPipelines(options, parts),
      ...(options.auditLog ? [auditPipeline(options, parts)] : []),
      tracePipeline(options, parts),
      ...metricPipelines(options, parts),
    ],
    telemetry: SELF_TELEMETRY,
  });
}

type Parts = ReturnType<typeof sharedParts>;

/** What several pipelines go through. */
function sharedParts(options: AgentPipelineOptions) {
  const { annotationPrefix, clusterName, environment, piiPatterns } = options;
  const push = pushReceivers(options.allowPlaintextOtlp);
  const identity = processor("k8s_attributes", kubernetesAttributes(annotationPrefix));
  const place = processor("resource/cluster", placeAttributes(clusterName, environment));
  return {
    otlp: receiver("otlp", push.otlp),
    zipkin: receiver("zipkin", push.zipkin),
    senders: transform("senders", "claims", senderRecords(piiPatterns), "claims"),
    place,
    origin: [identity, place],
    masked: redactionByClass(piiPatterns, options.pseudonymKinds),
    labels: [
      transform("metric_resource", "form", AGENT_LABELS),
      processor("delta_to_cumulative", SUM_UP),
    ] as const,
    counts: {
      logs: measure("count/logs", logCounters(options.logLevel)),
      spans: measure("count/masked", MASKED_SPAN_COUNTERS),
    },
    gateway: exporter("otlp_grpc/gateway", toGateway(options.gateway)),
    scraped: exporter("prometheus", prometheusExporter({ resourceAttributesAsLabels: true })),
  };
}

function logPipelines(
  { logLevel, lowestLogLevel, piiPatterns }: AgentPipelineOptions,
  { counts, gateway, masked, origin, otlp, senders }: Parts,
): readonly Pipeline[] {
  const sent = forward("logs", "logs");
  return [
    // Apart from files, because only these records can say of themselves what is not true.
    pipeline("logs/otlp", { from: [otlp], through: [MEMORY_LIMITER, senders], to: [sent] }),
    pipeline("logs", {
      from: [receiver("file_log/pods", containerLogs(piiPatterns)), sent],
      through: [
        MEMORY_LIMITER,
        transform("own_keys", "claims", OWN_KEYS_OF_LINES),
        ...origin,
        ...masked,
        transform("normalise", "form", logNormalisation(piiPatterns), "texts"),
        processor("filter/log_policy", logLevelFilter(logLevel, lowestLogLevel)),
        transform("document_id", "finish", LINE_DOCUMENT_ID),
      ],
      to: [gateway, counts.logs],
    }),
  ];
}

function auditPipeline({ piiPatterns }: AgentPipelineOptions, { gateway, place }: Parts): Pipeline {
  return pipeline("logs/audit", {
    from: [
      receiver("file_log/k8s_audit", AUDIT_LOG, {
        // An audit trail that does not tell who acted from where is none.
        allowUntreated: ["texts", ...PII_CLASSES.filter((name) => name !== "credential")],
      }),
    ],
    through: [
      MEMORY_LIMITER,
      place,
      ...auditRedaction(piiPatterns),
      transform("audit_document_id", "finish", AUDIT_DOCUMENT_ID),
    ],
    to: [gateway],
  });
}

function tracePipeline(
  { gateway, piiPatterns }: AgentPipelineOptions,
  { counts, masked, origin, otlp, senders, zipkin }: Parts,
): Pipeline {
  return pipeline("traces", {
    from: [otlp, zipkin],
    through: [
      MEMORY_LIMITER,
      senders,
      ...origin,
      ...masked,
      transform("pii_strings", "form", maskTraceTexts(piiPatterns), "texts"),
    ],
    to: [exporter("load_balancing", toGatewayByTrace(gateway)), counts.spans],
  });
}

function metricPipelines(
  { hostMetrics, kubeletMetrics, piiPatterns }: AgentPipelineOptions,
  { counts, labels, origin, otlp, scraped, senders }: Parts,
): readonly Pipeline[] {
  const gathered = [
    ...(kubeletMetrics ? [receiver("kubelet_stats", KUBELET_METRICS)] : []),
    ...(hostMetrics ? [receiver("host_metrics", HOST_METRICS)] : []),
  ];
  const figures = pipeline("metrics", {
    from: gathered,
    through: [MEMORY_LIMITER, ...origin, ...labels],
    to: [scraped],
  });
  const silent = processor("redaction/metrics", silentRedaction(piiPatterns), ...PII_CLASSES);
  return [
    ...(gathered.length === 0 ? [] : [figures]),
    pipeline("metrics/counts", {
      from: [counts.logs, counts.spans],
      through: [transform("counted_now", "form", COUNTED_NOW), ...labels],
      to: [scraped],
    }),
    // What applications send may carry anything in its labels.
    pipeline("metrics/apps", {
      from: [otlp],
      through: [MEMORY_LIMITER, senders, ...origin, silent, ...labels],
      to: [scraped],
    }),
  ];
}
