import { type Quantities, SEVERITIES, type Severity } from "../../mandate";

/** A way in which people are told. */
export type Channel = "pagerduty" | "slack" | "email";

/** Severities of PagerDuty's Events API v2. */
export type PagerDutySeverity = "critical" | "error" | "warning" | "info";

/** How alerts of one severity reach people, and how fast. */
export interface SeverityRouting {
  readonly severity: Severity;
  /** Mandated: somebody must have answered by then. */
  readonly responseSeconds: number;
  /** Time to collect related alerts before the first notification. */
  readonly groupWaitSeconds: number;
  /** Time between notifications about news in a group: as much of the grouping window as divides the response time. */
  readonly groupIntervalSeconds: number;
  /** Time after which an unchanged alert is told again. */
  readonly repeatIntervalSeconds: number;
  readonly pagerDutySeverity: PagerDutySeverity;
  readonly channels: readonly Channel[];
}

// Critical and high wake somebody up; medium is seen during the day; low is read when there is time.
const DELIVERY: Readonly<Record<Severity, Pick<SeverityRouting, "pagerDutySeverity" | "channels">>> = {
  critical: { pagerDutySeverity: "critical", channels: ["pagerduty", "slack", "email"] },
  high: { pagerDutySeverity: "error", channels: ["pagerduty", "slack"] },
  medium: { pagerDutySeverity: "warning", channels: ["slack", "email"] },
  low: { pagerDutySeverity: "info", channels: ["email"] },
};

/** The routing of every severity, most urgent first. */
export function severityTable(quantities: Quantities): readonly SeverityRouting[] {
  return SEVERITIES.map((severity) => severityRouting(quantities, severity));
}

/** The routing of one severity. */
export function severityRouting(quantities: Quantities, severity: Severity): SeverityRouting {
  const responseSeconds = quantities.responseTimeSeconds[severity];
  const windowSeconds = quantities.groupingWindowSeconds;
  const ticks = Math.ceil(responseSeconds / windowSeconds);
  const tickSeconds = Math.floor(responseSeconds / ticks);
  return {
    severity,
    responseSeconds,
    // The whole window would use up the response time of critical alerts before anybody is told.
    groupWaitSeconds: Math.floor(Math.min(windowSeconds, responseSeconds / 10)),
    groupIntervalSeconds: tickSeconds,
    repeatIntervalSeconds: ticks * tickSeconds - repeatMarginSeconds(tickSeconds),
    ...DELIVERY[severity],
  };
}

/**
 * Alertmanager repeats at the first tick of the group interval at which more than the repeat interval has passed. An
 * interval equal to a multiple of the tick therefore waits one tick too long (prometheus/alertmanager#2647), and a
 * tick that does not divide the response time would repeat after it.
 */
function repeatMarginSeconds(tickSeconds: number): number {
  return Math.max(1, Math.min(10, Math.floor(tickSeconds / 10)));
}
