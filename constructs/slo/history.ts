import { SLO_SERIES } from "./slo-series";

/** Whether an objective had events so long ago, give or take half a day, so that a gap of hours is forgiven. */
export function knownSince(age: string): string {
  return `present_over_time(${SLO_SERIES.totalStep}[12h] offset ${age})`;
}
