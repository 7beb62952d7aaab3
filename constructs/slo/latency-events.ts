import { REQUEST_SOURCES } from "../alerting/signal-adapters";
import type { IndicatorEvents } from "./indicator-events";
import type { LatencyIndicator, ServiceReference } from "./objective";
import { requestHistograms } from "./request-histograms";
import { suffixed, upTo, withMatchers } from "../core/selector";

/** Slow requests by all requests, from the first histogram that the service has. */
export function latencyEvents(indicator: LatencyIndicator, service: ServiceReference): IndicatorEvents {
  const each = latencySelectors(indicator, service).map((selector) =>
    indicator.histogram === "native"
      ? nativeEvents(selector, indicator.limitSeconds)
      : classicEvents(selector, indicator.limitSeconds),
  );
  const first = (events: readonly string[]): string => events.join("\nor\n");
  return { total: first(each.map(({ total }) => total)), bad: first(each.map(({ bad }) => bad)) };
}

/** Selectors without `_bucket`, in order of preference. */
export function latencySelectors(
  { histogram, limitSeconds, metric }: LatencyIndicator,
  { namespace, name }: ServiceReference,
): readonly string[] {
  if (metric !== undefined) return [metric];
  // A native histogram has no bounds that could be missing.
  const sources = histogram === "native" ? REQUEST_SOURCES : requestHistograms(limitSeconds);
  return sources.map(({ buckets, labels }) => {
    const matchers = {
      [labels.namespace ?? "namespace"]: namespace,
      [labels.service ?? "service"]: name,
    };
    return withMatchers(buckets.replace(/_bucket(?=\{|$)/, ""), matchers);
  });
}

function classicEvents(selector: string, limitSeconds: number): IndicatorEvents {
  const total = `sum(rate(${suffixed(selector, "_count")}[5m]))`;
  const fast = `sum(rate(${upTo(suffixed(selector, "_bucket"), limitSeconds)}[5m]))`;
  // Series of one histogram are not read at the same instant; the difference may fall below zero for a moment.
  return { total, bad: `clamp_min(${total} - ${fast}, 0)` };
}

/** @see https://prometheus.io/docs/prometheus/latest/querying/functions/#histogram_fraction */
function nativeEvents(selector: string, limitSeconds: number): IndicatorEvents {
  const rate = `sum(rate(${selector}[5m]))`;
  const total = `histogram_count(${rate})`;
  // The fraction of no requests is no number, which the comparison leaves out.
  return {
    total,
    bad: `${total} * (1 - histogram_fraction(-Inf, ${limitSeconds}, ${rate})) >= 0 or 0 * ${total}`,
  };
}
