import { agentPipeline, type AgentPipelineOptions } from "../../constructs/telemetry/agent-pipeline";
import { gatewayPipeline, type GatewayPipelineOptions } from "../../constructs/telemetry/gateway-pipeline";
import type { CollectorConfig } from "../../constructs/telemetry/collector-config";
import type { LogBackend, TraceBackend } from "../../constructs/telemetry/endpoints";
import type { HelmValue } from "../../constructs/core/helm-values";
import { loadMandate, quantities } from "../../mandate";
import { PII_PATTERNS } from "../../mandate/pii-patterns";

export const GATEWAY = { serviceName: "gw", namespace: "obs" };
export const TRACE_BACKEND: TraceBackend = { otlpEndpoint: "traces.obs.svc:4317" };
export const LOG_BACKEND: LogBackend = {
  url: "https://logs.obs.svc:9200",
  caSecretName: "logs-ca-certs",
  userSecretName: (writer) => `user-of-${writer}`,
};

/** An agent with every source on. */
export function sampleAgent(changes: Partial<AgentPipelineOptions> = {}): CollectorConfig {
  return agentPipeline({
    clusterName: "north",
    environment: "trial",
    gateway: GATEWAY,
    logLevel: "INFO",
    lowestLogLevel: "INFO",
    piiPatterns: PII_PATTERNS,
    pseudonymKinds: [],
    annotationPrefix: "telemetry.example",
    kubeletMetrics: true,
    hostMetrics: true,
    auditLog: true,
    allowPlaintextOtlp: false,
    ...changes,
  });
}

/** A gateway with both stores. */
export function sampleGateway(changes: Partial<GatewayPipelineOptions> = {}): CollectorConfig {
  const { traceSamplingRatio, ...limits } = quantities(loadMandate());
  return gatewayPipeline({
    latencyLimits: limits,
    sampling: {
      baselineRatio: traceSamplingRatio,
      slowTraceSeconds: limits.responseTimeP99Seconds,
      criticalRatio: 0.6,
      expectedTracesPerSecond: 70,
    },
    traceQueueBytes: 3_000_001,
    traceBackend: TRACE_BACKEND,
    logBackend: LOG_BACKEND,
    ...changes,
  });
}

/** Every text in a document, keys included. */
export function textsIn(value: HelmValue | object): readonly string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  const entries = Object.entries(value) as [string, HelmValue][];
  return entries.flatMap(([key, below]) => [...(Array.isArray(value) ? [] : [key]), ...textsIn(below)]);
}
