import { SEVERITIES, type Mandate, type MandateKey, type Severity } from "../../mandate";
import type { Artifact } from "../artifact/artifact";
import { alertmanagerConfigurations, type AlertmanagerConfiguration } from "../artifact/native/alertmanager";
import { integrationsOf } from "./alert-receivers";
import { routesFor, type AlertRoute } from "./alert-routes";
import { isOn, type Violation } from "./rule";

/** A severity in one Alertmanager, with the routes by which its alerts reach somebody. */
export interface SeverityRoutes {
  readonly severity: Severity;
  readonly key: MandateKey;
  readonly alertmanager: AlertmanagerConfiguration;
  /** Below the top of the tree, with receivers that are not empty; paths are value paths. */
  readonly routes: readonly AlertRoute[];
}

/** The key of a severity's response time. */
export function responseTimeKey(severity: Severity): MandateKey {
  return `alerting_configuration.${severity}_response_time`;
}

/** The routes of every severity in every Alertmanager; none where the mandate asks for no alerting. */
export function severityRoutes(artifact: Artifact, mandate: Mandate): readonly SeverityRoutes[] {
  if (!isOn(mandate, "observability_configuration.alerting_enabled")) return [];
  return alertmanagerConfigurations(artifact).flatMap((alertmanager) =>
    SEVERITIES.map((severity) => ({
      severity,
      key: responseTimeKey(severity),
      alertmanager,
      routes: routesFor(alertmanager.config, { severity })
        .filter(
          ({ path, receiver }) =>
            path !== "route" && integrationsOf(alertmanager.config, receiver).length > 0,
        )
        .map((route) => ({ ...route, path: `${alertmanager.path}.${route.path}` })),
    })),
  );
}

/**
 * What is wrong with a severity: with `continue` an alert may go several ways, of which one that meets the mandate is
 * enough.
 */
export function violationsOfBest(
  { routes }: SeverityRoutes,
  violations: (route: AlertRoute) => readonly Violation[],
): readonly Violation[] {
  const perRoute = routes.map(violations);
  return perRoute.some((found) => found.length === 0) ? [] : (perRoute.at(-1) ?? []);
}
