import type { Artifact } from "../artifact/artifact";
import { below, isObject, textOf, valueAt, type JsonObject, type JsonValue } from "../artifact/json";
import { jaegerConfigurations, type JaegerConfiguration } from "../artifact/native/jaeger";
import { daysOf } from "./duration";
import { inFile, logPolicies } from "./log-policies";

/** How long something is kept, by one setting. */
export interface RetentionSetting {
  readonly address: string;
  readonly path: string;
  readonly written: JsonValue | undefined;
  /** Full days that are certainly kept; nothing where the setting cannot be read. */
  readonly days: number | undefined;
}

/** One Prometheus, by chart values or as an object. */
export interface PrometheusServer {
  readonly address: string;
  /** Path of the specification. */
  readonly path: string;
  readonly spec: JsonObject;
}

export function prometheusServers(artifact: Artifact): readonly PrometheusServer[] {
  const path = "prometheus.prometheusSpec";
  const releases = artifact.releases
    .filter(
      ({ chart, values }) =>
        chart === "kube-prometheus-stack" && valueAt(values, "prometheus.enabled") !== false,
    )
    .map(({ address, values }) => ({ address, path, spec: objectAt(values, path) }));
  const objects = artifact.objects
    .filter(
      ({ kind, apiVersion }) => kind === "Prometheus" && apiVersion.startsWith("monitoring.coreos.com/"),
    )
    .map((object) => ({
      address: object.address,
      path: below(object.path, "spec"),
      spec: objectAt(object.body, "spec"),
    }));
  return [...releases, ...objects];
}

function objectAt(value: JsonValue, path: string): JsonObject {
  const found = valueAt(value, path);
  return isObject(found) ? found : {};
}

export function metricsRetention(artifact: Artifact): readonly RetentionSetting[] {
  return prometheusServers(artifact).map(({ address, path, spec }) => ({
    address,
    path: below(path, "retention"),
    written: valueAt(spec, "retention"),
    days: daysOf(spec.retention, "prometheus"),
  }));
}

export function logRetention(artifact: Artifact): readonly RetentionSetting[] {
  return logPolicies(artifact).map(({ address, path, document }) => {
    const setting = "policy.phases.delete.min_age";
    const written = valueAt(document, setting);
    return { address, path: inFile(path, setting), written, days: daysOf(written, "elasticsearch") };
  });
}

export function traceRetention(artifact: Artifact): readonly RetentionSetting[] {
  return jaegerConfigurations(artifact).flatMap((jaeger) => [
    cleanerSetting(jaeger),
    ...spanAgeSettings(jaeger),
  ]);
}

/**
 * Up to Jaeger 2.19 the cleaner cuts at midnight after today, so of N days one is not over yet; and an index may have
 * been made on the day before its own, by a span from a host whose clock is ahead.
 */
export const CLEANER_EXTRA_DAYS = 2;

function cleanerSetting({ address, values }: JaegerConfiguration): RetentionSetting {
  const written = valueAt(values, "esIndexCleaner.numberOfDays");
  const days = typeof written === "number" ? written - CLEANER_EXTRA_DAYS : undefined;
  return { address, path: "esIndexCleaner.numberOfDays", written, days };
}

/** Beyond `max_span_age` a stored trace is not found any more. */
function spanAgeSettings({ address, config }: JaegerConfiguration): readonly RetentionSetting[] {
  return traceBackends(config).map((name) => {
    const backend = below("extensions.jaeger_storage.backends", name);
    const store = ["elasticsearch", "opensearch"].find(
      (type) => valueAt(config, `${backend}.${type}`) !== undefined,
    );
    const path = `${backend}.${store ?? "elasticsearch"}.max_span_age`;
    const written = valueAt(config, path);
    return { address, path: `userconfig.${path}`, written, days: daysOf(written, "go") };
  });
}

/** The backends that traces are written to and read from. */
export function traceBackends(config: JsonObject): readonly string[] {
  const names = [
    "exporters.jaeger_storage_exporter.trace_storage",
    "extensions.jaeger_query.storage.traces",
  ].map((path) => textOf(valueAt(config, path)));
  return [...new Set(names.filter((name) => name !== undefined))];
}

/** Full days that each signal is kept, by its shortest setting; 0 where nothing says so. */
export function retention(artifact: Artifact): {
  readonly metrics: number;
  readonly logs: number;
  readonly traces: number;
} {
  const shortest = (settings: readonly RetentionSetting[]): number =>
    settings.length === 0 ? 0 : Math.min(...settings.map(({ days = 0 }) => Math.floor(days)));
  return {
    metrics: shortest(metricsRetention(artifact)),
    logs: shortest(logRetention(artifact)),
    traces: shortest(traceRetention(artifact)),
  };
}
