import type { HelmValue, HelmValues } from "../core/helm-values";
import { type LimitLine, panel, type Panel, type PanelOptions, type Query, UNITS } from "./panel";
import { DATA_SOURCES } from "./variables";

const HEIGHT = 8;

/** Lines over time. */
export function timeseries(options: PanelOptions): Panel {
  const { limit, width = 8 } = options;
  const custom = {
    fillOpacity: 5,
    showPoints: "never",
    thresholdsStyle: { mode: limit === undefined ? "off" : "line" },
  };
  return panel({ ...options, width }, HEIGHT, {
    type: "timeseries",
    targets: promqlTargets(options.queries, {}),
    fieldConfig: { defaults: { ...fieldDefaults(options), custom }, overrides: [] },
    options: {
      legend: { displayMode: "list", placement: "bottom", showLegend: true },
      tooltip: { mode: "multi", sort: "desc" },
    },
  });
}

/** One big number for each series, as of now. */
export function stat(options: PanelOptions): Panel {
  const { width = 4 } = options;
  return panel({ ...options, width }, HEIGHT / 2, {
    type: "stat",
    targets: promqlTargets(options.queries, { instant: true, range: false }),
    fieldConfig: { defaults: fieldDefaults(options), overrides: [] },
    options: {
      colorMode: options.limit === undefined ? "none" : "background",
      reduceOptions: { calcs: ["lastNotNull"], fields: "", values: false },
    },
  });
}

/** A row for each series, as of now; `hidden` labels make no column. */
export function table(options: PanelOptions, hidden: readonly string[] = []): Panel {
  const { width = 24 } = options;
  return panel({ ...options, width }, HEIGHT, {
    type: "table",
    targets: promqlTargets(options.queries, { instant: true, range: false, format: "table" }),
    fieldConfig: { defaults: fieldDefaults(options), overrides: [] },
    options: { showHeader: true },
    transformations: [
      {
        id: "organize",
        options: { excludeByName: Object.fromEntries(hidden.map((label) => [label, true])) },
      },
    ],
  });
}

function promqlTargets(queries: readonly Query[], extra: HelmValues): readonly HelmValue[] {
  return queries.map(({ expr, legend = "__auto", exemplars = false }, index) => ({
    refId: String.fromCharCode("A".charCodeAt(0) + index),
    datasource: DATA_SOURCES.metrics.reference,
    editorMode: "code",
    expr,
    legendFormat: legend,
    exemplar: exemplars,
    range: true,
    ...extra,
  }));
}

function fieldDefaults({ unit = UNITS.count, limit }: PanelOptions): HelmValues {
  return {
    unit,
    color: { mode: limit === undefined ? "palette-classic" : "thresholds" },
    thresholds: {
      mode: "absolute",
      steps: limit === undefined ? [{ color: "green", value: null }] : steps(limit),
    },
  };
}

// `null` stands for minus infinity.
function steps({ value, bad }: LimitLine): readonly HelmValue[] {
  const [low, high] = bad === "above" ? (["green", "red"] as const) : (["red", "green"] as const);
  return [
    { color: low, value: null },
    { color: high, value },
  ];
}
