import type { HelmValues } from "../core/helm-values";

const SELECTORS = [
  "ruleNamespaceSelector",
  "serviceMonitorNamespaceSelector",
  "podMonitorNamespaceSelector",
  "probeNamespaceSelector",
  "scrapeConfigNamespaceSelector",
] as const;

/** Namespaces by name, or loudly all of them. */
export type MonitoredNamespaces = readonly string[] | "all";

/**
 * The namespaces whose monitors, probes and rules one Prometheus takes, for all five kinds of objects; `own` ones are
 * always among them. Kubernetes itself labels every namespace with its name.
 * @see https://kubernetes.io/docs/reference/labels-annotations-taints/#kubernetes-io-metadata-name
 */
export function namespaceSelectors(monitored: MonitoredNamespaces, own: readonly string[]): HelmValues {
  const selector = monitored === "all" ? {} : selectorOf([...own, ...monitored]);
  return Object.fromEntries(SELECTORS.map((name) => [name, selector]));
}

/** A selector of namespaces by name. */
export function selectorOf(namespaces: readonly string[]): HelmValues {
  return {
    matchExpressions: [
      { key: "kubernetes.io/metadata.name", operator: "In", values: [...new Set(namespaces)].sort() },
    ],
  };
}
