import { type AlertCases, sided } from "../alert-case";

const POOL = 'k8s_namespace_name="shop",service_name="checkout",db_client_connection_pool_name="orders"';

/** Alerts on connection pools, queues and caches. */
export const DEPENDENCY_CASES: AlertCases = {
  DatabaseConnectionPoolHigh: {
    fires: "once more than eight connections in ten are in use",
    input: (side) => [
      {
        series: `db_client_connection_count{${POOL},db_client_connection_state="used"}`,
        gauge: sided(80, 81)(side),
      },
      {
        series: `db_client_connection_count{${POOL},db_client_connection_state="idle"}`,
        gauge: sided(20, 19)(side),
      },
      { series: `db_client_connection_max{${POOL}}`, gauge: 100 },
    ],
    labels: { namespace: "shop", service: "checkout", pool: "orders" },
  },
  QueueDepthHigh: {
    fires: "once a thousand and one messages wait",
    input: (side) => [
      {
        series: 'rabbitmq_queue_messages_ready{namespace="shop",queue="orders"}',
        gauge: sided(1000, 1001)(side),
      },
    ],
    labels: { namespace: "shop", queue: "orders" },
  },
  QueueDepthPredicted: {
    fires: "once the queue has grown for an hour and will be at its limit in half an hour",
    input: (side) => [
      {
        series: 'rabbitmq_queue_messages_ready{namespace="shop",queue="orders"}',
        perMinute: sided(2, 10, 0)(side),
      },
    ],
    labels: { namespace: "shop", queue: "orders" },
    phases: [
      { side: "under", minutes: 60, then: "silent" },
      { side: "over", minutes: 80, then: "firing" },
      { side: "base", minutes: 60, then: "silent" },
    ],
  },
  CacheHitRatioLow: {
    fires: "once fewer than eight lookups in ten are answered",
    input: (side) => [
      {
        series: 'redis_keyspace_hits_total{namespace="shop",instance="redis-0"}',
        perMinute: sided(801, 799)(side),
      },
      {
        series: 'redis_keyspace_misses_total{namespace="shop",instance="redis-0"}',
        perMinute: sided(199, 201)(side),
      },
    ],
    labels: { namespace: "shop", cache: "redis-0" },
  },
};
