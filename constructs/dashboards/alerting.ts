import { type Quantities, SEVERITIES, type Severity } from "../../mandate";
import type { Dashboard } from "./dashboard";
import { type Panel, UNITS } from "./panel";
import { stat, table, timeseries } from "./prometheus-panels";
import { DATA_SOURCES } from "./variables";

const OURS = `severity=~"${SEVERITIES.join("|")}"`;

/** For whoever is on call: what fires, for how long against the mandated response times, and whether it was told. */
export function alerting(quantities: Quantities): Dashboard {
  return {
    uid: "qms-alerting",
    title: "Alerting",
    description: "What fires, is it answered in time, and do notifications arrive?",
    tags: ["on-call"],
    variables: [DATA_SOURCES.metrics.declaration],
    sections: [
      { title: "Firing", panels: [firingNow(), firingOverTime()] },
      {
        title: "Against the response time",
        panels: SEVERITIES.map((severity) => age(severity, quantities.responseTimeSeconds[severity])),
      },
      {
        title: "From Prometheus to people",
        panels: [heartbeat(), notifications(), failedNotifications(), droppedAlerts(), ruleFailures()],
      },
    ],
  };
}

function firingNow(): Panel {
  return table(
    {
      title: "Firing now",
      description: "Every alert that fires, with the labels that route it.",
      queries: [{ expr: `ALERTS{alertstate="firing",${OURS}}` }],
    },
    ["Time", "Value", "__name__", "alertstate", "response_time_seconds"],
  );
}

function firingOverTime(): Panel {
  return timeseries({
    title: "Firing alerts",
    description: "How many alerts of each severity fire.",
    queries: [{ expr: `count by (severity) (ALERTS{alertstate="firing",${OURS}})`, legend: "{{severity}}" }],
    width: 24,
  });
}

function age(severity: Severity, responseSeconds: number): Panel {
  const since = `time() - ALERTS_FOR_STATE{severity="${severity}"}`;
  const firing = `ALERTS{alertstate="firing",severity="${severity}"}`;
  return timeseries({
    title: `Age of alerts, ${severity}`,
    description: "Time since the condition of an alert began. Somebody must have answered below the line.",
    unit: UNITS.seconds,
    queries: [
      {
        expr: `max by (alertname) ((${since}) and ignoring (alertstate) ${firing})`,
        legend: "{{alertname}}",
      },
    ],
    limit: { value: responseSeconds, bad: "above" },
    width: 6,
  });
}

function heartbeat(): Panel {
  return stat({
    title: "Heartbeat",
    description: "1 while the alert that always fires does fire; nothing else can be trusted without it.",
    queries: [
      { expr: 'count(ALERTS{alertname="Watchdog",alertstate="firing"}) or vector(0)', legend: "Watchdog" },
    ],
    limit: { value: 1, bad: "below" },
  });
}

function notifications(): Panel {
  return timeseries({
    title: "Notifications",
    description: "Notifications that Alertmanager tries to send, by channel.",
    unit: UNITS.perSecond,
    queries: [
      {
        expr: "sum by (integration) (rate(alertmanager_notifications_total[$__rate_interval])) > 0",
        legend: "{{integration}}",
      },
    ],
    width: 10,
  });
}

function failedNotifications(): Panel {
  return timeseries({
    title: "Failed notifications",
    description: "Anything above zero: people were not told.",
    unit: UNITS.perSecond,
    queries: [
      {
        expr: "sum by (integration, reason) (rate(alertmanager_notifications_failed_total[$__rate_interval]))",
        legend: "{{integration}} {{reason}}",
      },
    ],
    width: 10,
  });
}

function droppedAlerts(): Panel {
  return timeseries({
    title: "Alerts dropped before Alertmanager",
    description: "Anything above zero: Prometheus could not hand alerts over.",
    unit: UNITS.perSecond,
    queries: [
      {
        expr: "sum by (pod) (rate(prometheus_notifications_dropped_total[$__rate_interval]))",
        legend: "{{pod}}",
      },
    ],
    width: 12,
  });
}

function ruleFailures(): Panel {
  return timeseries({
    title: "Rules that fail to evaluate",
    description: "Anything above zero: an alert may be silent because its expression fails.",
    unit: UNITS.perSecond,
    queries: [
      {
        expr: "sum by (rule_group) (rate(prometheus_rule_evaluation_failures_total[$__rate_interval])) > 0",
        legend: "{{rule_group}}",
      },
    ],
    width: 12,
  });
}
