import type { HelmValues } from "../core/helm-values";
import { type MetricsPort, NO_TLS_FOR_SELF_TELEMETRY } from "../metrics/scraped";
import { overHttps } from "../security/server-tls";
import type { Workload } from "../security/workload";
import { DERIVED_METRICS_PORT, SELF_METRICS_PORT } from "./self-telemetry";

/** What the chart deploys a collector as. */
export type CollectorRole = "agent" | "gateway" | "cluster";

/** Label `component` of the pods, which the chart makes from its value `mode`. */
const COMPONENTS: Readonly<Record<CollectorRole, string>> = {
  agent: "agent-collector",
  gateway: "statefulset-collector",
  cluster: "standalone-collector",
};

/** The pods of a collector. */
export function collectorWorkload(name: string, role: CollectorRole, namespace: string): Workload {
  const podLabels = {
    "app.kubernetes.io/name": "opentelemetry-collector",
    "app.kubernetes.io/instance": name,
    component: COMPONENTS[role],
  };
  return { name, namespace, podLabels };
}

/** The ports at which a collector answers Prometheus. */
export function collectorMetrics(workload: Workload): readonly MetricsPort[] {
  return [
    { workload, port: SELF_METRICS_PORT, tls: "none", note: NO_TLS_FOR_SELF_TELEMETRY },
    { workload, port: DERIVED_METRICS_PORT, tls: "server" },
  ];
}

/** The chart's values by which a collector is scraped, on both ports. */
export function collectorMonitor(role: CollectorRole, serverName: string): HelmValues {
  const metricsEndpoints = [
    { port: "metrics" },
    // Labels of a target win over those of a series: no sender can pass for another job or namespace.
    { port: "derived", honorLabels: false, ...overHttps(serverName) },
  ];
  return { [role === "agent" ? "podMonitor" : "serviceMonitor"]: { enabled: true, metricsEndpoints } };
}
