import { describeAllowed, SEVERITIES, valueAt, type Mandate, type Severity } from "../../../mandate";
import type { Artifact } from "../../artifact/artifact";
import { alertmanagerConfigurations } from "../../artifact/native/alertmanager";
import { alertRules, type AlertRule } from "../../artifact/native/prometheus-rules";
import type { AlertRoute } from "../alert-routes";
import { secondsOf } from "../duration";
import { boundViolations, defineRule, isOn, type Violation } from "../rule";
import { responseTimeKey, severityRoutes, violationsOfBest, type SeverityRoutes } from "../severity-routes";

const ALERTING = "observability_configuration.alerting_enabled";

/** Alerts of each severity reach somebody before the severity's response time has passed. */
export const firstNoticeRule = defineRule({
  id: "QMS-RTE-001",
  title: "alerts of each severity are announced within their response time",
  mandate: SEVERITIES.map(responseTimeKey),
  violations: (artifact, mandate) => {
    if (isOn(mandate, ALERTING) && alertmanagerConfigurations(artifact).length === 0)
      return [NO_ALERTMANAGER];
    return severityRoutes(artifact, mandate).flatMap((severity) =>
      severity.routes.length === 0
        ? [noRoute(severity, mandate)]
        : violationsOfBest(severity, (route) => [
            ...lateNotice(severity, route, mandate, slowestAlert(artifact, severity.severity)),
            ...silenced(severity, route),
          ]),
    );
  },
});

const NO_ALERTMANAGER: Violation = {
  address: "",
  path: "",
  found: "no Alertmanager",
  required: "an Alertmanager with a route for each severity",
  mandate: ALERTING,
  fix: "add the Alertmanager construct to the stack",
};

function noRoute({ severity, key, alertmanager }: SeverityRoutes, mandate: Mandate): Violation {
  return {
    address: alertmanager.address,
    path: `${alertmanager.path}.route`,
    found: `no route with a receiver for severity="${severity}"`,
    required: `a route that announces such alerts after ${describeAllowed(key, valueAt(mandate.values, key))}`,
    mandate: key,
    fix: "leave the routes to the Alertmanager construct",
  };
}

/** The alert of a severity that waits longest before it fires. */
function slowestAlert(artifact: Artifact, severity: Severity): AlertRule | undefined {
  const seconds = ({ pending }: AlertRule): number => secondsOf(pending, "prometheus") ?? Infinity;
  return alertRules(artifact)
    .filter(({ labels }) => labels.severity === severity)
    .reduce<AlertRule | undefined>(
      (slowest, alert) => (slowest === undefined || seconds(alert) > seconds(slowest) ? alert : slowest),
      undefined,
    );
}

function lateNotice(
  { key, alertmanager }: SeverityRoutes,
  { path, groupWait }: AlertRoute,
  mandate: Mandate,
  slowest: AlertRule | undefined,
): readonly Violation[] {
  const wait = secondsOf(groupWait, "prometheus") ?? NaN;
  const pending = slowest === undefined ? 0 : (secondsOf(slowest.pending, "prometheus") ?? NaN);
  const after = slowest === undefined ? "" : ` after ${slowest.pending} of ${slowest.alert}`;
  return boundViolations(mandate, {
    key,
    address: alertmanager.address,
    path: `${path}.group_wait`,
    written: wait,
    value: wait + pending,
    fix: 'shorten group_wait, or "for" of the alert',
  }).map((violation) => ({ ...violation, found: `${String(groupWait)}${after}` }));
}

/** Critical alerts pass every maintenance window. */
function silenced({ severity, key, alertmanager }: SeverityRoutes, route: AlertRoute): readonly Violation[] {
  if (severity !== "critical" || route.mutedBy.length === 0) return [];
  return [
    {
      address: alertmanager.address,
      path: route.path,
      found: `silent by time interval ${route.mutedBy.join(", ")}`,
      required: "no time in which critical alerts are not announced",
      mandate: key,
      fix: "take critical alerts out of the maintenance window",
    },
  ];
}
