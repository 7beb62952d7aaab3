import type { Mandate } from "./mandate";

/** How urgent an alert is; also the exact values of the label `severity`. */
export const SEVERITIES = ["critical", "high", "medium", "low"] as const;
export type Severity = (typeof SEVERITIES)[number];

/** `w3c` first; further propagators follow, separated by commas. */
export type Propagation = Mandate["values"]["observability_configuration"]["trace_context_propagation"];

/** The mandated values that carry a unit, in the units that Prometheus and the components calculate in. */
export interface Quantities {
  readonly metricsRetentionDays: number;
  readonly logRetentionDays: number;
  readonly traceRetentionDays: number;
  /** Share of ordinary traces that is kept at least, above 0 and at most 1. */
  readonly traceSamplingRatio: number;
  readonly responseTimeP95Seconds: number;
  readonly responseTimeP99Seconds: number;
  /** Failed requests by all requests, between 0 and 1. */
  readonly errorRatio: number;
  /** The objective, between 0 and 1. */
  readonly availabilityRatio: number;
  /** Of capacity, above 0 and at most 1; so are the next three. */
  readonly cpuUtilizationRatio: number;
  readonly memoryUtilizationRatio: number;
  readonly diskUtilizationRatio: number;
  /** Of the configured size of the pool. */
  readonly connectionPoolUtilizationRatio: number;
  /** Receive plus transmit errors of one node in five minutes. */
  readonly networkErrorsPerFiveMinutes: number;
  /** In one queue. */
  readonly queueDepthMessages: number;
  /** Multiples of the robust deviation from the seasonal baseline. */
  readonly requestRateAnomalyDeviations: number;
  /** Hits by all lookups, above 0 and at most 1. */
  readonly cacheHitRatio: number;
  /** How soon an alert of the severity is answered, and so how often it is repeated until then. */
  readonly responseTimeSeconds: Readonly<Record<Severity, number>>;
  /**
   * How long alerts may be held back to be grouped: `alert_grouping_window`, but never longer than the response time
   * of critical alerts, because Alertmanager repeats a notification only when the window of its group ends.
   */
  readonly groupingWindowSeconds: number;
  readonly propagation: Propagation;
  readonly sdkLanguages: readonly string[];
}

/** The mandate in the units of the components. */
export function quantities(mandate: Mandate): Quantities {
  const {
    observability_configuration: configuration,
    monitoring_thresholds: thresholds,
    alerting_configuration: alerting,
  } = mandate.values;
  return {
    metricsRetentionDays: configuration.metrics_retention_days,
    logRetentionDays: configuration.log_retention_days,
    traceRetentionDays: configuration.trace_retention_days,
    traceSamplingRatio: configuration.trace_sampling_rate,
    responseTimeP95Seconds: fromMilliseconds(thresholds.response_time_p95_ms),
    responseTimeP99Seconds: fromMilliseconds(thresholds.response_time_p99_ms),
    errorRatio: thresholds.error_rate_threshold,
    availabilityRatio: thresholds.availability_threshold,
    cpuUtilizationRatio: fromPercent(thresholds.cpu_utilization_threshold),
    memoryUtilizationRatio: fromPercent(thresholds.memory_utilization_threshold),
    diskUtilizationRatio: fromPercent(thresholds.disk_utilization_threshold),
    connectionPoolUtilizationRatio: fromPercent(thresholds.database_connection_pool_threshold),
    networkErrorsPerFiveMinutes: thresholds.network_errors_threshold,
    queueDepthMessages: thresholds.queue_depth_threshold,
    requestRateAnomalyDeviations: thresholds.request_rate_anomaly_threshold,
    cacheHitRatio: thresholds.cache_hit_ratio_minimum,
    responseTimeSeconds: {
      critical: alerting.critical_response_time,
      high: alerting.high_response_time,
      medium: alerting.medium_response_time,
      low: alerting.low_response_time,
    },
    groupingWindowSeconds: Math.min(alerting.alert_grouping_window, alerting.critical_response_time),
    propagation: configuration.trace_context_propagation,
    sdkLanguages: configuration.otel_sdk_languages,
  };
}

/** Milliseconds to seconds. */
export function fromMilliseconds(milliseconds: number): number {
  return shiftDecimalPoint(milliseconds, -3);
}

/** A percentage to a ratio. */
export function fromPercent(percent: number): number {
  return shiftDecimalPoint(percent, -2);
}

/** Shifts the decimal digits themselves: a division would turn 0.07 into 0.0007000000000000001. */
function shiftDecimalPoint(value: number, places: number): number {
  const [digits = "0", exponent = "0"] = String(value).split("e");
  return Number(`${digits}e${Number(exponent) + places}`);
}
