import { toLogBackend, toTraceBackend } from "./backend-exporters";
import { collector } from "./collector";
import type { CollectorConfig } from "./collector-config";
import { exporter, forward, measure, processor, receiver, transform } from "./components";
import { fileStorage } from "./durable-queue";
import { type LogBackend, PORTS, type TraceBackend } from "./endpoints";
import { SPAN_LABELS } from "./metric-labels";
import { type Pipeline, pipeline } from "./pipeline";
import { HEALTH_CHECK, MEMORY_LIMITER, POD_IP, prometheusExporter, SELF_TELEMETRY } from "./self-telemetry";
import { type LatencyLimits, serviceGraph, spanMetrics } from "./span-metrics";
import { type TailSampling, tailSampling } from "./tail-sampling";
import { MUTUAL_TLS } from "./tls-files";
import { TREATMENTS } from "./treatments";

/** What the gateway is told. */
export interface GatewayPipelineOptions {
  readonly latencyLimits: LatencyLimits;
  readonly sampling: TailSampling;
  /** How much may wait on each replica's disk while the store of traces is away. */
  readonly traceQueueBytes: number;
  /** @default - traces are not accepted */
  readonly traceBackend?: TraceBackend;
  /** @default - logs are not accepted */
  readonly logBackend?: LogBackend;
}

/**
 * The collector between agents and stores. It sees whole traces: derives metrics from all of them, then keeps those
 * that the sampling chooses.
 */
export function gatewayPipeline(options: GatewayPipelineOptions): CollectorConfig {
  const { traceBackend, logBackend } = options;
  return collector({
    extensions: {
      ...HEALTH_CHECK,
      ...(traceBackend === undefined ? {} : { "file_storage/queue": fileStorage("queue") }),
    },
    pipelines: [
      ...(traceBackend === undefined ? [] : tracePipelines(options, traceBackend)),
      ...(logBackend === undefined ? [] : [logPipeline(logBackend)]),
    ],
    telemetry: SELF_TELEMETRY,
  });
}

const FROM_AGENTS = receiver(
  "otlp",
  {
    protocols: {
      grpc: { endpoint: `${POD_IP}:${PORTS.otlpGrpc}`, max_recv_msg_size_mib: 16, tls: MUTUAL_TLS },
      // Agents speak gRPC alone; the chart would open this port without TLS.
      http: null,
    },
  },
  // Agents have treated everything before it left its node, and nobody else has a certificate.
  { allowUntreated: TREATMENTS },
);

function tracePipelines(options: GatewayPipelineOptions, backend: TraceBackend): readonly Pipeline[] {
  const { latencyLimits, sampling } = options;
  const chosen = forward("sampling", "traces");
  const derived = [
    measure("span_metrics", spanMetrics(latencyLimits)),
    measure("service_graph", serviceGraph(latencyLimits)),
  ];
  return [
    pipeline("traces/in", { from: [FROM_AGENTS], through: [MEMORY_LIMITER], to: [...derived, chosen] }),
    pipeline("traces/sampled", {
      from: [chosen],
      through: [processor("tail_sampling", tailSampling(sampling))],
      to: [exporter("otlp_grpc/jaeger", toTraceBackend(backend, options.traceQueueBytes))],
    }),
    pipeline("metrics/derived", {
      from: derived,
      through: [transform("metric_resource", "form", SPAN_LABELS)],
      to: [exporter("prometheus", prometheusExporter({ resourceAttributesAsLabels: false }))],
    }),
  ];
}

function logPipeline(backend: LogBackend): Pipeline {
  return pipeline("logs", {
    from: [FROM_AGENTS],
    through: [MEMORY_LIMITER],
    to: [exporter("elasticsearch/logs", toLogBackend(backend))],
  });
}
