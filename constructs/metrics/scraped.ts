import type { Protection } from "../security/edge";
import type { Workload } from "../security/workload";

/** A port that answers with metrics, and how. */
export type MetricsPort = Protection & {
  readonly workload: Workload;
  readonly port: number;
};

/** What brings a ServiceMonitor or PodMonitor of its own, whose targets Prometheus must be able to reach. */
export interface Scraped {
  readonly metricsPorts: readonly MetricsPort[];
}

/** Why the collectors' and Jaeger's own figures are not encrypted. */
export const NO_TLS_FOR_SELF_TELEMETRY =
  "the OpenTelemetry SDK's Prometheus reader has no TLS; the port shows figures of the process alone";
