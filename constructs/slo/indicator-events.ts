import { SIGNALS } from "../alerting/signal-adapters";
import { latencyEvents } from "./latency-events";
import type { Indicator, RatioIndicator, ServiceReference } from "./objective";
import { withMatchers } from "../core/selector";

/** PromQL of what an indicator counts, both in events per second and without labels. */
export interface IndicatorEvents {
  readonly total: string;
  /** Bad events; zero where there are none. */
  readonly bad: string;
}

/** The events of an indicator of a service. */
export function indicatorEvents(indicator: Indicator, service: ServiceReference): IndicatorEvents {
  switch (indicator.kind) {
    case "availability":
      return availabilityEvents(service);
    case "latency":
      return latencyEvents(indicator, service);
    case "ratio":
      return ratioEvents(indicator);
  }
}

function availabilityEvents({ namespace, name }: ServiceReference): IndicatorEvents {
  const of = (signal: string): string => `sum(${withMatchers(signal, { namespace, service: name })})`;
  const total = of(SIGNALS.requests);
  return { total, bad: zeroFilled(of(SIGNALS.failures), total) };
}

function ratioEvents({ events, eventsAre, total: all }: RatioIndicator): IndicatorEvents {
  const total = rateOf(all);
  const counted = zeroFilled(rateOf(events), total);
  return { total, bad: eventsAre === "bad" ? counted : `clamp_min(${total} - (${counted}), 0)` };
}

function rateOf(counter: string): string {
  return `sum(rate(${counter}[5m]))`;
}

/** Without the second half there is no series until the first such event, and an average would forget what was before. */
function zeroFilled(events: string, total: string): string {
  return `${events} or 0 * ${total}`;
}
