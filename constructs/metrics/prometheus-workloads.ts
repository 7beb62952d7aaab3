import type { Profile } from "../core/chart-values";
import type { Workload } from "../security/workload";
import { sidecarService } from "./thanos-sidecar";

/** The pods of kube-prometheus-stack that policies can select; the node exporter is in the nodes' own network. */
export interface PrometheusWorkloads {
  readonly prometheus: Workload;
  readonly alertmanager: Workload;
  readonly operator: Workload;
  /** Answers the API server; the operator itself where it runs once. */
  readonly webhook: Workload;
  readonly kubeStateMetrics: Workload;
}

/** @param fullname - of the release's objects. */
export function prometheusWorkloads(
  fullname: string,
  namespace: string,
  profile: Profile,
): PrometheusWorkloads {
  const named = (
    suffix: string,
    podLabels: Workload["podLabels"],
    services?: readonly string[],
  ): Workload => ({
    name: `${fullname}-${suffix}`,
    namespace,
    podLabels,
    ...(services === undefined ? {} : { services }),
  });
  const operator = named("operator", { app: "kube-prometheus-stack-operator", release: fullname });
  return {
    prometheus: named(
      "prometheus",
      { "app.kubernetes.io/name": "prometheus", "operator.prometheus.io/name": `${fullname}-prometheus` },
      [
        `${fullname}-prometheus`,
        "prometheus-operated",
        ...(profile === "high-availability" ? [sidecarService(fullname)] : []),
      ],
    ),
    alertmanager: named(
      "alertmanager",
      { "app.kubernetes.io/name": "alertmanager", alertmanager: `${fullname}-alertmanager` },
      [`${fullname}-alertmanager`, "alertmanager-operated"],
    ),
    operator,
    webhook:
      profile === "high-availability"
        ? named("operator-webhook", { app: "kube-prometheus-stack-operator-webhook", release: fullname })
        : operator,
    kubeStateMetrics: named("kube-state-metrics", {
      "app.kubernetes.io/name": "kube-state-metrics",
      "app.kubernetes.io/instance": fullname,
    }),
  };
}
