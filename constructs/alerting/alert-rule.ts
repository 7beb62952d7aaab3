import type { Quantities } from "../../mandate";
import { type Alert, NOT_FOR_PEOPLE } from "./alert";
import { type AlertLinks, linkAnnotations } from "./alert-links";
import { formatDuration } from "./duration";
import { annotationText } from "./placeholders";
import type { AlertingRule } from "./rule-types";
import { severityRouting } from "./severities";

/** What every alert becomes a rule with. */
export interface AlertRuleOptions extends AlertLinks {
  readonly quantities: Quantities;
}

/** An alert as Prometheus' rule. */
export function alertRule(alert: Alert, options: AlertRuleOptions): AlertingRule {
  const { keepFiringMinutes } = alert;
  const pending = pendingSeconds(alert, options.quantities);
  return {
    alert: alert.alert,
    expr: alert.expr,
    ...(pending === 0 ? {} : { for: formatDuration(pending) }),
    ...(keepFiringMinutes === undefined ? {} : { keep_firing_for: formatDuration(keepFiringMinutes * 60) }),
    labels: ruleLabels(alert, options.quantities),
    annotations: { ...textAnnotations(alert), ...linkAnnotations(alert, options) },
  };
}

function ruleLabels(alert: Alert, { responseTimeSeconds }: Quantities): Readonly<Record<string, string>> {
  const { component, kind, labels = {}, owner, severity } = alert;
  return {
    severity,
    ...(severity === NOT_FOR_PEOPLE ? {} : { response_time_seconds: String(responseTimeSeconds[severity]) }),
    kind,
    component,
    owner,
    ...labels,
  };
}

function textAnnotations(alert: Alert): Readonly<Record<string, string>> {
  const { description, diagnosis, impact, summary } = alert;
  const [first] = diagnosis;
  const firstStep = [first?.text, first?.command].filter((part) => part !== undefined).join(": ");
  return Object.fromEntries(
    Object.entries({ summary, description, impact, first_step: firstStep }).map(([name, text]) => [
      name,
      annotationText(text, alert),
    ]),
  );
}

/**
 * Seconds that an alert waits to be sure. Waiting and being grouped together must fit into the response time, unless
 * the alert says why not.
 */
export function pendingSeconds(
  { pendingMinutes, pendingReason, severity }: Pick<Alert, "pendingMinutes" | "pendingReason" | "severity">,
  quantities: Quantities,
): number {
  if (severity === NOT_FOR_PEOPLE || pendingReason !== undefined) return pendingMinutes * 60;
  const { responseSeconds, groupWaitSeconds } = severityRouting(quantities, severity);
  return Math.min(pendingMinutes * 60, responseSeconds - groupWaitSeconds);
}
