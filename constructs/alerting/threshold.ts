import type { LeafName, MandateValues, Quantities, Severity } from "../../mandate";
import type { Alert, AlertKind, Guidance } from "./alert";
import type { SignalUnit } from "./signal-unit";

/** Names of the mandated thresholds, as in the mandate's table `monitoring_thresholds`. */
export type ThresholdName = keyof MandateValues["monitoring_thresholds"] & LeafName;

/** One alert on one mandated threshold, as data. That it is over shows in the signal itself. */
export interface Threshold
  extends
    Omit<Guidance, "verification">,
    Pick<Alert, "component" | "dashboard" | "keeps" | "keepFiringMinutes" | "pendingMinutes"> {
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
  /** What is measured, as the subject of a sentence; may use the alert's labels. */
  readonly subject: string;
}
