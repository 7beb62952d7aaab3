import fc from "fast-check";
import { loadMandate, quantities } from "../../mandate";
import { fromMilliseconds, fromPercent } from "../../mandate/quantities";
import { mandateWith } from "../support/mandate-variants";

describe("quantities", () => {
  it("are the values of the mandate in the units of the components", () => {
    const mandate = mandateWith({
      metrics_retention_days: 37,
      log_retention_days: 97,
      trace_retention_days: 19,
      trace_sampling_rate: 0.23,
      response_time_p95_ms: 430,
      response_time_p99_ms: 870,
      error_rate_threshold: 0.007,
      availability_threshold: 0.9993,
      cpu_utilization_threshold: 73,
      memory_utilization_threshold: 79.9,
      disk_utilization_threshold: 83,
      database_connection_pool_threshold: 71,
      network_errors_threshold: 89,
      queue_depth_threshold: 910,
      request_rate_anomaly_threshold: 1.7,
      cache_hit_ratio_minimum: 0.89,
      critical_response_time: 270,
      high_response_time: 810,
      medium_response_time: 3180,
      low_response_time: 79_200,
      alert_grouping_window: 210,
      trace_context_propagation: "w3c,b3",
      otel_sdk_languages: ["go", "rust"],
    });
    expect(quantities(mandate)).toEqual({
      metricsRetentionDays: 37,
      logRetentionDays: 97,
      traceRetentionDays: 19,
      traceSamplingRatio: 0.23,
      responseTimeP95Seconds: 0.43,
      responseTimeP99Seconds: 0.87,
      errorRatio: 0.007,
      availabilityRatio: 0.9993,
      cpuUtilizationRatio: 0.73,
      memoryUtilizationRatio: 0.799,
      diskUtilizationRatio: 0.83,
      connectionPoolUtilizationRatio: 0.71,
      networkErrorsPerFiveMinutes: 89,
      queueDepthMessages: 910,
      requestRateAnomalyDeviations: 1.7,
      cacheHitRatio: 0.89,
      responseTimeSeconds: { critical: 270, high: 810, medium: 3180, low: 79_200 },
      groupingWindowSeconds: 210,
      propagation: "w3c,b3",
      sdkLanguages: ["go", "rust"],
    });
  });

  it("never hold a critical alert back longer than its response time", () => {
    const mandate = mandateWith({ critical_response_time: 120, alert_grouping_window: 240 });
    expect(quantities(mandate).groupingWindowSeconds).toBe(120);
  });

  it("need nothing but the packaged mandate", () => {
    expect(Object.values(quantities(loadMandate()))).not.toContain(undefined);
  });
});

describe("a change of unit", () => {
  it.each([
    [85, 0.85],
    [7, 0.07],
    [8.2, 0.082],
    [0.07, 0.0007],
    [99.95, 0.9995],
    [1.5e-7, 1.5e-9],
  ])("turns %p percent into %p", (percent, ratio) => {
    expect(fromPercent(percent)).toBe(ratio);
  });

  it("adds no digits", () => {
    const decimal = fc.tuple(fc.nat(99_999), fc.integer({ min: 0, max: 4 }));
    fc.assert(
      fc.property(decimal, ([digits, places]) => {
        expect(fromPercent(Number(`${digits}e-${places}`))).toBe(Number(`${digits}e-${places + 2}`));
        expect(fromMilliseconds(Number(`${digits}e-${places}`))).toBe(Number(`${digits}e-${places + 3}`));
      }),
    );
  });
});
