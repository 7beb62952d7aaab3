import type { HelmValue, HelmValues } from "../core/helm-values";
import { toLogBackend, toTraceBackend } from "./backend-exporters";
import type { CollectorConfig, Pipeline } from "./collector-config";
import { fileStorage } from "./durable-queue";
import { type LogBackend, PORTS, type TraceBackend } from "./endpoints";
import { SPAN_LABELS } from "./metric-labels";
import { HEALTH_CHECK, MEMORY_LIMITER, POD_IP, prometheusExporter, SELF_TELEMETRY } from "./self-telemetry";
import { type LatencyLimits, serviceGraph, spanMetrics } from "./span-metrics";
import { type TailSampling, tailSampling } from "./tail-sampling";
import { MUTUAL_TLS } from "./tls-files";

/** What the gateway is told. */
export interface GatewayPipelineOptions {
  readonly latencyLimits: LatencyLimits;
  readonly sampling: TailSampling;
  /** @default - traces are not accepted */
  readonly traceBackend?: TraceBackend;
  /** @default - logs are not accepted */
  readonly logBackend?: LogBackend;
}

/** The part of a configuration that one signal needs. */
interface Route {
  readonly extensions?: HelmValues;
  readonly processors?: HelmValues;
  readonly connectors?: HelmValues;
  readonly exporters: HelmValues;
  readonly pipelines: Readonly<Record<string, Pipeline>>;
}

/**
 * The collector between agents and stores. It sees whole traces: derives metrics from all of them, then keeps those
 * that the sampling chooses.
 */
export function gatewayPipeline(options: GatewayPipelineOptions): CollectorConfig {
  const { traceBackend, logBackend } = options;
  const routes = [
    ...(traceBackend === undefined ? [] : [traceRoute(options, traceBackend)]),
    ...(logBackend === undefined ? [] : [logRoute(logBackend)]),
  ];
  const joined = <Part extends keyof Route>(part: Part): NonNullable<Route[Part]> =>
    Object.assign({}, ...routes.map((route) => route[part])) as NonNullable<Route[Part]>;
  return {
    extensions: { ...HEALTH_CHECK, ...joined("extensions") },
    receivers: { otlp: OTLP_FROM_AGENTS },
    processors: { ...MEMORY_LIMITER, ...joined("processors") },
    connectors: joined("connectors"),
    exporters: joined("exporters"),
    pipelines: joined("pipelines"),
    telemetry: SELF_TELEMETRY,
  };
}

const OTLP_FROM_AGENTS: HelmValue = {
  protocols: {
    grpc: { endpoint: `${POD_IP}:${PORTS.otlpGrpc}`, max_recv_msg_size_mib: 16, tls: MUTUAL_TLS },
    // Agents speak gRPC alone; the chart would open this port without TLS.
    http: null,
  },
};

function traceRoute(options: GatewayPipelineOptions, backend: TraceBackend): Route {
  const { latencyLimits, sampling } = options;
  return {
    extensions: { "file_storage/queue": fileStorage("queue") },
    processors: { tail_sampling: tailSampling(sampling), "transform/metric_resource": SPAN_LABELS },
    connectors: {
      "forward/sampling": {},
      span_metrics: spanMetrics(latencyLimits),
      service_graph: serviceGraph(latencyLimits),
    },
    exporters: {
      "otlp_grpc/jaeger": toTraceBackend(backend),
      prometheus: prometheusExporter({ resourceAttributesAsLabels: false }),
    },
    pipelines: {
      "traces/in": {
        receivers: ["otlp"],
        processors: ["memory_limiter"],
        exporters: ["span_metrics", "service_graph", "forward/sampling"],
      },
      "traces/sampled": {
        receivers: ["forward/sampling"],
        processors: ["tail_sampling"],
        exporters: ["otlp_grpc/jaeger"],
      },
      "metrics/derived": {
        receivers: ["span_metrics", "service_graph"],
        processors: ["transform/metric_resource"],
        exporters: ["prometheus"],
      },
    },
  };
}

function logRoute(backend: LogBackend): Route {
  return {
    exporters: { "elasticsearch/logs": toLogBackend(backend) },
    pipelines: {
      logs: { receivers: ["otlp"], processors: ["memory_limiter"], exporters: ["elasticsearch/logs"] },
    },
  };
}
