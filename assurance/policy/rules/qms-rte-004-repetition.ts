import { SEVERITIES, type Mandate } from "../../../mandate";
import type { AlertRoute } from "../alert-routes";
import { secondsOf } from "../duration";
import { boundViolations, defineRule, type Violation } from "../rule";
import { responseTimeKey, severityRoutes, violationsOfBest, type SeverityRoutes } from "../severity-routes";

/** Alerts that nobody answers are announced again within the severity's response time. */
export const repetitionRule = defineRule({
  id: "QMS-RTE-004",
  title: "alerts of each severity are repeated within their response time",
  mandate: SEVERITIES.map(responseTimeKey),
  // A severity without a route is a finding of QMS-RTE-001.
  violations: (artifact, mandate) =>
    severityRoutes(artifact, mandate).flatMap((severity) =>
      violationsOfBest(severity, (route) => lateRepeat(severity, route, mandate)),
    ),
});

function lateRepeat(
  { key, alertmanager }: SeverityRoutes,
  { path, repeatInterval, groupInterval }: AlertRoute,
  mandate: Mandate,
): readonly Violation[] {
  const seconds = secondsBetween(repeatInterval, groupInterval);
  const really = seconds === undefined ? "" : `, so every ${seconds} s`;
  return boundViolations(mandate, {
    key,
    address: alertmanager.address,
    path: `${path}.repeat_interval`,
    written: seconds,
    value: seconds,
    fix: "choose a group_interval that divides the response time, and a repeat_interval a little below it",
  }).map((violation) => ({
    ...violation,
    found: `${String(repeatInterval)} with group_interval ${String(groupInterval)}${really}`,
  }));
}

/**
 * Alertmanager repeats at a tick of the group interval, the first at which more than the repeat interval has passed; an
 * interval that is a multiple of the tick therefore waits one tick longer.
 * @see https://github.com/prometheus/alertmanager/issues/2647
 */
function secondsBetween(repeatInterval: unknown, groupInterval: unknown): number | undefined {
  const repeat = secondsOf(repeatInterval, "prometheus");
  const tick = secondsOf(groupInterval, "prometheus");
  if (repeat === undefined || tick === undefined || tick === 0) return undefined;
  return (Math.floor(repeat / tick) + 1) * tick;
}
