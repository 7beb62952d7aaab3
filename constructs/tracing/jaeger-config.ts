import type { HelmValue, HelmValues } from "../core/helm-values";
import {
  elasticsearchStorage,
  prometheusMetrics,
  type SpanMetrics,
  type SpanStorage,
} from "./jaeger-storage";

/** Ports of Jaeger's container that are in use; its chart opens more. */
export const JAEGER_PORTS = {
  otlpGrpc: 4317,
  queryHttp: 16686,
  queryGrpc: 16685,
  metrics: 8888,
  health: 13133,
} as const;

/** Folder of Jaeger's container with its certificate. */
export const JAEGER_TLS = "/etc/jaeger/tls";

/** Name of the storage inside the configuration. */
const STORAGE = "elasticsearch";
const METRICS = "prometheus";

/** Path of the age beyond which spans are not looked for, in the chart's values. */
export const MAX_SPAN_AGE = `userconfig.extensions.jaeger_storage.backends.${STORAGE}.elasticsearch.max_span_age`;

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
export function jaegerConfig(options: JaegerConfigOptions): HelmValues {
  return {
    service: {
      extensions: ["jaeger_storage", "jaeger_query", "healthcheckv2"],
      pipelines: { traces: { receivers: ["otlp"], exporters: ["jaeger_storage_exporter"] } },
      telemetry: TELEMETRY,
    },
    extensions: {
      // The chart's probes ask this path and port, and the first version answers elsewhere.
      healthcheckv2: { use_v2: true, http: { endpoint: listening(JAEGER_PORTS.health) } },
      jaeger_storage: stores(options),
      jaeger_query: query(options),
    },
    receivers: {
      otlp: { protocols: { grpc: { endpoint: listening(JAEGER_PORTS.otlpGrpc), tls: MUTUAL_TLS } } },
    },
    exporters: { jaeger_storage_exporter: { trace_storage: STORAGE, ...DELIVERY } },
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

function stores({ storage, metrics }: JaegerConfigOptions): HelmValues {
  const backends =
    storage === undefined ? {} : { [STORAGE]: { elasticsearch: elasticsearchStorage(storage) } };
  return metrics === undefined
    ? { backends }
    : { backends, metric_backends: { [METRICS]: { prometheus: prometheusMetrics(metrics) } } };
}

function query({ metrics }: JaegerConfigOptions): HelmValues {
  return {
    storage: { traces: STORAGE, ...(metrics === undefined ? {} : { metrics: METRICS }) },
    ui: { config_file: "/etc/jaeger/ui-config.json" },
    // Traces of its own requests would go to localhost, in clear text, where the receiver asks for a certificate.
    enable_tracing: false,
    http: { endpoint: listening(JAEGER_PORTS.queryHttp), tls: SERVER_TLS },
    grpc: { endpoint: listening(JAEGER_PORTS.queryGrpc), tls: SERVER_TLS },
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

const DELIVERY: HelmValues = {
  // A full queue holds the gateway back, whose own queue is on disk.
  queue: {
    sizer: "requests",
    queue_size: 2000,
    num_consumers: 8,
    wait_for_result: true,
    block_on_overflow: true,
  },
  retry_on_failure: { enabled: true, max_elapsed_time: "60s" },
};

// The suffix `_total` is asked for: a configured reader drops it since collector 0.152; 2.19 is built on 0.153.
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
