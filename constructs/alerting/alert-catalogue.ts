import type { Quantities } from "../../mandate";
import type { Alert } from "./alert";
import { alertRule, type AlertRuleOptions } from "./alert-rule";
import { CERTIFICATE_ALERTS } from "./certificate-alerts";
import { ELASTICSEARCH_ALERTS } from "./elasticsearch-alerts";
import { ENDPOINT_ALERTS } from "./endpoint-alerts";
import { LOG_ALERTS } from "./log-alerts";
import { logGroups } from "./log-rules";
import { NODE_NOT_READY } from "./node-alerts";
import { maintenanceMarkers, type PlannedMaintenance } from "./planned-maintenance";
import { predictionAlerts } from "./prediction-alerts";
import { PROMETHEUS_ALERTS } from "./prometheus-alerts";
import { ROLLOUT_ALERTS } from "./rollout-alerts";
import { rolloutGroups } from "./rollout-rules";
import type { RuleGroup } from "./rule-types";
import { TELEMETRY_ALERTS } from "./telemetry-alerts";
import { thanosAlerts } from "./thanos-alerts";
import { thresholdAlerts, thresholdGroups } from "./threshold-rules";
import { type WatchedStack, workloadAlerts } from "./workload-alerts";

/** What decides which alerts an environment has. */
export interface AlertCatalogueOptions {
  readonly quantities: Quantities;
  /**
   * The parts of the stack that are watched.
   * @default - Prometheus, Alertmanager and the nodes alone
   */
  readonly stack?: WatchedStack;
  /** @default - none */
  readonly plannedMaintenance?: readonly PlannedMaintenance[];
}

/** Alerts by the group of rules that they become. */
type AlertGroups = Readonly<Record<string, readonly Alert[]>>;

/** Every alert of the platform; those on service objectives belong to the services. */
export function platformAlerts(options: AlertCatalogueOptions): readonly Alert[] {
  return Object.values({
    ...thresholdAlerts(options.quantities),
    ...Object.assign({}, ...Object.values(furtherAlerts(options))),
  } as AlertGroups).flat();
}

/** All rules of the platform, by the name of the object that holds them. */
export function platformRules(
  options: AlertCatalogueOptions & AlertRuleOptions,
): Readonly<Record<string, readonly RuleGroup[]>> {
  const recorded: Readonly<Record<string, readonly RuleGroup[]>> = {
    "platform-logs": logGroups(),
    "platform-rollouts": rolloutGroups(options.quantities),
  };
  const further = Object.entries(furtherAlerts(options)).map(
    ([name, alerts]) => [name, [...(recorded[name] ?? []), ...groupsOf(alerts, options)]] as const,
  );
  return { "platform-thresholds": thresholdGroups(options), ...Object.fromEntries(further) };
}

function furtherAlerts(options: AlertCatalogueOptions): Readonly<Record<string, AlertGroups>> {
  const { plannedMaintenance = [], quantities, stack } = options;
  return {
    "platform-predictions": { "platform-predictions": predictionAlerts(quantities) },
    "platform-rollouts": { "platform-rollout-alerts": ROLLOUT_ALERTS },
    "platform-logs": { "platform-log-alerts": LOG_ALERTS },
    "platform-stack": {
      "platform-alert-path": PROMETHEUS_ALERTS,
      "platform-nodes": [NODE_NOT_READY],
      ...(stack === undefined ? {} : stackAlerts(stack)),
    },
    ...(plannedMaintenance.length === 0
      ? {}
      : { "planned-maintenance": { "planned-maintenance": maintenanceMarkers(plannedMaintenance) } }),
  };
}

function stackAlerts(stack: WatchedStack): AlertGroups {
  const { namespaces, parts } = stack;
  return {
    ...(parts.includes("agent-collector") ? { "platform-telemetry": TELEMETRY_ALERTS } : {}),
    ...(parts.includes("elasticsearch-exporter") ? { "platform-elasticsearch": ELASTICSEARCH_ALERTS } : {}),
    ...(parts.includes("cert-manager") ? { "platform-certificates": CERTIFICATE_ALERTS } : {}),
    ...(parts.includes("blackbox-exporter") ? { "platform-endpoints": ENDPOINT_ALERTS } : {}),
    ...(parts.includes("thanos-query") ? { "platform-metrics": thanosAlerts(namespaces.main) } : {}),
    "platform-workloads": workloadAlerts(stack),
  };
}

function groupsOf(groups: AlertGroups, options: AlertRuleOptions): readonly RuleGroup[] {
  return Object.entries(groups).map(([name, alerts]) => ({
    name,
    rules: alerts.map((alert) => alertRule(alert, options)),
  }));
}
