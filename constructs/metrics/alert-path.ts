import type { MandateKey } from "../../mandate";
import type { Bound } from "../core/bound";

const PROMETHEUS = "prometheus.prometheusSpec";
const ALERTMANAGER = "alertmanager.alertmanagerSpec";
const ALERTING = "observability_configuration.alerting_enabled";

/** Settings on the way of an alert, from its rule to its route, that would lose it or make it late. */
export const ALERT_PATH_BOUNDS: readonly Bound[] = [
  unset(`${PROMETHEUS}.paused`, "the operator would no longer carry out what the artifact says"),
  unset(`${ALERTMANAGER}.paused`, "the operator would no longer carry out what the artifact says"),
  unset(`${PROMETHEUS}.ruleSelector`, "it can leave out the rules of the mandated thresholds"),
  unset(
    `${PROMETHEUS}.ruleNamespaceSelector.matchLabels`,
    "it can leave out the rules of the mandated thresholds",
  ),
  unset(
    `${PROMETHEUS}.ruleQueryOffset`,
    "every alert would be late by it",
    "alerting_configuration.critical_response_time",
  ),
  unset(
    `${PROMETHEUS}.additionalAlertRelabelConfigsSecret`,
    "relabelling that is not in the artifact can drop alerts",
  ),
  unset(
    `${PROMETHEUS}.alertingEndpoints`,
    "alerts would go there instead of to the routes of the severities",
  ),
  unset(
    `${ALERTMANAGER}.alertmanagerConfiguration`,
    "its routes would stand in the place of those of the severities",
  ),
  unset(`${ALERTMANAGER}.configSecret`, "its routes would stand in the place of those of the severities"),
];

function unset(path: string, mustBeUnset: string, key: MandateKey = ALERTING): Bound {
  return { path, key, mustBeUnset };
}
