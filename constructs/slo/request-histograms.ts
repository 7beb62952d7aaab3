import { REQUEST_SOURCES, type RequestSource } from "../alerting/signal-adapters";

/**
 * Bounds that SDKs use unless they are told otherwise, in seconds.
 * @see https://opentelemetry.io/docs/specs/semconv/http/http-metrics/#metric-httpserverrequestduration
 */
export const SEMANTIC_CONVENTION_BOUNDS: readonly number[] = [
  0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10,
];

/**
 * Sources of request durations whose buckets have a bound at the limit, in order of preference. The gateway gives the
 * histograms of spans a bound at every limit of an objective, so there is always one.
 */
export function requestHistograms(limitSeconds: number): readonly RequestSource[] {
  const conventional = SEMANTIC_CONVENTION_BOUNDS.includes(limitSeconds);
  return REQUEST_SOURCES.filter((source) => conventional || isOfSpans(source));
}

function isOfSpans({ buckets }: RequestSource): boolean {
  return buckets.startsWith("traces_span_metrics_");
}
