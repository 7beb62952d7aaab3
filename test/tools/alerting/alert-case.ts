/**
 * A side of an alert's limit: where things usually are, just on the quiet side, and just on the other one. What names
 * no base is usually just on the quiet side.
 */
export type Side = "base" | "under" | "over";

/** A series of Prometheus, the same on all sides but for its figures. */
export interface TestSeries {
  /** Name and labels, as in PromQL. */
  readonly series: string;
  /** A gauge that stands still; `absent` while there is no sample. */
  readonly gauge?: number | "absent";
  /** Growth in a minute, of a counter or of a gauge that moves. */
  readonly perMinute?: number;
  /** Where growth begins. @default 0 */
  readonly start?: number;
}

/** Some minutes on one side. */
export interface Phase {
  readonly side: Side;
  readonly minutes: number;
  /** What the alert does at the end. */
  readonly then: "silent" | "firing";
}

/** What one alert is tried with. */
export interface AlertCase {
  /** What makes it fire, as the end of a sentence. */
  readonly fires: string;
  readonly input: (side: Side) => readonly TestSeries[];
  /** Labels of the alert beside those of its rule. */
  readonly labels: Readonly<Record<string, string>>;
  /** @default an hour under, an hour and a half over, an hour and a half under */
  readonly phases?: readonly Phase[];
}

/** Cases by the name of the alert. */
export type AlertCases = Readonly<Record<string, AlertCase>>;

export const USUAL_PHASES: readonly Phase[] = [
  { side: "under", minutes: 60, then: "silent" },
  { side: "over", minutes: 90, then: "firing" },
  { side: "under", minutes: 90, then: "silent" },
];

/** The three sides of a figure; the base is the quiet side unless told otherwise. */
export function sided<Value>(under: Value, over: Value, base: Value = under): (side: Side) => Value {
  return (side) => ({ base, under, over })[side];
}
