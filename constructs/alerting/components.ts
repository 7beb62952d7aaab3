/**
 * What alerts are about: the folder of their runbooks, and the word that their names begin with. An alert is named
 * `<Component><Condition>`.
 */
export const COMPONENTS = {
  "agent-collector": "AgentCollector",
  alertmanager: "Alertmanager",
  "blackbox-exporter": "BlackboxExporter",
  cache: "Cache",
  canary: "Canary",
  "cert-manager": "CertManager",
  certificate: "Certificate",
  "cluster-collector": "ClusterCollector",
  collector: "Collector",
  container: "Container",
  database: "Database",
  deployment: "Deployment",
  "eck-operator": "ECKOperator",
  elasticsearch: "Elasticsearch",
  "elasticsearch-exporter": "ElasticsearchExporter",
  endpoint: "Endpoint",
  "gateway-collector": "GatewayCollector",
  grafana: "Grafana",
  http: "HTTP",
  jaeger: "Jaeger",
  "jaeger-proxy": "JaegerProxy",
  kibana: "Kibana",
  "kibana-proxy": "KibanaProxy",
  "kube-state-metrics": "KubeStateMetrics",
  log: "Log",
  logstash: "Logstash",
  maintenance: "Maintenance",
  node: "Node",
  "node-exporter": "NodeExporter",
  "opentelemetry-operator": "OpenTelemetryOperator",
  prometheus: "Prometheus",
  "prometheus-operator": "PrometheusOperator",
  queue: "Queue",
  "request-rate": "RequestRate",
  rollout: "Rollout",
  slo: "SLO",
  "thanos-query": "ThanosQuery",
  trace: "Trace",
  "trust-manager": "TrustManager",
  volume: "Volume",
  watchdog: "Watchdog",
} as const;

/** Folder of an alert's runbook. */
export type Component = keyof typeof COMPONENTS;

/** Whether a name is the component's word, followed by a condition; markers and the heartbeat may have none. */
export function isNamedFor(alert: string, component: Component): boolean {
  return new RegExp(`^${COMPONENTS[component]}([A-Z][A-Za-z0-9]*)?$`).test(alert);
}
