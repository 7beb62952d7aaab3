import type { HelmValues } from "../core/helm-values";

/**
 * Data sources that dashboards read, each chosen by a variable, so that a second Prometheus or Elasticsearch is a
 * choice in the browser. The default is the one that `Grafana`'s verbs add first.
 */
export const DATA_SOURCES = {
  metrics: variable("metrics", "Metrics", "prometheus"),
  logs: variable("logs", "Logs", "elasticsearch"),
  traces: variable("traces", "Traces", "jaeger"),
} as const;

/** One of {@link DATA_SOURCES}. */
export type DataSourceVariable = keyof typeof DATA_SOURCES;

interface Variable {
  /** As panels and queries refer to it. */
  readonly reference: { readonly type: string; readonly uid: string };
  /** As the dashboard declares it. */
  readonly declaration: HelmValues;
}

function variable(name: string, label: string, type: string): Variable {
  return {
    reference: { type, uid: `\${${name}}` },
    declaration: {
      name,
      label,
      type: "datasource",
      query: type,
      current: { selected: true, text: type, value: type },
      hide: 0,
      includeAll: false,
      multi: false,
      refresh: 1,
    },
  };
}

/** A choice of several values of a label; everything by default. */
export function labelVariable(name: string, label: string, series: string, labelName: string): HelmValues {
  return {
    ...labelValues(name, label, series, labelName),
    includeAll: true,
    multi: true,
    allValue: ".*",
    current: { selected: true, text: ["All"], value: ["$__all"] },
  };
}

/** A choice of one value of a label, for data sources that take no more. */
export function oneLabelVariable(name: string, label: string, series: string, labelName: string): HelmValues {
  return { ...labelValues(name, label, series, labelName), includeAll: false, multi: false };
}

function labelValues(name: string, label: string, series: string, labelName: string): HelmValues {
  const query = `label_values(${series}, ${labelName})`;
  return {
    name,
    label,
    type: "query",
    datasource: DATA_SOURCES.metrics.reference,
    definition: query,
    query: { query, refId: name },
    refresh: 2,
    sort: 1,
  };
}

/** A field for free text. */
export function textVariable(name: string, label: string, initial: string): HelmValues {
  return {
    name,
    label,
    type: "textbox",
    query: initial,
    current: { selected: true, text: initial, value: initial },
  };
}
