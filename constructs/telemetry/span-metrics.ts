import type { Quantities } from "../../mandate";
import type { HelmValue } from "../core/helm-values";

/** Latency limits that must be bounds of histogram buckets, in seconds. */
export type LatencyLimits = Pick<Quantities, "responseTimeP95Seconds" | "responseTimeP99Seconds"> & {
  /**
   * Of service objectives.
   * @default - none
   */
  readonly furtherSeconds?: readonly number[];
};

// Doubling from 5 ms to about 10 s: an error of at most a factor of two anywhere.
const LADDER_MILLISECONDS = Array.from({ length: 12 }, (_, step) => 5 * 2 ** step);

/**
 * Bounds of latency buckets. Every limit is a bound, because a share of requests below a limit is exact only there.
 */
export function latencyBuckets(limits: LatencyLimits): readonly string[] {
  const { responseTimeP95Seconds, responseTimeP99Seconds, furtherSeconds = [] } = limits;
  const milliseconds = [responseTimeP95Seconds, responseTimeP99Seconds, ...furtherSeconds].map(
    toMilliseconds,
  );
  return [...new Set([...LADDER_MILLISECONDS, ...milliseconds])]
    .sort((one, other) => one - other)
    .map((bound) => `${bound}ms`);
}

/** Digits beyond the twelfth are noise of the multiplication: 0.0011 s is 1.1 ms. */
export function toMilliseconds(seconds: number): number {
  return Number((seconds * 1000).toPrecision(12));
}

const NAMES = [
  ...["http.request.method", "http.response.status_code", "http.route", "rpc.grpc.status_code"],
  ...["k8s.namespace.name", "app.tier"],
  // Alerts on rollouts tell versions apart by it.
  "service.version",
];

/** Rate, errors and duration of every service from its spans: `traces_span_metrics_*`, in seconds. */
export function spanMetrics(limits: LatencyLimits): HelmValue {
  return {
    namespace: "traces.span.metrics",
    histogram: { unit: "s", explicit: { buckets: latencyBuckets(limits) } },
    dimensions: NAMES.map((name) => ({ name })),
    exemplars: { enabled: true, max_per_data_point: 2 },
    // A service with unbounded span names must not take the gateway down.
    aggregation_cardinality_limit: 20_000,
    resource_metrics_key_attributes: ["service.name", "k8s.namespace.name", "k8s.cluster.name"],
    metrics_flush_interval: "15s",
    metrics_expiration: "10m",
  };
}

/** Who calls whom: `traces_service_graph_*`. */
export function serviceGraph(limits: LatencyLimits): HelmValue {
  return {
    store: { ttl: "10s", max_items: 50_000 },
    latency_histogram_buckets: latencyBuckets(limits),
    dimensions: ["k8s.namespace.name"],
    virtual_node_peer_attributes: ["peer.service", "db.name", "db.namespace", "server.address"],
    metrics_flush_interval: "30s",
  };
}
