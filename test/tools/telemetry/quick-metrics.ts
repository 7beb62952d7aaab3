import type { Adaptation } from "./adaptation";

/** For a gateway: otherwise a test would wait for the next time that metrics are handed on. */
export const QUICK_METRICS: readonly Adaptation[] = ["span_metrics", "service_graph"].map((connector) => ({
  at: ["connectors", connector, "metrics_flush_interval"],
  why: "a test waits less long",
  to: () => "1s",
}));
