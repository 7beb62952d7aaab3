import type { Mandate } from "../../../mandate";
import {
  alertmanagerConfigurations,
  type AlertmanagerConfiguration,
} from "../../artifact/native/alertmanager";
import { allRoutes, type AlertRoute } from "../alert-routes";
import { secondsOf } from "../duration";
import { boundViolations, defineRule, isOn, type Violation } from "../rule";

const KEY = "alerting_configuration.alert_grouping_window";

/** No route holds alerts back longer than the grouping window, neither the first nor the next ones of a group. */
export const groupingWindowRule = defineRule({
  id: "QMS-RTE-002",
  title: "alerts are held back for the grouping window at most",
  mandate: [KEY],
  violations: (artifact, mandate) => {
    if (!isOn(mandate, "observability_configuration.alerting_enabled")) return [];
    const configurations = alertmanagerConfigurations(artifact);
    return configurations.length === 0
      ? [NO_ALERTMANAGER]
      : configurations.flatMap((configuration) => windowViolations(configuration, mandate));
  },
});

const NO_ALERTMANAGER: Violation = {
  address: "",
  path: "",
  found: "no Alertmanager",
  required: "an Alertmanager that groups alerts",
  mandate: KEY,
  fix: "add the Alertmanager construct to the stack",
};

const FIELDS = ["group_wait", "group_interval"] as const;

function windowViolations(alertmanager: AlertmanagerConfiguration, mandate: Mandate): readonly Violation[] {
  return allRoutes(alertmanager.config).flatMap((route) =>
    FIELDS.filter((field) => isSetHere(route, field)).flatMap((field) =>
      boundViolations(mandate, {
        key: KEY,
        address: alertmanager.address,
        path: `${alertmanager.path}.${route.path}.${field}`,
        written: route.body[field],
        value: secondsOf(route.body[field], "prometheus"),
        fix: `shorten ${field}, or leave the routes to the Alertmanager construct`,
      }),
    ),
  );
}

/** What a route inherits is told at the route that sets it; the top must set it. */
function isSetHere(route: AlertRoute, field: (typeof FIELDS)[number]): boolean {
  return route.path === "route" || route.body[field] !== undefined;
}
