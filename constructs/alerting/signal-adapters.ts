/** The series that alerts, dashboards and runbooks read, whatever emits the figures underneath. */
export const SIGNALS = {
  requests: "platform:http_requests:rate5m",
  failures: "platform:http_failures:rate5m",
  errorRatio: "platform:http_error:ratio_rate5m",
  latencyP95: "platform:http_latency:p95",
  latencyP99: "platform:http_latency:p99",
  failuresOfDay: "platform:http_failures:sum1d",
  availability: "platform:http_availability:ratio_avg1d",
  connectionPool: "platform:db_pool_utilization:ratio",
  queueDepth: "platform:queue_depth:max",
  cacheHits: "platform:cache_hit_ratio:ratio_rate5m",
} as const;

/** Our label names, each with the label of the emitted series that holds it. */
export type LabelNames = Readonly<Record<string, string>>;

/** What one kind of exporter emits for a signal, brought to our labels. */
export interface SignalAdapter {
  /** Who emits it. */
  readonly source: string;
  readonly labels: LabelNames;
  /** PromQL of the signal in its own labels; further labels are aggregated away. */
  readonly expr: string;
}

/** What one kind of instrumentation emits for served requests. */
export interface RequestSource {
  readonly source: string;
  readonly labels: LabelNames;
  /** Counter of all requests, as a selector. */
  readonly requests: string;
  /** Counter of the requests that the server failed, as a selector. */
  readonly failures: string;
  /** Classic histogram of durations in seconds, as a selector. */
  readonly buckets: string;
}

// The collectors keep resource attributes as labels; their own namespace and service are on the series too.
const PUSHED: LabelNames = { namespace: "k8s_namespace_name", service: "service_name" };
// Labels that the operator gives to every target of a ServiceMonitor.
const SCRAPED: LabelNames = { namespace: "namespace", service: "service" };

/**
 * In order of preference: a service that emits several is counted by the first.
 * Names: OpenTelemetry semantic conventions 1.44, http/http-metrics; the span_metrics connector of the gateway.
 */
export const REQUEST_SOURCES: readonly RequestSource[] = [
  {
    source: "HTTP server metrics of OpenTelemetry SDKs, through the collectors",
    labels: PUSHED,
    requests: 'http_server_request_duration_seconds_count{service_name!=""}',
    failures: 'http_server_request_duration_seconds_count{service_name!="",http_response_status_code=~"5.."}',
    buckets: 'http_server_request_duration_seconds_bucket{service_name!=""}',
  },
  {
    source: "HTTP server metrics of OpenTelemetry SDKs, scraped from the service",
    labels: SCRAPED,
    requests: 'http_server_request_duration_seconds_count{service_name=""}',
    failures: 'http_server_request_duration_seconds_count{service_name="",http_response_status_code=~"5.."}',
    buckets: 'http_server_request_duration_seconds_bucket{service_name=""}',
  },
  {
    source: "server spans, counted by the gateway before sampling",
    labels: PUSHED,
    requests: 'traces_span_metrics_calls_total{span_kind="SPAN_KIND_SERVER"}',
    failures: 'traces_span_metrics_calls_total{span_kind="SPAN_KIND_SERVER",status_code="STATUS_CODE_ERROR"}',
    buckets: 'traces_span_metrics_duration_seconds_bucket{span_kind="SPAN_KIND_SERVER"}',
  },
];

/** Connections in use by connections allowed, the fullest instance of each pool. */
export const CONNECTION_POOLS: readonly SignalAdapter[] = [
  {
    source: "OpenTelemetry semantic conventions 1.26 and later",
    labels: { ...PUSHED, pool: "db_client_connection_pool_name" },
    expr:
      'db_client_connection_count{db_client_connection_state="used"}' +
      " / ignoring (db_client_connection_state) (db_client_connection_max > 0)",
  },
  {
    source: "OpenTelemetry semantic conventions before 1.26",
    labels: { ...PUSHED, pool: "pool_name" },
    expr: 'db_client_connections_usage{state="used"} / ignoring (state) (db_client_connections_max > 0)',
  },
  {
    source: "HikariCP through Micrometer",
    labels: { ...SCRAPED, pool: "pool" },
    expr: "hikaricp_connections_active / (hikaricp_connections_max > 0)",
  },
  {
    source: "PostgreSQL server, postgres_exporter",
    labels: { ...SCRAPED, pool: "instance" },
    expr:
      "sum by (namespace, service, instance) (pg_stat_activity_count)" +
      " / max by (namespace, service, instance) (pg_settings_max_connections > 0)",
  },
];

/** Messages that wait in one queue. */
export const QUEUES: readonly SignalAdapter[] = [
  {
    source: "RabbitMQ, rabbitmq_prometheus",
    labels: { namespace: "namespace", queue: "queue" },
    expr: "rabbitmq_queue_messages_ready",
  },
  {
    source: "Kafka, kafka_exporter: the lag of a consumer group in a topic",
    labels: { namespace: "namespace", queue: "queue" },
    expr:
      "label_join(sum by (namespace, consumergroup, topic) (kafka_consumergroup_lag)," +
      ' "queue", "/", "consumergroup", "topic")',
  },
];

/** Hits by all lookups, where there is more than one lookup a second. */
export const CACHES: readonly SignalAdapter[] = [
  {
    source: "Redis, redis_exporter",
    labels: { namespace: "namespace", cache: "instance" },
    expr: hitRatio("redis_keyspace_hits_total", "redis_keyspace_misses_total"),
  },
  {
    source: "PostgreSQL's own buffers, postgres_exporter",
    labels: { namespace: "namespace", cache: "instance" },
    expr: hitRatio("pg_stat_database_blks_hit", "pg_stat_database_blks_read"),
  },
  {
    source: "Memcached, memcached_exporter",
    labels: { namespace: "namespace", cache: "instance" },
    expr: hitRatio(
      'memcached_commands_total{command="get",status="hit"}',
      'memcached_commands_total{command="get",status="miss"}',
    ),
  },
];

function hitRatio(hits: string, misses: string): string {
  const rate = (counter: string): string => `sum by (namespace, instance) (rate(${counter}[5m]))`;
  return `${rate(hits)} / (${rate(hits)} + ${rate(misses)} > 1)`;
}
