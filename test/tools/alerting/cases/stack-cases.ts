import { type AlertCase, type AlertCases, sided } from "../alert-case";

const PROMETHEUS = 'namespace="observability",pod="prometheus-kps-prometheus-0"';
const GATEWAY = 'job="otel-gateway",namespace="observability",pod="otel-gateway-0"';
const AGENT =
  'job="observability-agents/otel-agent-agent",namespace="observability-agents",pod="otel-agent-agent-x7k2p"';
const CERTIFICATE = 'namespace="cert-manager",exported_namespace="observability",name="jaeger"';

/** Alerts on the way of an alert, on telemetry, on the store of logs and on certificates. */
export const HEALTH_CASES: AlertCases = {
  PrometheusRuleFailures: {
    fires: "once a rule fails",
    input: (side) => [
      {
        series: `prometheus_rule_evaluation_failures_total{${PROMETHEUS},rule_group="x;y"}`,
        perMinute: sided(0, 1)(side),
      },
    ],
    labels: { namespace: "observability", pod: "prometheus-kps-prometheus-0", rule_group: "x;y" },
  },
  PrometheusNotificationsDropped: {
    fires: "once an alert is dropped",
    input: (side) => [
      { series: `prometheus_notifications_dropped_total{${PROMETHEUS}}`, perMinute: sided(0, 1)(side) },
    ],
    labels: { namespace: "observability", pod: "prometheus-kps-prometheus-0" },
  },
  KubeStateMetricsDown: {
    fires: "once kube-state-metrics does not answer",
    input: (side) => [{ series: 'up{job="kube-state-metrics"}', gauge: sided(1, 0)(side) }],
    labels: {},
  },
  AlertmanagerNotificationsFailing: {
    fires: "once more than one notification in twenty fails",
    input: (side) => [
      {
        series: 'alertmanager_notifications_total{namespace="observability",integration="slack"}',
        perMinute: 100,
      },
      {
        series:
          'alertmanager_notifications_failed_total{namespace="observability",integration="slack",reason="other"}',
        perMinute: sided(4.9, 5.1)(side),
      },
    ],
    labels: { namespace: "observability", integration: "slack" },
  },
  AlertmanagerUnroutedAlerts: {
    fires: "once an alert has a severity of its own",
    input: (side) => [
      {
        series: 'ALERTS{alertname="Odd",alertstate="firing",severity="page"}',
        gauge: sided<number | "absent">("absent", 1)(side),
      },
      { series: 'ALERTS{alertname="Even",alertstate="firing",severity="warning"}', gauge: 1 },
    ],
    labels: { rule: "Odd", foreign_severity: "page" },
  },
  CollectorQueueFilling: {
    fires: "once more than six tenths of a queue are taken",
    input: (side) => [
      {
        series: `otelcol_exporter_queue_size{${GATEWAY},exporter="otlp_grpc/jaeger"}`,
        gauge: sided(599, 601)(side),
      },
      { series: `otelcol_exporter_queue_capacity{${GATEWAY},exporter="otlp_grpc/jaeger"}`, gauge: 1000 },
    ],
    labels: { namespace: "observability", pod: "otel-gateway-0", exporter: "otlp_grpc/jaeger" },
  },
  CollectorDeliversNothing: {
    fires: "once something waits and nothing leaves, though another exporter of the pod delivers",
    input: (side) => [
      { series: `otelcol_exporter_queue_size{${AGENT},exporter="otlp_grpc/gateway"}`, gauge: 1000 },
      { series: `otelcol_exporter_queue_size{${AGENT},exporter="load_balancing"}`, gauge: 1000 },
      { series: `otelcol_exporter_queue_size{${GATEWAY},exporter="otlp_grpc/jaeger"}`, gauge: 0 },
      {
        series: `otelcol_exporter_sent_log_records_total{${AGENT},exporter="otlp_grpc/gateway",server_address="gw"}`,
        perMinute: sided(1, 0)(side),
      },
      { series: `otelcol_exporter_sent_spans_total{${AGENT},exporter="load_balancing"}`, perMinute: 1 },
    ],
    labels: {
      namespace: "observability-agents",
      pod: "otel-agent-agent-x7k2p",
      exporter: "otlp_grpc/gateway",
    },
  },
  CollectorDiskTooSmall: {
    fires: "once the disk below the queues has less room than they may take, though a higher one has more",
    input: (side) => [
      { series: `otelcol_exporter_queue_capacity{${AGENT},exporter="otlp_grpc/gateway"}`, gauge: 2000 },
      { series: `otelcol_exporter_queue_size{${AGENT},exporter="otlp_grpc/gateway"}`, gauge: 500 },
      { series: `otelcol_exporter_queue_capacity{${AGENT},exporter="load_balancing"}`, gauge: 1000 },
      { series: `otelcol_exporter_queue_size{${AGENT},exporter="load_balancing"}`, gauge: 0 },
      {
        series:
          'kube_pod_info{namespace="observability-agents",pod="otel-agent-agent-x7k2p",node="node-1",uid="1"}',
        gauge: 1,
      },
      {
        series: 'node_filesystem_avail_bytes{node="node-1",mountpoint="/var"}',
        gauge: sided(2501, 2499)(side),
      },
      { series: 'node_filesystem_avail_bytes{node="node-1",mountpoint="/"}', gauge: 9000 },
      { series: 'node_filesystem_avail_bytes{node="node-2",mountpoint="/"}', gauge: 1 },
    ],
    labels: { node: "node-1" },
  },
  CollectorTelemetryRefused: {
    fires: "once spans are refused, though no log records are",
    input: (side) => [
      { series: `otelcol_receiver_refused_log_records_total{${GATEWAY},receiver="otlp"}`, perMinute: 0 },
      {
        series: `otelcol_receiver_refused_spans_total{${GATEWAY},receiver="otlp"}`,
        perMinute: sided(0, 1)(side),
      },
    ],
    labels: { namespace: "observability", pod: "otel-gateway-0" },
  },
  CollectorTelemetryLost: {
    fires: "once an agent gives records up, though the gateway's failures are none",
    input: (side) => [
      {
        series: `otelcol_exporter_send_failed_log_records_total{${GATEWAY},exporter="elasticsearch/logs"}`,
        perMinute: 10,
      },
      {
        series: `otelcol_exporter_send_failed_log_records_total{${AGENT},exporter="otlp_grpc/gateway"}`,
        perMinute: sided(0, 1)(side),
      },
    ],
    labels: { namespace: "observability-agents", pod: "otel-agent-agent-x7k2p" },
  },
  ElasticsearchClusterRed: {
    fires: "once the cluster is red",
    input: (side) => colours(sided("green", "red")(side)),
    labels: { namespace: "observability" },
  },
  ElasticsearchClusterYellow: {
    fires: "once the cluster is yellow for long",
    input: (side) => colours(sided("green", "yellow")(side)),
    labels: { namespace: "observability" },
  },
  ElasticsearchLifecycleFailing: {
    fires: "once an index is stuck at an error",
    input: (side) => [
      {
        series:
          'elasticsearch_ilm_index_status{namespace="observability",index="a",step="check-rollover-ready"}',
        gauge: 1,
      },
      {
        series: 'elasticsearch_ilm_index_status{namespace="observability",index="b",step="ERROR"}',
        gauge: sided<number | "absent">("absent", 1)(side),
      },
    ],
    labels: { namespace: "observability" },
  },
  ElasticsearchLifecycleStopped: {
    fires: "once the lifecycle does not run",
    input: (side) => [
      {
        series: 'elasticsearch_ilm_status{namespace="observability",operation_mode="RUNNING"}',
        gauge: sided(1, 0)(side),
      },
      {
        series: 'elasticsearch_ilm_status{namespace="observability",operation_mode="STOPPED"}',
        gauge: sided(0, 1)(side),
      },
    ],
    labels: { namespace: "observability" },
  },
  ElasticsearchWritesRejected: {
    fires: "once writes are rejected",
    input: (side) => [
      {
        series:
          'elasticsearch_thread_pool_rejected_count{namespace="observability",name="es-0",type="write"}',
        perMinute: sided(0, 1)(side),
      },
    ],
    labels: { namespace: "observability", name: "es-0" },
  },
  CertificateRenewalLate: {
    fires: "once renewal is more than six hours late",
    input: (side) => [
      {
        series: `certmanager_certificate_renewal_timestamp_seconds{${CERTIFICATE}}`,
        gauge: sided(2_400, 1_000, 1e6)(side),
      },
    ],
    labels: { exported_namespace: "observability", name: "jaeger" },
    phases: [
      { side: "under", minutes: 400, then: "silent" },
      { side: "over", minutes: 30, then: "firing" },
      { side: "base", minutes: 30, then: "silent" },
    ],
  },
  CertificateExpiresSoon: {
    fires: "once a certificate ends within three days",
    input: (side) => [
      {
        series: `certmanager_certificate_expiration_timestamp_seconds{${CERTIFICATE}}`,
        gauge: sided(263_000, 262_000, 1e6)(side),
      },
    ],
    labels: { exported_namespace: "observability", name: "jaeger" },
    phases: [
      { side: "under", minutes: 60, then: "silent" },
      { side: "over", minutes: 60, then: "firing" },
      { side: "base", minutes: 60, then: "silent" },
    ],
  },
};

