import type { HelmValue, HelmValues } from "../core/helm-values";
import { processor } from "./components";
import { SERVER_TLS } from "./tls-files";

/** Port of a collector's metrics about itself. */
export const SELF_METRICS_PORT = 8888;

/** Port of the metrics that a collector gathers or derives. */
export const DERIVED_METRICS_PORT = 8889;

/** The pod's own address; the chart sets the variable. Listening there keeps the ports off the loopback. */
export const POD_IP = "${env:MY_POD_IP}";

/**
 * How a collector tells of itself. The suffix `_total` is asked for, because a configured reader drops it since
 * 0.152, and every alert on `otelcol_*_total` would be silent.
 * @see https://github.com/open-telemetry/opentelemetry-collector/issues/13867
 */
export const SELF_TELEMETRY: HelmValues = {
  // The chart's default; the scrape adds the same identity.
  resource: null,
  logs: { encoding: "json", level: "info" },
  metrics: {
    level: "normal",
    readers: [
      {
        pull: {
          exporter: {
            prometheus: {
              host: POD_IP,
              port: SELF_METRICS_PORT,
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

/** The extension that the chart's probes ask. */
export const HEALTH_CHECK: HelmValues = { health_check: { endpoint: `${POD_IP}:13133` } };

/**
 * Refuses work before memory runs out, so receivers must retry. Below the Go runtime's own limit of four fifths of
 * the container's memory, which the chart sets.
 */
export const MEMORY_LIMITER = processor("memory_limiter", {
  check_interval: "1s",
  limit_percentage: 75,
  spike_limit_percentage: 20,
});

/** Exposes gathered metrics for scraping, with exemplars. */
export function prometheusExporter(options: { readonly resourceAttributesAsLabels: boolean }): HelmValue {
  return {
    endpoint: `${POD_IP}:${DERIVED_METRICS_PORT}`,
    tls: SERVER_TLS,
    metric_expiration: "10m",
    enable_open_metrics: true,
    // Series of kubelet and host differ only by resource; without the conversion they collide.
    resource_to_telemetry_conversion: { enabled: options.resourceAttributesAsLabels },
  };
}
