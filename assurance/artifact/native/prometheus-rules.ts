import type { Artifact } from "../artifact";
import {
  below,
  entriesOf,
  isObject,
  itemsOf,
  textOf,
  valueAt,
  type JsonObject,
  type JsonValue,
} from "../json";
import { yamlContent, type NativeConfiguration } from "./native-configuration";

/** Groups of rules that Prometheus loads together. */
export interface PrometheusRules {
  readonly address: string;
  /** Value path of the groups, or of the object that holds them. */
  readonly path: string;
  readonly name: string;
  readonly groups: readonly JsonObject[];
}

/** One alerting rule. */
export interface AlertRule {
  readonly address: string;
  /** Path of the rule, such as `additionalPrometheusRulesMap.platform.groups[0].rules[2]`. */
  readonly path: string;
  readonly alert: string;
  readonly expr: string;
  /** Prometheus duration; `0s` where the rule has none. */
  readonly pending: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** `PrometheusRule` objects, and the rules among the values of kube-prometheus-stack. */
export function prometheusRules(artifact: Artifact): readonly PrometheusRules[] {
  const objects = artifact.objects
    .filter(({ kind }) => kind === "PrometheusRule")
    .map(({ address, path, name, body }) => ({
      address,
      path: below(path, "spec"),
      name,
      groups: groupsOf(valueAt(body, "spec")),
    }));
  const values = artifact.releases
    .filter(({ chart }) => chart === "kube-prometheus-stack")
    .flatMap(({ address, values: { additionalPrometheusRulesMap } }) =>
      entriesOf(additionalPrometheusRulesMap).map(([name, rules]) => ({
        address,
        path: below("additionalPrometheusRulesMap", name),
        name,
        groups: groupsOf(rules),
      })),
    );
  return [...objects, ...values];
}

function groupsOf(value: JsonValue | undefined): readonly JsonObject[] {
  return itemsOf(valueAt(value, "groups")).filter(isObject);
}

/** Every alerting rule of the artifact. */
export function alertRules(artifact: Artifact): readonly AlertRule[] {
  return prometheusRules(artifact).flatMap(({ address, path, groups }) =>
    groups.flatMap((group, groupIndex) =>
      itemsOf(group.rules).flatMap((rule, ruleIndex) => {
        const at = below(below(below(below(path, "groups"), groupIndex), "rules"), ruleIndex);
        return isObject(rule) && textOf(rule.alert) !== undefined ? [alertRule(address, at, rule)] : [];
      }),
    ),
  );
}

function alertRule(address: string, path: string, rule: JsonObject): AlertRule {
  return {
    address,
    path,
    alert: textOf(rule.alert) ?? "",
    // An expression may be a bare number in YAML.
    expr: typeof rule.expr === "number" ? String(rule.expr) : (textOf(rule.expr) ?? ""),
    pending: textOf(rule.for) ?? "0s",
    labels: Object.fromEntries(
      entriesOf(rule.labels).map(([name, value]) => [name, textOf(value) ?? JSON.stringify(value)]),
    ),
  };
}

export function prometheusRuleFiles(artifact: Artifact): readonly NativeConfiguration[] {
  return prometheusRules(artifact).map(({ address, path, name, groups }) => {
    const data = { groups };
    return {
      kind: "prometheus-rules",
      name,
      fileName: `${name}.yaml`,
      content: yamlContent(data),
      data,
      address,
      path,
    };
  });
}
