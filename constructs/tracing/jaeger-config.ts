import type { HelmValue, HelmValues } from "../core/helm-values";

/** Ports of Jaeger's container that are in use; its chart opens more. */
export const JAEGER_PORTS = {
  otlpGrpc: 4317,
  queryHttp: 16686,
  queryGrpc: 16685,
  metrics: 8888,
  health: 13133,
} as const;

/** Folders of Jaeger's container. */
export const JAEGER_TLS = "/etc/jaeger/tls";
export const JAEGER_STORAGE_CA = "/etc/jaeger/elasticsearch-ca";
export const JAEGER_STORAGE_USER = "/etc/jaeger/elasticsearch-user";
export const JAEGER_METRICS_CA = "/etc/jaeger/metrics-ca";

/** Environment variable with the name of Jaeger's user at Elasticsearch. */
export const STORAGE_USERNAME = "ES_USERNAME";

/** Name of the storage inside the configuration. */
const STORAGE = "elasticsearch";
const METRICS = "prometheus";

/** Path of the age beyond which spans are not looked for, in the chart's values. */
export const MAX_SPAN_AGE = `userconfig.extensions.jaeger_storage.backends.${STORAGE}.elasticsearch.max_span_age`;

/** The Elasticsearch that keeps the spans. */
export interface SpanStorage {
  readonly url: string;
  /** Copies of each index beside the primary one. */
  readonly replicas: number;
}

/** The Prometheus that has what the gateway derives from all spans. */
export interface SpanMetrics {
  readonly url: string;
}

/** What Jaeger is connected to; each may come later. */
export interface JaegerConfigOptions {
  readonly storage?: SpanStorage;
  readonly metrics?: SpanMetrics;
}

/**
 * The configuration of Jaeger, all of it: it replaces the one inside the image. The age of spans is not in it,
 * because the mandate fills it in.
 *
 * Keys are those of 2.19, the chart's version: 2.20 says `indices.<type>.rotation` instead of `date_layout` and
 * `rollover_frequency`, and has `write_mode`.
 */
export function jaegerConfig({ storage, metrics }: JaegerConfigOptions): HelmValues {
  return {
    service: {
      extensions: ["jaeger_storage", "jaeger_query", "healthcheckv2"],
      pipelines: { traces: { receivers: ["otlp"], exporters: ["jaeger_storage_exporter"] } },
      telemetry: TELEMETRY,
    },
    extensions: {
      // The chart's probes ask this path and port, and the first version answers elsewhere.
      healthcheckv2: { use_v2: true, http: { endpoint: listening(JAEGER_PORTS.health) } },
      jaeger_storage: {
        backends: storage === undefined ? {} : { [STORAGE]: { elasticsearch: elasticsearch(storage) } },
        ...(metrics === undefined
          ? {}
          : { metric_backends: { [METRICS]: { prometheus: prometheus(metrics) } } }),
      },
      jaeger_query: {
        storage: { traces: STORAGE, ...(metrics === undefined ? {} : { metrics: METRICS }) },
        ui: { config_file: "/etc/jaeger/ui-config.json" },
        http: { endpoint: listening(JAEGER_PORTS.queryHttp), tls: SERVER_TLS },
        grpc: { endpoint: listening(JAEGER_PORTS.queryGrpc), tls: SERVER_TLS },
      },
    },
    receivers: {
      otlp: { protocols: { grpc: { endpoint: listening(JAEGER_PORTS.otlpGrpc), tls: MUTUAL_TLS } } },
    },
    exporters: {
      jaeger_storage_exporter: {
        trace_storage: STORAGE,
        // A full queue holds the gateway back, whose own queue is on disk.
        queue: {
          sizer: "requests",
          queue_size: 2000,
          num_consumers: 8,
          wait_for_result: true,
          block_on_overflow: true,
        },
        retry_on_failure: { enabled: true, max_elapsed_time: "60s" },
      },
    },
  };
}

/** What the user interface shows. */
export function jaegerUiConfig(options: JaegerConfigOptions): HelmValues {
  return {
    monitor: { menuEnabled: options.metrics !== undefined },
    // The map of services needs a batch job over all spans; the gateway's service graph shows it from metrics.
    dependencies: { menuEnabled: false },
  };
}

function listening(port: number): string {
  return `0.0.0.0:${String(port)}`;
}

const SERVER_TLS = {
  cert_file: `${JAEGER_TLS}/tls.crt`,
  key_file: `${JAEGER_TLS}/tls.key`,
  // Certificates are renewed under the running process.
  reload_interval: "1h",
};

const MUTUAL_TLS = { ...SERVER_TLS, client_ca_file: `${JAEGER_TLS}/ca.crt`, client_ca_file_reload: true };

// The suffix `_total` is asked for: a configured reader drops it since collector 0.152, on which 2.19 is built.
const TELEMETRY: HelmValue = {
  resource: { "service.name": "jaeger" },
  logs: { level: "info", encoding: "json" },
  metrics: {
    level: "normal",
    readers: [
      {
        pull: {
          exporter: {
            prometheus: {
              host: "0.0.0.0",
              port: JAEGER_PORTS.metrics,
              without_type_suffix: false,
              without_units: true,
              without_scope_info: true,
            },
          },
        },
      },
    ],
  },
};

function elasticsearch({ url, replicas }: SpanStorage): HelmValues {
  // One index a day: the cleaner deletes whole days by the date in the name.
  const daily = { date_layout: "2006-01-02", rollover_frequency: "day", shards: 1, replicas };
  return {
    server_urls: [url],
    auth: {
      basic: {
        username: `\${env:${STORAGE_USERNAME}}`,
        password_file: `${JAEGER_STORAGE_USER}/password`,
        reload_interval: "1m",
      },
    },
    tls: { ca_file: `${JAEGER_STORAGE_CA}/ca.crt` },
    create_mappings: true,
    indices: { spans: daily, services: daily, dependencies: daily, sampling: daily },
  };
}

// Names and unit as the gateway's span_metrics connector writes them: traces_span_metrics_duration_seconds.
function prometheus({ url }: SpanMetrics): HelmValues {
  return {
    endpoint: url,
    ...(url.startsWith("https://") ? { tls: { ca_file: `${JAEGER_METRICS_CA}/ca.crt` } } : {}),
    metric_namespace: "traces_span_metrics",
    latency_unit: "s",
    normalize_calls: true,
    normalize_duration: true,
  };
}
