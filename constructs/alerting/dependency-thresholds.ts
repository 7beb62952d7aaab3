import { DASHBOARDS } from "./dashboard-references";
import { SIGNALS } from "./signal-adapters";
import type { Threshold } from "./threshold";

/** Alerts on what services depend on: connection pools, queues and caches, whatever emits their figures. */
export const DEPENDENCY_THRESHOLDS: readonly Threshold[] = [
  {
    alert: "DatabaseConnectionPoolHigh",
    component: "database",
    threshold: "database_connection_pool_threshold",
    severity: "high",
    kind: "saturation",
    owner: "service",
    signal: SIGNALS.connectionPool,
    keeps: ["namespace", "service", "pool"],
    fires: "above",
    limit: ({ connectionPoolUtilizationRatio }) => connectionPoolUtilizationRatio,
    unit: "ratio",
    pendingMinutes: 5,
    keepFiringMinutes: 5,
    subject: "use of connection pool <pool> of <namespace>/<service>",
    impact: "requests wait for a database connection, and time out when the pool is exhausted",
    dashboard: DASHBOARDS.overview,
    diagnosis: [
      {
        text: "See whether more traffic needs more connections",
        query: `${SIGNALS.requests}{namespace="<namespace>",service="<service>"}`,
      },
      {
        text: "See whether statements have become slow, so that each holds its connection longer",
        query:
          "histogram_quantile(0.95, sum by (db_operation_name, le) " +
          '(rate(db_client_operation_duration_seconds_bucket{service_name="<service>"}[5m])))',
      },
      {
        text: "Look for connections that are never given back: use that rises without traffic, and falls at a restart",
      },
    ],
    mitigation: [
      {
        text: "If connections leak, restart the service while the leak is looked for",
        command: "kubectl -n <namespace> rollout restart deployment/<service>",
      },
      {
        text: "If statements are slow, end the longest ones in the database and look for a missing index or a lock",
      },
      {
        text: "Make the pool larger only if the database allows as many connections for all replicas together",
      },
    ],
  },
  {
    alert: "QueueDepthHigh",
    component: "queue",
    threshold: "queue_depth_threshold",
    severity: "high",
    kind: "saturation",
    owner: "service",
    signal: SIGNALS.queueDepth,
    keeps: ["namespace", "queue"],
    fires: "above",
    limit: ({ queueDepthMessages }) => queueDepthMessages,
    unit: "count",
    pendingMinutes: 10,
    subject: "the number of messages that wait in queue <queue> (<namespace>)",
    impact: "messages are handled late, and are lost when the queue reaches its own limit",
    dashboard: DASHBOARDS.overview,
    diagnosis: [
      {
        text: "See whether the queue still grows, in messages a second",
        query: `deriv(${SIGNALS.queueDepth}{namespace="<namespace>",queue="<queue>"}[15m])`,
      },
      { text: "See whether consumers run and are ready", command: "kubectl -n <namespace> get pods" },
      { text: "Read the consumers' errors: one message that always fails can hold up all behind it" },
    ],
    mitigation: [
      {
        text: "If consumers are down, bring them back; if they are slow, add replicas up to the number of partitions",
      },
      { text: "If one message blocks the queue, move it to the dead-letter queue" },
      { text: "If producers run wild, slow them down at their source" },
    ],
  },
  {
    alert: "CacheHitRatioLow",
    component: "cache",
    threshold: "cache_hit_ratio_minimum",
    severity: "low",
    kind: "saturation",
    owner: "service",
    signal: SIGNALS.cacheHits,
    keeps: ["namespace", "cache"],
    fires: "below",
    limit: ({ cacheHitRatio }) => cacheHitRatio,
    unit: "ratio",
    pendingMinutes: 15,
    keepFiringMinutes: 5,
    subject: "the share of lookups that cache <cache> (<namespace>) answers",
    impact: "what the cache should spare reaches the database behind it",
    dashboard: DASHBOARDS.overview,
    diagnosis: [
      {
        text: "See whether the cache throws entries out because its memory is full",
        query: 'rate(redis_evicted_keys_total{namespace="<namespace>",instance="<cache>"}[15m])',
      },
      {
        text: "See whether it was restarted or flushed, which empties it for a while",
        command: "kubectl -n <namespace> get pods",
      },
      { text: "See whether a release changed keys or lifetimes" },
    ],
    mitigation: [
      { text: "After a restart, wait for the cache to fill; warm it where the service has a way to" },
      { text: "If entries are thrown out, give the cache more memory or store less in it" },
    ],
  },
];
