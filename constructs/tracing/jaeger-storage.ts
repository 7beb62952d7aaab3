import type { HelmValues } from "../core/helm-values";
import type { InNetwork } from "../security/workload";

/** Folders of Jaeger's container with what it needs to reach its stores. */
export const JAEGER_STORAGE_CA = "/etc/jaeger/elasticsearch-ca";
export const JAEGER_STORAGE_USER = "/etc/jaeger/elasticsearch-user";
export const JAEGER_METRICS_CA = "/etc/jaeger/metrics-ca";

/** Environment variable with the name of Jaeger's user at Elasticsearch. */
export const STORAGE_USERNAME = "ES_USERNAME";

/** The Elasticsearch that keeps the spans. */
export interface SpanStorage {
  readonly url: string;
  /** Copies of each index beside the primary one. */
  readonly replicas: number;
}

/** The Prometheus that has what the gateway derives from all spans. */
export interface SpanMetrics extends InNetwork {
  readonly url: string;
}

/** Jaeger's settings for Elasticsearch; the age of spans is not among them, because the mandate fills it in. */
export function elasticsearchStorage({ url, replicas }: SpanStorage): HelmValues {
  // One index a day, which the cleaner deletes as a whole.
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

/** Jaeger's settings for Prometheus, with the names and the unit that the gateway's `span_metrics` connector writes. */
export function prometheusMetrics({ url }: SpanMetrics): HelmValues {
  return {
    endpoint: url,
    ...(url.startsWith("https://") ? { tls: { ca_file: `${JAEGER_METRICS_CA}/ca.crt` } } : {}),
    metric_namespace: "traces_span_metrics",
    latency_unit: "s",
    normalize_calls: true,
    normalize_duration: true,
  };
}
