import {
  type Artifact,
  type JsonObject,
  type JsonValue,
  nativeConfigurations,
  valueAt,
} from "../../assurance";
import type { NumberName } from "./mandate-variants";

/*
 * Reads from an artifact, in the mandate's unit, what each mandated number has become. Written from the manuals of the
 * components and not from the rules of the gate, so that both would have to be wrong in the same way.
 */

/** Each place where a number must stand, with the number that stands there; `NaN` where something else does. */
export type Readings = Readonly<Record<string, number>>;

/** A route of Alertmanager. */
export interface Route {
  readonly receiver: string;
  readonly matchers?: readonly string[];
  readonly group_wait?: string;
  readonly group_interval?: string;
  readonly repeat_interval?: string;
  readonly routes?: readonly Route[];
}

/** An alerting rule. */
export interface Alert {
  readonly alert: string;
  readonly expr: string;
  readonly for?: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** Everything that an artifact says under one number of the mandate. */
export function readingsOf(name: NumberName, artifact: Artifact): Readings {
  return READERS[name](artifact);
}

/** The values of a release. */
export function valuesOf(artifact: Artifact, release: string): JsonObject {
  const found = artifact.releases.find(({ name }) => name === release);
  if (found === undefined) throw new Error(`no release ${release}`);
  return found.values;
}

const natives = new WeakMap<Artifact, ReadonlyMap<string, JsonValue>>();

/** The content of one native configuration, by its file's name. */
export function native(artifact: Artifact, fileName: string): JsonValue {
  const files =
    natives.get(artifact) ?? new Map(nativeConfigurations(artifact).map((one) => [one.fileName, one.data]));
  natives.set(artifact, files);
  const found = files.get(fileName);
  if (found === undefined) throw new Error(`no configuration ${fileName}`);
  return found;
}

/** All alerting rules of our own groups. */
export function alertsOf(artifact: Artifact): readonly Alert[] {
  const { groups } = native(artifact, "platform-thresholds.yaml") as unknown as {
    groups: readonly { rules: readonly Partial<Alert>[] }[];
  };
  return groups.flatMap(({ rules }) => rules).filter((rule): rule is Alert => rule.alert !== undefined);
}

/** The route that takes alerts of a severity. */
export function routeOf(artifact: Artifact, severity: string): Route {
  const found = topRoute(artifact).routes?.find(({ matchers }) => matchers?.[0] === `severity="${severity}"`);
  if (found === undefined) throw new Error(`no route for ${severity}`);
  return found;
}

/** The route of all that no other one takes, with the others below it. */
export function topRoute(artifact: Artifact): Route {
  return valueAt(native(artifact, "kps.yaml"), "route") as unknown as Route;
}

/**
 * Seconds after which an unchanged alert is told again: Alertmanager looks at each tick of the group interval whether
 * more than the repeat interval has passed.
 */
export function secondsUntilRepeat({ group_interval, repeat_interval }: Route): number {
  const tick = seconds(group_interval);
  return (Math.floor(seconds(repeat_interval) / tick) + 1) * tick;
}

const UNITS: Readonly<Record<string, number>> = { d: 86400, h: 3600, m: 60, s: 1 };

/** The seconds of a duration such as `1m30s`. */
export function seconds(duration: JsonValue | undefined): number {
  if (typeof duration !== "string") return NaN;
  const parts = [...duration.matchAll(/(\d+)([dhms])/g)];
  const read = parts.map(([part]) => part).join("");
  return read === duration
    ? parts.reduce((sum, [, n, unit]) => sum + Number(n) * (UNITS[unit ?? ""] ?? NaN), 0)
    : NaN;
}

const days = (duration: JsonValue | undefined): number => seconds(duration) / 86400;
const number = (value: JsonValue | undefined): number => (typeof value === "number" ? value : NaN);
/** Hides what binary fractions add, as in 0.07 * 100. */
const times = (value: number, factor: number): number => Number((value * factor).toPrecision(12));

function metricsRetention(artifact: Artifact): Readings {
  return { retention: days(valueAt(valuesOf(artifact, "kps"), "prometheus.prometheusSpec.retention")) };
}

function logRetention(artifact: Artifact): Readings {
  const policy = native(artifact, "ilm-qms-logs.json");
  const failureStore = "failure_store.lifecycle.data_retention";
  const template = (file: string): number =>
    days(valueAt(native(artifact, file), `template.data_stream_options.${failureStore}`));
  const proof = /'"min_age":"(\w+)"'/.exec(native(artifact, "setup.sh") as string);
  return {
    "delete phase": days(valueAt(policy, "policy.phases.delete.min_age")),
    "failure store of collectors": template("component-template-logs-otel-custom.json"),
    "failure store of Logstash": template("component-template-logs-legacy-custom.json"),
    "failure stores that exist": days(valueAt(native(artifact, "existing-options.json"), failureStore)),
    "proof of the set-up": days(proof?.[1]),
  };
}

function traceRetention(artifact: Artifact): Readings {
  const values = valuesOf(artifact, "jaeger");
  const storage = "extensions.jaeger_storage.backends.elasticsearch.elasticsearch";
  return {
    // It counts from the coming midnight, so today is one of them; an index may have been made on the day before its own.
    "index cleaner": number(valueAt(values, "esIndexCleaner.numberOfDays")) - 2,
    "span age": days(valueAt(native(artifact, "jaeger.yaml"), `${storage}.max_span_age`)),
  };
}

type Policy = Readonly<Record<"name" | "type", string>> & JsonObject;

/** The sampling policies of the gateway. */
export function samplingPolicies(artifact: Artifact): readonly Policy[] {
  return valueAt(
    native(artifact, "otel-gateway.yaml"),
    "processors.tail_sampling.policies",
  ) as unknown as Policy[];
}

function policy(artifact: Artifact, name: string): JsonObject {
  return samplingPolicies(artifact).find((one) => one.name === name) ?? {};
}

function sampling(artifact: Artifact): Readings {
  const percentage = valueAt(policy(artifact, "baseline"), "probabilistic.sampling_percentage");
  return {
    "baseline policy": times(number(percentage), 0.01),
    "dashboard: Traces kept": line(artifact, "qms-traces", "Traces kept"),
  };
}

/** The limit that stands behind the comparison at the end of an expression's first line. */
function threshold(name: NumberName, { fires = ">", factor = 1 }: { fires?: string; factor?: number } = {}) {
  return (artifact: Artifact): Readings => {
    const alerts = alertsOf(artifact).filter(({ labels }) => labels.threshold === name);
    const limits = alerts.map(({ alert, expr }) => {
      const [, sign, limit] = /^[^\n]+ ([<>]) (\d+(?:\.\d+)?)(?:\n|$)/.exec(expr) ?? [];
      return [`alert ${alert}`, sign === fires ? times(Number(limit), factor) : NaN] as const;
    });
    const lines = dashboardLines(artifact, "qms-platform-overview", ({ description = "" }) =>
      description.includes(`(mandated: ${name})`),
    ).map(([title, value]) => [`dashboard: ${title}`, times(value, factor)] as const);
    return Object.fromEntries([...limits, ...lines]);
  };
}

interface Panel {
  readonly title: string;
  readonly description?: string;
  readonly fieldConfig?: JsonObject;
}

/** The last step of the panels' thresholds, drawn as a line. */
function dashboardLines(
  artifact: Artifact,
  uid: string,
  isMeant: (panel: Panel) => boolean,
): readonly (readonly [title: string, value: number])[] {
  const { panels } = native(artifact, `${uid}.json`) as unknown as { panels: readonly Panel[] };
  return panels.filter(isMeant).map(({ title, fieldConfig }) => {
    const steps = valueAt(fieldConfig, "defaults.thresholds.steps") as
      readonly { value: number }[] | undefined;
    return [title, steps?.at(-1)?.value ?? NaN] as const;
  });
}

function line(artifact: Artifact, uid: string, title: string): number {
  return dashboardLines(artifact, uid, (panel) => panel.title === title)[0]?.[1] ?? NaN;
}

const isNear = (milliseconds: number, bound: string): boolean => bound === `${milliseconds}ms`;

/** A share of requests below a limit is exact only where the limit is a bound of the histogram. */
function latency(name: "response_time_p95_ms" | "response_time_p99_ms") {
  const read = threshold(name, { factor: 1000 });
  return (artifact: Artifact): Readings => {
    const alert = read(artifact);
    const [limit = NaN] = Object.values(alert);
    const buckets = [
      "connectors.span_metrics.histogram.explicit.buckets",
      "connectors.service_graph.latency_histogram_buckets",
    ]
      .map((path) => valueAt(native(artifact, "otel-gateway.yaml"), path) as readonly string[])
      .map((bounds, index) => [
        `buckets ${index + 1}`,
        bounds.some((bound) => isNear(limit, bound)) ? limit : NaN,
      ]);
    return { ...alert, ...(Object.fromEntries(buckets) as Readings) };
  };
}

function slowest(artifact: Artifact): Readings {
  const slow = number(valueAt(policy(artifact, "slow"), "latency.threshold_ms"));
  return {
    ...latency("response_time_p99_ms")(artifact),
    // It keeps what takes more whole milliseconds than this.
    "policy for slow traces": slow + 1,
  };
}

function quick(artifact: Artifact): Readings {
  return {
    ...latency("response_time_p95_ms")(artifact),
    "dashboard: Response time of spans": times(
      line(artifact, "qms-traces", "Response time, 95th percentile"),
      1000,
    ),
  };
}

function responseTime(severity: string) {
  return (artifact: Artifact): Readings => {
    const labelled = alertsOf(artifact).filter(({ labels }) => labels.severity === severity);
    const relabelings = valueAt(
      valuesOf(artifact, "kps"),
      "prometheus.prometheusSpec.additionalAlertRelabelConfigs",
    ) as readonly { regex: string; replacement: string }[];
    const relabeling = relabelings.find(({ regex }) => regex === `${severity};`);
    return {
      ...Object.fromEntries(
        labelled.map(({ alert, labels }) => [`label of ${alert}`, Number(labels.response_time_seconds)]),
      ),
      "label of other alerts": Number(relabeling?.replacement),
      "dashboard: Age of alerts": line(artifact, "qms-alerting", `Age of alerts, ${severity}`),
    };
  };
}

/** The longest that any route holds alerts back, for the first notification of a group or for a later one. */
function groupingWindow(artifact: Artifact): Readings {
  const top = topRoute(artifact);
  const routes = [top, ...(top.routes ?? [])];
  const waits = routes.flatMap(({ group_wait, group_interval }) => [group_wait, group_interval]);
  return { "longest wait": Math.max(...waits.filter((wait) => wait !== undefined).map(seconds)) };
}

const READERS: Readonly<Record<NumberName, (artifact: Artifact) => Readings>> = {
  metrics_retention_days: metricsRetention,
  log_retention_days: logRetention,
  trace_retention_days: traceRetention,
  trace_sampling_rate: sampling,
  response_time_p95_ms: quick,
  response_time_p99_ms: slowest,
  error_rate_threshold: threshold("error_rate_threshold"),
  availability_threshold: threshold("availability_threshold", { fires: "<" }),
  cpu_utilization_threshold: threshold("cpu_utilization_threshold", { factor: 100 }),
  memory_utilization_threshold: threshold("memory_utilization_threshold", { factor: 100 }),
  disk_utilization_threshold: threshold("disk_utilization_threshold", { factor: 100 }),
  network_errors_threshold: threshold("network_errors_threshold"),
  request_rate_anomaly_threshold: threshold("request_rate_anomaly_threshold"),
  database_connection_pool_threshold: threshold("database_connection_pool_threshold", { factor: 100 }),
  queue_depth_threshold: threshold("queue_depth_threshold"),
  cache_hit_ratio_minimum: threshold("cache_hit_ratio_minimum", { fires: "<" }),
  critical_response_time: responseTime("critical"),
  high_response_time: responseTime("high"),
  medium_response_time: responseTime("medium"),
  low_response_time: responseTime("low"),
  alert_grouping_window: groupingWindow,
};
