import type { HelmValue } from "../core/helm-values";
import type { Manifest } from "../core/manifest-bundle";

/** A rule that stores the result of a query as a new series, named `level:metric:operation`. */
export interface RecordingRule {
  readonly record: string;
  /** PromQL. */
  readonly expr: string;
  /**
   * Labels that the new series has beside those of the result.
   * @default - none
   */
  readonly labels?: Readonly<Record<string, string>>;
}

/** A rule that raises an alert while its query returns something. The fields are Prometheus' own. */
export interface AlertingRule {
  /** `<Component><Condition>`, also the name of the runbook. */
  readonly alert: string;
  /** PromQL. */
  readonly expr: string;
  /** Time that the query must hold before the alert fires. */
  readonly for?: string;
  /** Time that the alert goes on firing after the query stopped to hold; for signals that flap. */
  readonly keep_firing_for?: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

/** Rules that are evaluated one after the other, so that later ones see what earlier ones recorded. */
export interface RuleGroup {
  readonly name: string;
  /** @default - the server's evaluation interval */
  readonly interval?: string;
  readonly rules: readonly (RecordingRule | AlertingRule)[];
}

/**
 * Groups as an object that Prometheus' operator loads.
 * @see https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.PrometheusRule
 */
export function prometheusRule(name: string, namespace: string, groups: readonly RuleGroup[]): Manifest {
  return {
    apiVersion: "monitoring.coreos.com/v1",
    kind: "PrometheusRule",
    metadata: { name, namespace, labels: { "app.kubernetes.io/part-of": "qms-observability" } },
    spec: { groups: groups as unknown as HelmValue },
  };
}

/** The alerting rules of some groups, in order. */
export function alertingRules(groups: readonly RuleGroup[]): readonly AlertingRule[] {
  return groups.flatMap(({ rules }) => rules.filter((rule) => "alert" in rule));
}
