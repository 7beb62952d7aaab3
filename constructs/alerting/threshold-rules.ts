import type { Quantities } from "../../mandate";
import type { Alert } from "./alert";
import { alertRule, type AlertRuleOptions } from "./alert-rule";
import { anomalyGroups } from "./anomaly-rules";
import { APPLICATION_THRESHOLDS } from "./application-thresholds";
import { INFRASTRUCTURE_THRESHOLDS } from "./infrastructure-thresholds";
import type { RuleGroup } from "./rule-types";
import { signalGroups } from "./signal-rules";
import { thresholdAlert } from "./threshold-alert";
import { WATCHDOG } from "./watchdog";

/** The alerts on the mandated thresholds, and the heartbeat, by their groups. */
export function thresholdAlerts(quantities: Quantities): Readonly<Record<string, readonly Alert[]>> {
  return {
    "platform-infrastructure-thresholds": INFRASTRUCTURE_THRESHOLDS.map((row) =>
      thresholdAlert(row, quantities),
    ),
    "platform-application-thresholds": APPLICATION_THRESHOLDS.map((row) => thresholdAlert(row, quantities)),
    "platform-heartbeat": [WATCHDOG],
  };
}

/** The mandated thresholds as Prometheus rules: the signals, then an alert per row of the tables, then the heartbeat. */
export function thresholdGroups(options: AlertRuleOptions): readonly RuleGroup[] {
  return [
    ...signalGroups(),
    ...anomalyGroups(),
    ...Object.entries(thresholdAlerts(options.quantities)).map(([name, alerts]) => ({
      name,
      rules: alerts.map((alert) => alertRule(alert, options)),
    })),
  ];
}
