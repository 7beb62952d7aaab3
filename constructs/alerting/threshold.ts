import type { LeafName, MandateValues, Quantities, Severity } from "../../mandate";

/** Names of the mandated thresholds, as in the mandate's table `monitoring_thresholds`. */
export type ThresholdName = keyof MandateValues["monitoring_thresholds"] & LeafName;

/** What an alert tells about: what users feel, what runs full, what is unusual, or that alerting itself lives. */
export type AlertKind = "symptom" | "saturation" | "anomaly" | "heartbeat";

/** How a signal's value and its limit are written for people. */
export type SignalUnit = "ratio" | "seconds" | "count" | "deviations";

/** One alert on one mandated threshold, as data. */
export interface Threshold {
  /** `<Component><Condition>`, also the name of the runbook. */
  readonly alert: string;
  /** The mandate's name of the limit; the value of the label `threshold`. */
  readonly threshold: ThresholdName;
  readonly severity: Severity;
  readonly kind: AlertKind;
  /** PromQL of the value that is compared with the limit. */
  readonly signal: string;
  /** The side of the limit on which the alert fires. */
  readonly fires: "above" | "below";
  /** The limit in the signal's unit. */
  readonly limit: (quantities: Quantities) => number;
  readonly unit: SignalUnit;
  /**
   * PromQL that follows the comparison, such as `and …` where a ratio means nothing without traffic.
   * @default - none
   */
  readonly guard?: (limit: number) => string;
  /** Minutes that the signal must be beyond the limit; shortened where the severity leaves less time. */
  readonly pendingMinutes: number;
  /**
   * Minutes that the alert stays after the signal came back, for gauges that flap.
   * @default - none
   */
  readonly keepFiringMinutes?: number;
  /** What is measured, as the subject of a sentence; may use the alert's labels. */
  readonly subject: string;
  /** Who notices, and what happens next if nobody does anything. */
  readonly impact: string;
}
