import type { Severity } from "../../mandate";
import type { NamespaceNames } from "../platform/namespace-names";
import type { Component } from "./components";

/** What runs a part of the stack. Its absence is seen by kube-state-metrics, so it needs no metrics of its own. */
export interface StackWorkload {
  readonly component: Component;
  readonly kind: "Deployment" | "StatefulSet" | "DaemonSet";
  readonly namespace: keyof NamespaceNames;
  /** Name, or a pattern where there are several. */
  readonly name: string;
  /** What runs in it, as the subject of a sentence. */
  readonly subject: string;
  readonly severity: Severity;
  /** What is missing while it is down. */
  readonly impact: string;
  /** What can be done about it, beyond looking at the pods. */
  readonly remedy: string;
  /**
   * Whether it has replicas of which some may be missing unnoticed.
   * @default false
   */
  readonly replicated?: boolean;
}

/**
 * The parts of the stack. Prometheus is not among them, because it cannot tell of its own end: the heartbeat does. An
 * Alertmanager that is down cannot notify, but shows in Grafana.
 */
export const STACK_WORKLOADS = [
  {
    component: "alertmanager",
    kind: "StatefulSet",
    namespace: "main",
    name: "alertmanager-kps-alertmanager",
    subject: "Alertmanager",
    severity: "critical",
    impact: "nobody is told of any alert; only the missing heartbeat tells",
    remedy: "If its configuration is refused, go back to the last one that worked: apply the commit before",
    replicated: true,
  },
  {
    component: "thanos-query",
    kind: "Deployment",
    namespace: "main",
    name: "thanos-query",
    subject: "Thanos Query",
    severity: "medium",
    impact: "dashboards show no metrics; rules go on, because Prometheus itself evaluates them",
    remedy: "If it is killed for memory, find the query that reads too much, or raise its limit",
    replicated: true,
  },
  {
    component: "prometheus-operator",
    kind: "Deployment",
    namespace: "main",
    name: "kps-operator",
    subject: "the Prometheus operator",
    severity: "medium",
    impact: "changes of rules, monitors and routes do not take effect; what runs goes on",
    remedy: "If its webhook's certificate is at fault, see the Certificate in its namespace",
  },
  {
    component: "node-exporter",
    kind: "DaemonSet",
    namespace: "agents",
    name: "kps-prometheus-node-exporter",
    subject: "the node exporter",
    severity: "high",
    impact: "nothing is known of CPU, memory, disks and network of the nodes, and alerts on them are silent",
    remedy: "If pods are refused, see whether the namespace still allows privileged pods",
  },
  {
    component: "elasticsearch",
    kind: "StatefulSet",
    namespace: "main",
    name: "elasticsearch-es-.+",
    subject: "Elasticsearch",
    severity: "high",
    impact: "logs and traces wait on the disks of nodes and gateway, and cannot be searched",
    remedy: "See the volumes first: a full or missing volume keeps a node from starting",
    replicated: true,
  },
  {
    component: "elasticsearch-exporter",
    kind: "Deployment",
    namespace: "main",
    name: "elasticsearch-exporter",
    subject: "the exporter of Elasticsearch's metrics",
    severity: "medium",
    impact: "alerts on Elasticsearch's health and on the lifecycle of its indices are silent",
    remedy: "If it is refused, see whether its user exists and its password is the one of the Secret",
  },
  {
    component: "blackbox-exporter",
    kind: "Deployment",
    namespace: "main",
    name: "blackbox-exporter",
    subject: "the blackbox exporter",
    severity: "medium",
    impact: "nobody is told of servers that show an old certificate, or answer none who verifies them",
    remedy: "If it waits for a volume, see whether the operator of Elasticsearch has made its Secrets",
  },
  {
    component: "kibana",
    kind: "Deployment",
    namespace: "main",
    name: "kibana-kb",
    subject: "Kibana",
    severity: "low",
    impact: "logs can be searched in Grafana only",
    remedy: "If Elasticsearch is down too, bring that back first: Kibana waits for it",
  },
  {
    component: "logstash",
    kind: "StatefulSet",
    namespace: "main",
    name: "logstash-ls",
    subject: "Logstash",
    severity: "high",
    impact: "syslog and Beats are not taken; senders that do not wait lose what they send",
    remedy: "If a pipeline does not compile, go back to the last one that worked: apply the commit before",
  },
  {
    component: "jaeger",
    kind: "Deployment",
    namespace: "main",
    name: "jaeger",
    subject: "Jaeger",
    severity: "medium",
    impact: "traces wait on the gateway's disk, and cannot be looked at",
    remedy: "If Elasticsearch is down too, bring that back first: Jaeger does not start without it",
  },
  {
    component: "gateway-collector",
    kind: "StatefulSet",
    namespace: "main",
    name: "otel-gateway",
    subject: "the gateway collector",
    severity: "high",
    impact: "logs and traces wait on the disks of the nodes, and metrics of spans stand still",
    remedy:
      "If it is killed for memory, raise its limit or lower the time that traces wait for their last span",
    replicated: true,
  },
  {
    component: "agent-collector",
    kind: "DaemonSet",
    namespace: "agents",
    name: "otel-agent-agent",
    subject: "the agent collector",
    severity: "high",
    impact: "applications cannot hand over telemetry, and logs are read again only once it is back",
    remedy: "If pods are refused, see whether the namespace still allows privileged pods",
    replicated: true,
  },
  {
    component: "cluster-collector",
    kind: "Deployment",
    namespace: "main",
    name: "otel-cluster",
    subject: "the cluster collector",
    severity: "medium",
    impact: "events of Kubernetes and metrics of its objects are missing",
    remedy: "If it is refused by the API server, see whether its ClusterRole is there",
  },
  {
    component: "grafana",
    kind: "Deployment",
    namespace: "main",
    name: "grafana",
    subject: "Grafana",
    severity: "medium",
    impact: "nobody sees dashboards; alerts are told all the same",
    remedy:
      "If its database is at fault, see whether it can be reached and the password is the one of the Secret",
  },
  {
    component: "jaeger-proxy",
    kind: "Deployment",
    namespace: "main",
    name: "jaeger-proxy",
    subject: "the proxy before Jaeger",
    severity: "low",
    impact: "Jaeger can be reached by port-forward only",
    remedy: "If it does not start, see whether the identity provider can be reached and knows the client",
    replicated: true,
  },
  {
    component: "kibana-proxy",
    kind: "Deployment",
    namespace: "main",
    name: "kibana-proxy",
    subject: "the proxy before Kibana",
    severity: "low",
    impact: "Kibana can be reached by port-forward only",
    remedy: "If it does not start, see whether the identity provider can be reached and knows the client",
    replicated: true,
  },
  {
    component: "opentelemetry-operator",
    kind: "Deployment",
    namespace: "operators",
    name: "opentelemetry-operator",
    subject: "the OpenTelemetry operator",
    severity: "medium",
    impact: "pods that start now are not instrumented",
    remedy: "If its webhook's certificate is at fault, see the Certificate in its namespace",
  },
  {
    component: "eck-operator",
    kind: "StatefulSet",
    namespace: "operators",
    name: "elastic-operator",
    subject: "the operator of Elasticsearch",
    severity: "medium",
    impact: "changes of Elasticsearch, Kibana and Logstash do not take effect; what runs goes on",
    remedy: "If it is killed for memory, raise its limit",
  },
  {
    component: "cert-manager",
    kind: "Deployment",
    namespace: "certManager",
    name: "cert-manager",
    subject: "cert-manager",
    severity: "high",
    impact: "certificates are not renewed; the first connections fail when one expires",
    remedy: "If it cannot become leader, delete its Lease in its namespace",
  },
  {
    component: "trust-manager",
    kind: "Deployment",
    namespace: "certManager",
    name: "trust-manager",
    subject: "trust-manager",
    severity: "medium",
    impact: "new namespaces get no copy of the internal authority, and a renewed one is not spread",
    remedy: "If it is refused by its webhook, see the Certificate in its namespace",
  },
] as const satisfies readonly StackWorkload[];

/** A part whose absence is told. */
export type StackPart = (typeof STACK_WORKLOADS)[number]["component"];
