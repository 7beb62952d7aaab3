import type { JsonValue } from "./json";

/** Default values of one chart version that reach mandated settings and that our values do not replace as a whole. */
export interface ChartDefaults {
  readonly version: string;
  /** Defaults by value path. Below these paths the reader sees exactly what the chart's templates see. */
  readonly subtrees: Readonly<Record<string, JsonValue>>;
}

const SELF = "${env:MY_POD_IP}";

/**
 * The charts whose configuration is judged, with the defaults that Helm merges into it. A chart version that is not
 * listed here is a finding (QMS-GEN-007), because its defaults are unknown.
 *
 * Source: `values.yaml` of the chart at the version named.
 */
export const CHART_DEFAULTS: Readonly<Record<string, ChartDefaults>> = {
  "opentelemetry-collector": {
    version: "0.170.0",
    subtrees: {
      alternateConfig: {},
      config: {
        exporters: { debug: {} },
        extensions: { health_check: { endpoint: `${SELF}:13133` } },
        processors: {
          batch: {},
          memory_limiter: { check_interval: "5s", limit_percentage: 80, spike_limit_percentage: 25 },
        },
        receivers: {
          jaeger: {
            protocols: {
              grpc: { endpoint: `${SELF}:14250` },
              thrift_http: { endpoint: `${SELF}:14268` },
              thrift_compact: { endpoint: `${SELF}:6831` },
            },
          },
          otlp: { protocols: { grpc: { endpoint: `${SELF}:4317` }, http: { endpoint: `${SELF}:4318` } } },
          prometheus: {
            config: {
              scrape_configs: [
                {
                  job_name: "opentelemetry-collector",
                  scrape_interval: "10s",
                  static_configs: [{ targets: [`${SELF}:8888`] }],
                },
              ],
            },
          },
          zipkin: { endpoint: `${SELF}:9411` },
        },
        service: {
          telemetry: {
            resource: {
              "k8s.namespace.name": "${env:OTEL_K8S_NAMESPACE}",
              "k8s.node.name": "${env:OTEL_K8S_NODE_NAME}",
              "k8s.node.ip": "${env:OTEL_K8S_NODE_IP}",
              "k8s.pod.name": "${env:OTEL_K8S_POD_NAME}",
              "k8s.pod.ip": "${env:OTEL_K8S_POD_IP}",
              "host.name": "${env:OTEL_K8S_NODE_NAME}",
            },
            metrics: { readers: [{ pull: { exporter: { prometheus: { host: SELF, port: 8888 } } } }] },
          },
          extensions: ["health_check"],
          pipelines: {
            logs: { exporters: ["debug"], processors: ["memory_limiter", "batch"], receivers: ["otlp"] },
            metrics: {
              exporters: ["debug"],
              processors: ["memory_limiter", "batch"],
              receivers: ["otlp", "prometheus"],
            },
            traces: {
              exporters: ["debug"],
              processors: ["memory_limiter", "batch"],
              receivers: ["otlp", "jaeger", "zipkin"],
            },
          },
        },
      },
    },
  },
  "kube-prometheus-stack": {
    version: "88.5.3",
    subtrees: {
      additionalPrometheusRulesMap: {},
      "alertmanager.config": {
        global: { resolve_timeout: "5m" },
        inhibit_rules: [
          {
            source_matchers: ["severity = critical"],
            target_matchers: ["severity =~ warning|info"],
            equal: ["namespace", "alertname"],
          },
          {
            source_matchers: ["severity = warning"],
            target_matchers: ["severity = info"],
            equal: ["namespace", "alertname"],
          },
          {
            source_matchers: ["alertname = InfoInhibitor"],
            target_matchers: ["severity = info"],
            equal: ["namespace"],
          },
          { target_matchers: ["alertname = InfoInhibitor"] },
        ],
        route: {
          group_by: ["namespace"],
          group_wait: "30s",
          group_interval: "5m",
          repeat_interval: "12h",
          receiver: "null",
          routes: [{ receiver: "null", matchers: ['alertname = "Watchdog"'] }],
        },
        receivers: [{ name: "null" }],
        templates: ["/etc/alertmanager/config/*.tmpl"],
      },
    },
  },
  // An absent default leaves the whole map to us: nothing merges, and `null` inside it stays.
  jaeger: { version: "4.11.1", subtrees: { userconfig: null } },
  grafana: { version: "12.11.1", subtrees: { datasources: {} } },
  "eck-logstash": { version: "0.20.0", subtrees: { pipelines: [] } },
};
