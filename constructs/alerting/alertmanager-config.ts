import type { Quantities } from "../../mandate";
import type { HelmValues } from "../core/helm-values";
import { alertReceivers } from "./alert-receivers";
import type { Delivery } from "./delivery";
import { inhibitRules } from "./inhibitions";
import { type MaintenanceWindow, timeInterval } from "./maintenance-window";
import { routeTree } from "./routes";
import { severityTable } from "./severities";

export interface AlertmanagerConfigOptions {
  readonly quantities: Quantities;
  readonly delivery: Delivery;
  /** @default - none */
  readonly maintenanceWindows?: readonly MaintenanceWindow[];
}

/**
 * Alertmanager's configuration. Every list is complete, because charts replace lists; no secret stands in it.
 * @see https://prometheus.io/docs/alerting/latest/configuration/
 */
export function alertmanagerConfig(options: AlertmanagerConfigOptions): HelmValues {
  const { quantities, delivery, maintenanceWindows = [] } = options;
  return {
    // Only for alerts that say no end themselves; Prometheus always does.
    global: { resolve_timeout: "5m", ...delivery.global },
    templates: ["/etc/alertmanager/config/*.tmpl"],
    route: routeTree({ quantities, heartbeat: delivery.heartbeat !== undefined, maintenanceWindows }),
    receivers: alertReceivers(severityTable(quantities), delivery),
    inhibit_rules: inhibitRules(),
    time_intervals: maintenanceWindows.map(timeInterval),
  };
}
