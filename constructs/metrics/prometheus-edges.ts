import type { Profile } from "../core/chart-values";
import { type Edge, fromKubernetesApi, type Protection, toKubernetesApi } from "../security/edge";
import { CLUSTER_DNS, NODES } from "../security/outsider";
import type { Workload } from "../security/workload";
import type { MonitoredNamespaces } from "./monitored-namespaces";
import type { PrometheusWorkloads } from "./prometheus-workloads";
import { SIDECAR_PORTS } from "./thanos-sidecar";

/** Ports of the pods of kube-prometheus-stack. */
export const PROMETHEUS_PORTS = {
  prometheus: 9090,
  alertmanager: 9093,
  gossip: 9094,
  configReloader: 8080,
  operator: 10250,
  kubeStateMetrics: 8080,
  nodeExporter: 9100,
} as const;

const KUBELET_PORT = 10250;
const CLUSTER_DNS_METRICS_PORT = 9153;

/** Metrics of a control plane that the cluster runs itself, as kube-prometheus-stack looks for them. */
const CONTROL_PLANE_PORTS: readonly (readonly [port: number, protection: Protection])[] = [
  [2381, { tls: "none", note: "etcd serves its metrics on a plain port of the node" }],
  [10249, { tls: "none", note: "kube-proxy serves its metrics on a plain port of the node" }],
  [10257, { tls: "server", note: "controller manager; its self-signed certificate is not verified" }],
  [10259, { tls: "server", note: "scheduler; its self-signed certificate is not verified" }],
];

/** What the edges of a Prometheus depend on. */
export interface PrometheusEdgesOptions {
  readonly profile: Profile;
  readonly controlPlane: "managed" | "self-run";
  /** Namespaces of others, whose monitors name any port. */
  readonly openNamespaces: MonitoredNamespaces;
}

/** Every connection of kube-prometheus-stack's pods among themselves and to the cluster. */
export function prometheusEdges(
  workloads: PrometheusWorkloads,
  options: PrometheusEdgesOptions,
): readonly Edge[] {
  const { alertmanager, kubeStateMetrics, operator, prometheus, webhook } = workloads;
  return [
    {
      from: prometheus,
      to: alertmanager,
      port: PROMETHEUS_PORTS.alertmanager,
      tls: "server",
      purpose: "alerts",
    },
    ...ownScrapes(workloads, options.profile),
    ...clusterScrapes(prometheus, options),
    ...toKubernetesApi(prometheus, "discovery of targets; metrics of the API server"),
    ...toKubernetesApi(operator, "objects that it makes real"),
    ...toKubernetesApi(kubeStateMetrics, "objects that it counts"),
    fromKubernetesApi(webhook, PROMETHEUS_PORTS.operator, "admission of rules and routes"),
    ...(options.profile === "high-availability" ? gossip(alertmanager) : []),
  ];
}

function ownScrapes(workloads: PrometheusWorkloads, profile: Profile): readonly Edge[] {
  const { alertmanager, kubeStateMetrics, operator, prometheus } = workloads;
  const ports = PROMETHEUS_PORTS;
  const targets: readonly (readonly [Workload, number])[] = [
    [prometheus, ports.prometheus],
    [prometheus, ports.configReloader],
    ...(profile === "high-availability" ? ([[prometheus, SIDECAR_PORTS.http]] as const) : []),
    [alertmanager, ports.alertmanager],
    [alertmanager, ports.configReloader],
    [operator, ports.operator],
    [kubeStateMetrics, ports.kubeStateMetrics],
  ];
  return targets.map(([to, port]) => ({ from: prometheus, to, port, tls: "server", purpose: "metrics" }));
}

function clusterScrapes(prometheus: Workload, options: PrometheusEdgesOptions): readonly Edge[] {
  const { controlPlane, openNamespaces } = options;
  const metrics = { from: prometheus, purpose: "metrics" } as const;
  return [
    {
      ...metrics,
      to: NODES,
      port: PROMETHEUS_PORTS.nodeExporter,
      tls: "server",
      note: "the node exporter is in the nodes' own network, where policies confine nothing",
    },
    {
      ...metrics,
      to: NODES,
      port: KUBELET_PORT,
      tls: "server",
      note: "with a token; the kubelet's certificate is not verified, because most clusters sign it with none that pods know",
    },
    ...(controlPlane === "self-run"
      ? CONTROL_PLANE_PORTS.map(([port, protection]) => ({ ...metrics, to: NODES, port, ...protection }))
      : []),
    {
      ...metrics,
      to: CLUSTER_DNS,
      port: CLUSTER_DNS_METRICS_PORT,
      tls: "none",
      note: "the cluster's resolver serves its metrics in clear text",
    },
    ...(openNamespaces.length === 0
      ? []
      : [
          {
            ...metrics,
            to: { name: "monitored-namespaces", namespaces: openNamespaces },
            port: "any",
            tls: "none",
            note: "the monitors of these namespaces say which port, and whether it has TLS",
          } as const,
        ]),
  ];
}

/** Replicas tell each other what was sent. Over TLS it is all TCP; the other port is plain gossip's. */
function gossip(alertmanager: Workload): readonly Edge[] {
  const purpose = "gossip of notifications and silences";
  const peers = { from: alertmanager, to: alertmanager, port: PROMETHEUS_PORTS.gossip, purpose } as const;
  return [
    { ...peers, tls: "mutual" },
    {
      ...peers,
      protocol: "UDP",
      tls: "none",
      note: "nothing is sent here while gossip has TLS, which runs over TCP alone; the pods open the port all the same",
    },
  ];
}
