import type { Quantities } from "../../mandate";
import type { HelmValues } from "../core/helm-values";
import { alertReceivers } from "./alert-receivers";
import type { Delivery } from "./delivery";
import { type Inhibition, inhibitions, inhibitRules } from "./inhibitions";
import { type MaintenanceWindow, timeInterval } from "./maintenance-window";
import type { PlannedMaintenance } from "./planned-maintenance";
import { routeTree } from "./routes";
import { NO_SERVICES, type ServiceRouting } from "./service-routes";
import { severityTable } from "./severities";
import { teamReceivers } from "./team-receivers";

export interface AlertmanagerConfigOptions {
  readonly quantities: Quantities;
  readonly delivery: Delivery;
  /** @default - none */
  readonly maintenanceWindows?: readonly MaintenanceWindow[];
  /** @default - none */
  readonly plannedMaintenance?: readonly PlannedMaintenance[];
  /** @default - none */
  readonly routing?: ServiceRouting;
  /**
   * Beside ours.
   * @default - none
   */
  readonly inhibitions?: readonly Inhibition[];
}

/**
 * Alertmanager's configuration. Every list is complete, because charts replace lists; no secret stands in it. All keys
 * are known to 0.28, the newest version that can be tested against, and to the deployed one.
 * @see https://prometheus.io/docs/alerting/latest/configuration/
 */
export function alertmanagerConfig(options: AlertmanagerConfigOptions): HelmValues {
  const {
    quantities,
    delivery,
    maintenanceWindows = [],
    plannedMaintenance = [],
    routing = NO_SERVICES,
  } = options;
  const { inhibitions: further = [] } = options;
  const table = severityTable(quantities);
  const heartbeat = delivery.heartbeat !== undefined;
  return {
    // Only for alerts that say no end themselves; Prometheus always does.
    global: { resolve_timeout: "5m", ...delivery.global },
    templates: ["/etc/alertmanager/config/*.tmpl"],
    route: routeTree({ quantities, heartbeat, maintenanceWindows, routing }),
    receivers: alertReceivers(table, delivery, teamReceivers(routing, table, delivery)),
    inhibit_rules: inhibitRules(
      inhibitions({ planned: plannedMaintenance, services: routing.services, further }),
    ),
    time_intervals: maintenanceWindows.map(timeInterval),
  };
}
