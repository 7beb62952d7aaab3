import {
  describeAllowed,
  SEVERITIES,
  valueAt,
  type Mandate,
  type MandateKey,
  type Severity,
} from "../../../mandate";
import type { Artifact } from "../../artifact/artifact";
import {
  alertmanagerConfigurations,
  type AlertmanagerConfiguration,
} from "../../artifact/native/alertmanager";
import { alertRules, type AlertRule } from "../../artifact/native/prometheus-rules";
import { integrationsOf } from "../alert-receivers";
import { routesFor, type AlertRoute } from "../alert-routes";
import { secondsOf } from "../duration";
import { boundViolations, defineRule, isOn, type Violation } from "../rule";

const ALERTING = "observability_configuration.alerting_enabled";

/** Alerts of each severity reach somebody, and are repeated, within the severity's response time. */
export const severitiesRule = defineRule({
  id: "QMS-RTE-001",
  title: "alerts of each severity are announced within their response time",
  mandate: SEVERITIES.map(keyOf),
  violations: (artifact, mandate) => {
    if (!isOn(mandate, ALERTING)) return [];
    const configurations = alertmanagerConfigurations(artifact);
    if (configurations.length === 0) return [NO_ALERTMANAGER];
    return configurations.flatMap((alertmanager) =>
      SEVERITIES.flatMap((severity) => severityViolations(artifact, mandate, alertmanager, severity)),
    );
  },
});

function keyOf(severity: Severity): MandateKey {
  return `alerting_configuration.${severity}_response_time`;
}

const NO_ALERTMANAGER: Violation = {
  address: "",
  path: "",
  found: "no Alertmanager",
  required: "an Alertmanager with a route for each severity",
  mandate: ALERTING,
  fix: "add the Alertmanager construct to the stack",
};

function severityViolations(
  artifact: Artifact,
  mandate: Mandate,
  alertmanager: AlertmanagerConfiguration,
  severity: Severity,
): readonly Violation[] {
  const { address, config, path } = alertmanager;
  const routes = routesFor(config, { severity }).filter(
    (route) => route.path !== "route" && integrationsOf(config, route.receiver).length > 0,
  );
  if (routes.length === 0) return [noRoute(alertmanager, mandate, severity)];
  const slowest = slowestAlert(artifact, severity);
  const perRoute = routes.map((route) => [
    ...lateNotice({ ...route, path: `${path}.${route.path}` }, address, mandate, severity, slowest),
    ...lateRepeat({ ...route, path: `${path}.${route.path}` }, address, mandate, severity),
    ...silenced({ ...route, path: `${path}.${route.path}` }, address, severity),
  ]);
  // With `continue` an alert may take a slow way as well; one that is fast enough will do.
  return perRoute.some((violations) => violations.length === 0) ? [] : (perRoute.at(-1) ?? []);
}

function noRoute(
  { address, path }: AlertmanagerConfiguration,
  mandate: Mandate,
  severity: Severity,
): Violation {
  const key = keyOf(severity);
  return {
    address,
    path: `${path}.route`,
    found: `no route with a receiver for severity="${severity}"`,
    required: `a route that announces such alerts within ${describeAllowed(key, valueAt(mandate.values, key))}`,
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
  route: AlertRoute,
  address: string,
  mandate: Mandate,
  severity: Severity,
  slowest: AlertRule | undefined,
): readonly Violation[] {
  const wait = secondsOf(route.groupWait, "prometheus");
  const pending = slowest === undefined ? 0 : secondsOf(slowest.pending, "prometheus");
  const value = wait === undefined || pending === undefined ? undefined : wait + pending;
  const after = slowest === undefined ? "" : ` after ${slowest.pending} of ${slowest.alert}`;
  return boundViolations(mandate, {
    key: keyOf(severity),
    address,
    path: `${route.path}.group_wait`,
    written: value,
    value,
    fix: `shorten group_wait (${String(route.groupWait)}) or the longest "for"`,
  }).map((violation) => ({ ...violation, found: `${String(route.groupWait)}${after}` }));
}

/**
 * Alertmanager repeats at a tick of the group interval, the first at which more than the repeat interval has passed; an
 * interval that is a multiple of the tick waits one tick longer.
 */
function lateRepeat(
  route: AlertRoute,
  address: string,
  mandate: Mandate,
  severity: Severity,
): readonly Violation[] {
  const repeat = secondsOf(route.repeatInterval, "prometheus");
  const tick = secondsOf(route.groupInterval, "prometheus");
  const value =
    repeat === undefined || tick === undefined || tick === 0
      ? undefined
      : (Math.floor(repeat / tick) + 1) * tick;
  return boundViolations(mandate, {
    key: keyOf(severity),
    address,
    path: `${route.path}.repeat_interval`,
    written: value,
    value,
    fix: "choose a group_interval that divides the response time, and a repeat_interval a little below it",
  }).map((violation) => ({
    ...violation,
    found: `${String(route.repeatInterval)} with group_interval ${String(route.groupInterval)}, so repeated every ${value ?? "?"} s`,
  }));
}

/** Critical alerts pass every maintenance window. */
function silenced(route: AlertRoute, address: string, severity: Severity): readonly Violation[] {
  if (severity !== "critical" || route.mutedBy.length === 0) return [];
  return [
    {
      address,
      path: `${route.path}.mute_time_intervals`,
      found: route.mutedBy.join(", "),
      required: "no time interval in which critical alerts are not announced",
      mandate: keyOf(severity),
      fix: "take critical alerts out of the maintenance window",
    },
  ];
}