function colours(now: string): ReturnType<AlertCase["input"]> {
  return ["green", "yellow", "red"].map((color) => ({
    series: `elasticsearch_cluster_health_status{namespace="observability",cluster="elasticsearch",color="${color}"}`,
    gauge: color === now ? 1 : 0,
  }));
}

const MAIN = "observability";
const DEPLOYMENT = [
  "kube_deployment_status_replicas_available",
  "deployment",
  "kube_deployment_spec_replicas",
] as const;
const STATEFUL_SET = [
  "kube_statefulset_status_replicas_ready",
  "statefulset",
  "kube_statefulset_replicas",
] as const;
const DAEMON_SET = [
  "kube_daemonset_status_number_ready",
  "daemonset",
  "kube_daemonset_status_desired_number_scheduled",
] as const;

/** Objects as the charts name them. */
const WORKLOADS = {
  Alertmanager: [STATEFUL_SET, MAIN, "alertmanager-kps-alertmanager"],
  ThanosQuery: [DEPLOYMENT, MAIN, "thanos-query"],
  PrometheusOperator: [DEPLOYMENT, MAIN, "kps-operator"],
  NodeExporter: [DAEMON_SET, "observability-agents", "kps-prometheus-node-exporter"],
  Elasticsearch: [STATEFUL_SET, MAIN, "elasticsearch-es-default"],
  ElasticsearchExporter: [DEPLOYMENT, MAIN, "elasticsearch-exporter"],
  BlackboxExporter: [DEPLOYMENT, MAIN, "blackbox-exporter"],
  Kibana: [DEPLOYMENT, MAIN, "kibana-kb"],
  Logstash: [STATEFUL_SET, MAIN, "logstash-ls"],
  Jaeger: [DEPLOYMENT, MAIN, "jaeger"],
  JaegerProxy: [DEPLOYMENT, MAIN, "jaeger-proxy"],
  KibanaProxy: [DEPLOYMENT, MAIN, "kibana-proxy"],
  GatewayCollector: [STATEFUL_SET, MAIN, "otel-gateway"],
  AgentCollector: [DAEMON_SET, "observability-agents", "otel-agent-agent"],
  ClusterCollector: [DEPLOYMENT, MAIN, "otel-cluster"],
  Grafana: [DEPLOYMENT, MAIN, "grafana"],
  OpenTelemetryOperator: [DEPLOYMENT, "observability-system", "opentelemetry-operator"],
  ECKOperator: [STATEFUL_SET, "observability-system", "elastic-operator"],
  CertManager: [DEPLOYMENT, "cert-manager", "cert-manager"],
  TrustManager: [DEPLOYMENT, "cert-manager", "trust-manager"],
} as const;

