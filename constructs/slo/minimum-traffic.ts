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
 * Of eight events an hour two lie within it, and the good one before them has left it when the second is counted, so
 * that an outage is told within a quarter of an hour.
 */
const IN_A_ROW_SECONDS = 12 * 60;

/** A single event counts for up to 1.1, depending on where it falls between scrapes and evaluations. */
const MORE_THAN_ONE = 1.3;

/**
 * Two bad events and no good one in a row. By chance that happens once in ten thousand pairs where a hundredth of the
 * events may be bad; where more may be, it says nothing.
 */
export function nothingSucceeds(): string {
  const seconds = IN_A_ROW_SECONDS;
  const average = (series: string): string => `avg_over_time(${series}[${formatDuration(seconds)}])`;
  return [
    `${average(bad)} * ${seconds} > ${MORE_THAN_ONE}`,
    `and on (slo) (${average(total)} - ${average(bad)}) * ${seconds} < ${TOLERANCE}`,
    `and on (slo) ${objective} >= 0.99`,
  ].join("\n");
}
