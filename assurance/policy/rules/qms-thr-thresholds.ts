import {
  describeAllowed,
  isWeaker,
  kindOf,
  KINDS,
  leafOf,
  renderQuantity,
  SEVERITIES,
  valueAt,
  type Mandate,
  type MandateKey,
  type Unit,
} from "../../../mandate";
import type { Artifact } from "../../artifact/artifact";
import { alertRules, type AlertRule } from "../../artifact/native/prometheus-rules";
import { alertCondition } from "../alert-condition";
import { secondsOf } from "../duration";
import { boundViolations, defineRule, isOn, type Rule, type Violation } from "../rule";
import { responseTimeKey } from "../severity-routes";

/** The mandated thresholds with the numbers of their rules; a number never changes its key. */
const THRESHOLDS: readonly (readonly [string, MandateKey])[] = [
  ["001", "monitoring_thresholds.response_time_p95_ms"],
  ["002", "monitoring_thresholds.response_time_p99_ms"],
  ["003", "monitoring_thresholds.error_rate_threshold"],
  ["004", "monitoring_thresholds.availability_threshold"],
  ["005", "monitoring_thresholds.cpu_utilization_threshold"],
  ["006", "monitoring_thresholds.memory_utilization_threshold"],
  ["007", "monitoring_thresholds.disk_utilization_threshold"],
  ["008", "monitoring_thresholds.network_errors_threshold"],
  ["009", "monitoring_thresholds.request_rate_anomaly_threshold"],
  ["010", "monitoring_thresholds.database_connection_pool_threshold"],
  ["011", "monitoring_thresholds.queue_depth_threshold"],
  ["012", "monitoring_thresholds.cache_hit_ratio_minimum"],
];

/**
 * For each mandated threshold there is an alert, and every alert that carries its key in the label `threshold` fires at
 * the mandated value or earlier, with one of the four severities, before the severity's response time has passed.
 */
export const thresholdRules: readonly Rule[] = THRESHOLDS.map(([number, key]) =>
  defineRule({
    id: `QMS-THR-${number}`,
    title: `an alert fires at the mandated ${leafOf(key).replaceAll("_", " ")}`,
    mandate: [key],
    violations: (artifact, mandate) => thresholdViolations(artifact, mandate, key),
  }),
);

function thresholdViolations(artifact: Artifact, mandate: Mandate, key: MandateKey): readonly Violation[] {
  if (!isOn(mandate, "observability_configuration.alerting_enabled")) return [];
  const alerts = alertRules(artifact).filter(({ labels }) => labels.threshold === leafOf(key));
  if (alerts.length === 0) return [noAlert(mandate, key)];
  return alerts.flatMap((alert) => [...lateLimit(alert, mandate, key), ...lateNotice(alert, mandate, key)]);
}

function noAlert(mandate: Mandate, key: MandateKey): Violation {
  const label = `threshold: ${JSON.stringify(leafOf(key))}`;
  return {
    address: "",
    path: "",
    found: `no alert with label ${label}`,
    required: `an alert that fires ${side(mandate, key)} ${renderQuantity(key, valueAt(mandate.values, key))} or earlier`,
    mandate: key,
    fix: "add the alerting construct to the stack; it brings an alert for each mandated threshold",
  };
}

/** A ceiling is passed from below, an objective from above. */
function side(mandate: Mandate, key: MandateKey): "above" | "below" {
  return kindOf(key, valueAt(mandate.values, key)) === "floor" ? "below" : "above";
}

function lateLimit(alert: AlertRule, mandate: Mandate, key: MandateKey): readonly Violation[] {
  const mandated = valueAt(mandate.values, key);
  const condition = alertCondition(alert.expr);
  const wanted = side(mandate, key);
  const value = condition?.fires === wanted ? inMandateUnit(condition.limit, KINDS[key].unit) : undefined;
  if (!isWeaker(key, mandated, value)) return [];
  return [
    {
      address: alert.address,
      path: `${alert.path}.expr`,
      found: `${alert.alert} fires ${condition === undefined ? "by something else than a number" : describe(condition, key)}`,
      required: `${wanted} ${describeAllowed(key, mandated)}`,
      mandate: key,
      fix: "leave the limit to the alerting construct; other alerts on the same signal carry no label threshold",
    },
  ];
}

function describe(
  { fires, limit }: { readonly fires: string; readonly limit: number },
  key: MandateKey,
): string {
  return `${fires} ${renderQuantity(key, inMandateUnit(limit, KINDS[key].unit))}`;
}

/** Prometheus counts seconds and ratios. Twelve digits hide what binary fractions add, as in 0.07 * 100. */
function inMandateUnit(limit: number, unit: Unit): number {
  const factor = { milliseconds: 1000, percent: 100 }[unit as string] ?? 1;
  return Number((limit * factor).toPrecision(12));
}

function lateNotice(alert: AlertRule, mandate: Mandate, key: MandateKey): readonly Violation[] {
  const severity = SEVERITIES.find((name) => name === alert.labels.severity);
  if (severity === undefined) return [wrongSeverity(alert, key)];
  return boundViolations(mandate, {
    key: responseTimeKey(severity),
    address: alert.address,
    path: `${alert.path}.for`,
    written: alert.pending,
    value: secondsOf(alert.pending, "prometheus"),
    fix: `shorten "for" of ${alert.alert}, or give it a lower severity`,
  });
}

function wrongSeverity({ address, path, alert, labels }: AlertRule, key: MandateKey): Violation {
  return {
    address,
    path: `${path}.labels.severity`,
    found: labels.severity === undefined ? "not set" : JSON.stringify(labels.severity),
    required: `one of ${SEVERITIES.join(", ")}`,
    mandate: key,
    fix: `give ${alert} one of the four severities`,
  };
}