const REPLICATED = [
  "Alertmanager",
  "ThanosQuery",
  "Elasticsearch",
  "GatewayCollector",
  "AgentCollector",
  "JaegerProxy",
  "KibanaProxy",
] as const;

function pods(component: keyof typeof WORKLOADS, ready: number): ReturnType<AlertCase["input"]> {
  const [[metric, label, wanted], namespace, name] = WORKLOADS[component];
  const labels = `namespace="${namespace}",${label}="${name}"`;
  return [
    { series: 'up{job="kube-state-metrics"}', gauge: 1 },
    { series: `${metric}{${labels}}`, gauge: ready },
    { series: `${wanted}{${labels}}`, gauge: 3 },
  ];
}

/** Alerts on the pods of the stack. */
export const WORKLOAD_CASES: AlertCases = {
  ...casesOf(
    Object.keys(WORKLOADS) as (keyof typeof WORKLOADS)[],
    "Down",
    "none of its pods is ready",
    [1, 0],
  ),
  ...casesOf(REPLICATED, "Degraded", "one of its pods is not ready", [3, 2]),
};

function casesOf(
  components: readonly (keyof typeof WORKLOADS)[],
  condition: string,
  once: string,
  [enough, tooFew]: readonly [number, number],
): AlertCases {
  const caseOf = (component: keyof typeof WORKLOADS): AlertCase => ({
    fires: `once ${once}`,
    input: (side) => pods(component, sided(enough, tooFew)(side)),
    labels: {},
  });
  return Object.fromEntries(
    components.map((component) => [`${component}${condition}`, caseOf(component)] as const),
  );
}
