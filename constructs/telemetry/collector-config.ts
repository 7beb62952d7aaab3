import type { HelmValues } from "../core/helm-values";
import { quotedForTemplates } from "./collector-text";

/** A way of one signal through the collector; the order of the processors is the order of the work. */
export interface Pipeline {
  readonly receivers: readonly string[];
  readonly processors: readonly string[];
  readonly exporters: readonly string[];
}

/** The whole configuration of one collector, without what the Helm chart would add. */
export interface CollectorConfig {
  readonly extensions: HelmValues;
  readonly receivers: HelmValues;
  readonly processors: HelmValues;
  readonly connectors?: HelmValues;
  readonly exporters: HelmValues;
  readonly pipelines: Readonly<Record<string, Pipeline>>;
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

/**
 * The chart's value `config`: the configuration, and `null` for each default of the chart that it does not use.
 * @throws Error when the pipelines and the components do not fit together, which is a mistake of ours.
 */
export function chartConfig(config: CollectorConfig): HelmValues {
  const problems = graphProblems(config);
  if (problems.length > 0) {
    throw new Error(`the collector configuration does not hold together: ${problems.join("; ")}`);
  }
  const { extensions, receivers, processors, connectors = {}, exporters, pipelines, telemetry } = config;
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

/** Components that a pipeline names and nobody defines, that nobody uses, and a memory limiter that is not first. */
export function graphProblems(config: CollectorConfig): readonly string[] {
  const connectors = Object.keys(config.connectors ?? {});
  const pipelines = Object.entries(config.pipelines);
  const parts = {
    receivers: [...Object.keys(config.receivers), ...connectors],
    processors: Object.keys(config.processors),
    exporters: [...Object.keys(config.exporters), ...connectors],
  } as const;
  return [
    ...(["receivers", "processors", "exporters"] as const).flatMap((part) => {
      const used = pipelines.flatMap(([, pipeline]) => pipeline[part]);
      return [
        ...without(used, parts[part]).map((name) => `${part} lack ${name}`),
        ...without(parts[part], used).map((name) => `no pipeline uses ${name} of ${part}`),
      ];
    }),
    ...pipelines.flatMap(([name, pipeline]) => [
      ...(pipeline.exporters.length === 0 ? [`pipeline ${name} ends nowhere`] : []),
      ...(pipeline.processors.indexOf("memory_limiter") > 0
        ? [`memory_limiter is not first in ${name}`]
        : []),
    ]),
  ];
}

function without(names: readonly string[], others: readonly string[]): readonly string[] {
  return names.filter((name) => !others.includes(name));
}
