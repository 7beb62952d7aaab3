import type { HelmValues } from "../core/helm-values";
import { quotedForTemplates } from "./collector-text";

/** A pipeline as the collector reads it; the order of the processors is the order of the work. */
export interface PipelineConfig {
  readonly receivers: readonly string[];
  readonly processors: readonly string[];
  readonly exporters: readonly string[];
}

/** The whole configuration of one collector, without what the Helm chart would add; `collector` makes it. */
export interface CollectorConfig {
  readonly extensions: HelmValues;
  readonly receivers: HelmValues;
  readonly processors: HelmValues;
  readonly connectors: HelmValues;
  readonly exporters: HelmValues;
  readonly pipelines: Readonly<Record<string, PipelineConfig>>;
  readonly telemetry: HelmValues;
}

/**
 * What the chart puts into every configuration unless it is deleted with `null`.
 * @see `config` in the default values of opentelemetry-collector 0.170.0
 */
const CHART_DEFAULTS = {
  receivers: ["jaeger", "otlp", "prometheus", "zipkin"],
  processors: ["batch"],
  exporters: ["debug"],
  pipelines: ["logs", "metrics", "traces"],
} as const;

/** The chart's value `config`: the configuration, and `null` for each default of the chart that it does not use. */
export function chartConfig(config: CollectorConfig): HelmValues {
  const { extensions, receivers, processors, connectors, exporters, pipelines, telemetry } = config;
  return quotedForTemplates({
    extensions,
    receivers: withoutDefaults(receivers, CHART_DEFAULTS.receivers),
    processors: withoutDefaults(processors, CHART_DEFAULTS.processors),
    connectors,
    exporters: withoutDefaults(exporters, CHART_DEFAULTS.exporters),
    service: {
      extensions: Object.keys(extensions),
      pipelines: withoutDefaults(asValues(pipelines), CHART_DEFAULTS.pipelines),
      telemetry,
    },
  });
}

function withoutDefaults(used: HelmValues, defaults: readonly string[]): HelmValues {
  return { ...Object.fromEntries(defaults.map((name) => [name, null])), ...used };
}

function asValues(pipelines: CollectorConfig["pipelines"]): HelmValues {
  return Object.fromEntries(Object.entries(pipelines).map(([name, pipeline]) => [name, { ...pipeline }]));
}
