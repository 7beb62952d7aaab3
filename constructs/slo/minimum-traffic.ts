import { formatDuration } from "../alerting/duration";
import { TRAFFIC_POLICIES } from "./objective";
import { SLO_SERIES } from "./slo-series";

/** Half an event of tolerance: rates are extrapolated, and whole numbers come out a little too small. */
const TOLERANCE = 0.5;

const { bad, objective, total } = SLO_SERIES;

/** As many bad events within a window as the objective's policy asks for. */
export function enoughBadEvents(counted: string, windowSeconds: number): string {
  const events = `avg_over_time(${counted}[${formatDuration(windowSeconds)}]) * ${windowSeconds}`;
  return `${events} > on (slo) group_left () ${minimum()}`;
}

function minimum(): string {
  const policies = Object.entries(TRAFFIC_POLICIES).map(
    ([name, { minimumBadEvents }]) =>
      `0 * ${objective}{minimum_traffic="${name}"} + ${minimumBadEvents - TOLERANCE}`,
  );
  return `max by (slo) (${policies.join(" or ")})`;
}

/**
 * Two bad events and no good one within a quarter of an hour. By chance that happens once in ten thousand pairs where
 * a hundredth of the events may be bad; where more may be, it says nothing.
 */
export function nothingSucceeds(): string {
  const seconds = 15 * 60;
  const average = (series: string): string => `avg_over_time(${series}[${formatDuration(seconds)}])`;
  return [
    `${average(bad)} * ${seconds} > ${2 - TOLERANCE}`,
    `and on (slo) (${average(total)} - ${average(bad)}) * ${seconds} < ${TOLERANCE}`,
    `and on (slo) ${objective} >= 0.99`,
  ].join("\n");
}
