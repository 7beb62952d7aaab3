import type { Quantities } from "../../mandate";
import { anomalyGroups } from "./anomaly-rules";
import { APPLICATION_THRESHOLDS } from "./application-thresholds";
import { formatDuration } from "./duration";
import { INFRASTRUCTURE_THRESHOLDS } from "./infrastructure-thresholds";
import type { AlertingRule, RuleGroup } from "./rule-types";
import { severityRouting } from "./severities";
import { signalGroups } from "./signal-rules";
import type { SignalUnit, Threshold } from "./threshold";

export interface ThresholdRulesOptions {
  readonly quantities: Quantities;
  /** Start of every runbook link; the alert's name is appended. */
  readonly runbookBaseUrl: string;
}

/**
 * The mandated thresholds as Prometheus rules: the signals, then an alert per row of the tables, then the heartbeat.
 * An expression starts with `<signal> <comparison> <limit>`, so that the limit can be read back from the artifact.
 */
export function thresholdGroups(options: ThresholdRulesOptions): readonly RuleGroup[] {
  const alerts = (rows: readonly Threshold[]): readonly AlertingRule[] =>
    rows.map((row) => thresholdAlert(row, options));
  return [
    ...signalGroups(),
    ...anomalyGroups(),
    { name: "platform-infrastructure-thresholds", rules: alerts(INFRASTRUCTURE_THRESHOLDS) },
    { name: "platform-application-thresholds", rules: alerts(APPLICATION_THRESHOLDS) },
    { name: "platform-heartbeat", rules: [watchdog(options)] },
  ];
}

function thresholdAlert(row: Threshold, options: ThresholdRulesOptions): AlertingRule {
  const { alert, fires, guard, keepFiringMinutes, kind, severity, signal, threshold } = row;
  const { quantities } = options;
  const limit = row.limit(quantities);
  const comparison = `${signal} ${fires === "above" ? ">" : "<"} ${limit}`;
  return {
    alert,
    expr: guard === undefined ? comparison : `${comparison}\n${guard(limit)}`,
    for: formatDuration(pendingSeconds(row, quantities)),
    ...(keepFiringMinutes === undefined ? {} : { keep_firing_for: formatDuration(keepFiringMinutes * 60) }),
    labels: {
      severity,
      response_time_seconds: String(quantities.responseTimeSeconds[severity]),
      kind,
      threshold,
    },
    annotations: annotations(row, options),
  };
}

function annotations(row: Threshold, options: ThresholdRulesOptions): AlertingRule["annotations"] {
  const { alert, fires, impact, subject, threshold, unit } = row;
  const beyond = `${fires} ${written(row.limit(options.quantities), unit)}`;
  const pending = formatDuration(pendingSeconds(row, options.quantities));
  return {
    summary: `${subject} is ${VALUE_TEMPLATES[unit]}, ${beyond}`,
    description: `${subject} has been ${beyond}, the limit of ${threshold}, for ${pending}.`,
    impact,
    runbook_url: runbookUrl(alert, options),
  };
}

/** Waiting to be sure and waiting to be grouped together must fit into the response time. */
function pendingSeconds({ pendingMinutes, severity }: Threshold, quantities: Quantities): number {
  const { responseSeconds, groupWaitSeconds } = severityRouting(quantities, severity);
  return Math.min(pendingMinutes * 60, responseSeconds - groupWaitSeconds);
}

// Fires always: whoever expects it outside the cluster notices when alerting has died.
function watchdog(options: ThresholdRulesOptions): AlertingRule {
  return {
    alert: "Watchdog",
    expr: "vector(1)",
    labels: { severity: "none", kind: "heartbeat" },
    annotations: {
      summary: "alerting works from Prometheus to the receiver",
      description: "This alert fires always. Its receiver tells when it stops to arrive.",
      impact: "none while it fires; without it no other alert can be trusted",
      runbook_url: runbookUrl("Watchdog", options),
    },
  };
}

function runbookUrl(alert: string, { runbookBaseUrl }: ThresholdRulesOptions): string {
  return `${runbookBaseUrl.replace(/\/+$/, "")}/${alert}`;
}

const VALUE_TEMPLATES: Readonly<Record<SignalUnit, string>> = {
  ratio: "{{ $value | humanizePercentage }}",
  seconds: "{{ $value | humanizeDuration }}",
  count: "{{ $value | humanize }}",
  deviations: "{{ $value | humanize }} deviations",
};

function written(limit: number, unit: SignalUnit): string {
  switch (unit) {
    // Twelve digits hide what binary fractions add, as in 0.57 * 100.
    case "ratio":
      return `${Number((limit * 100).toPrecision(12))} %`;
    case "seconds":
      return `${Number((limit * 1000).toPrecision(12))} ms`;
    case "deviations":
      return `${limit} deviations`;
    case "count":
      return String(limit);
  }
}
