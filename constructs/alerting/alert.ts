import type { Severity } from "../../mandate";
import type { Component } from "./components";
import type { DashboardReference } from "./dashboard-references";
import type { SignalUnit } from "./signal-unit";

/**
 * What an alert tells about. Inhibitions go by it: what users feel silences its causes, never the other way round.
 */
export type AlertKind =
  /** What users feel. */
  | "symptom"
  /** Something runs full. */
  | "saturation"
  /** Something will run full. */
  | "prediction"
  /** Something is unusual. */
  | "anomaly"
  /** A new version is worse than the one before. */
  | "regression"
  /** A part is gone, or says nothing. */
  | "absence"
  /** A part is there and does its work badly. */
  | "fault"
  /** Somebody may be attacking, or personal data is where it should not be. */
  | "security"
  /** Telemetry is of a poor form. */
  | "hygiene"
  /** Alerting itself lives. */
  | "heartbeat"
  /** Only silences other alerts. */
  | "marker";

/** One thing to do, with a query or a command where it helps. They may use the alert's labels as `<label>`. */
export interface Step {
  readonly text: string;
  /** PromQL. */
  readonly query?: string;
  /** For a shell. */
  readonly command?: string;
}

/** What whoever is woken by an alert needs to know, as hand-written parts of its runbook. */
export interface Guidance {
  /** Who notices, and what happens next if nobody does anything. */
  readonly impact: string;
  /** How to find the cause, the quickest way first; the first step goes into the notification. */
  readonly diagnosis: readonly Step[];
  /** What ends the harm, the least risky way first. */
  readonly mitigation: readonly Step[];
  /** How to tell that it is over, beyond the alert's own end. */
  readonly verification: Step;
  /**
   * Who keeps rule and runbook right, in lower-case words joined by hyphens; the label `owner`. `service` stands for
   * the team that owns the service in question: the service catalogue says which.
   */
  readonly owner: string;
}

/** Severity of alerts that never notify a person. */
export const NOT_FOR_PEOPLE = "none";

/**
 * One alert with its runbook, as data. Texts may use labels that the expression keeps as `<label>`, and the value in
 * its unit as `<value>`.
 */
export interface Alert extends Guidance {
  /** `<Component><Condition>`, also the name of the runbook. */
  readonly alert: string;
  readonly component: Component;
  readonly severity: Severity | typeof NOT_FOR_PEOPLE;
  readonly kind: AlertKind;
  /** PromQL that returns something while the alert holds. */
  readonly expr: string;
  /** Labels that the expression keeps. */
  readonly keeps: readonly string[];
  /**
   * Labels with values of their own, beside those that every alert has.
   * @default - none
   */
  readonly labels?: Readonly<Record<string, string>>;
  /** Minutes that the expression must hold; shortened where the severity's response time leaves less. */
  readonly pendingMinutes: number;
  /**
   * Why the alert may wait longer than the response time of its severity.
   * @default - it may not
   */
  readonly pendingReason?: string;
  /**
   * Minutes that the alert stays after the expression stopped to hold, for signals that flap.
   * @default - none
   */
  readonly keepFiringMinutes?: number;
  readonly unit: SignalUnit;
  /** The first line of a notification. */
  readonly summary: string;
  /** What it means that this alert fires. */
  readonly description: string;
  /** Where the signal is shown. */
  readonly dashboard: DashboardReference;
  /** PromQL of what the alert looks at, without the condition; short, because it becomes a link. */
  readonly query: string;
}
