import {
  entriesOf,
  isObject,
  textOf,
  textsOf,
  valueAt,
  type JsonObject,
  type JsonValue,
} from "../artifact/json";
import type { Collector } from "../artifact/native/collectors";

/** One pipeline of a collector. */
export interface Pipeline {
  readonly collector: Collector;
  /** Such as `logs/audit`. */
  readonly name: string;
  readonly signal: string;
  readonly receivers: readonly string[];
  readonly processors: readonly string[];
  readonly exporters: readonly string[];
  /** Value path. */
  readonly path: string;
}

export function pipelinesOf(collector: Collector): readonly Pipeline[] {
  return entriesOf(valueAt(collector.config, "service.pipelines")).map(([name, pipeline]) => ({
    collector,
    name,
    signal: typeOf(name),
    receivers: textsOf(valueAt(pipeline, "receivers")),
    processors: textsOf(valueAt(pipeline, "processors")),
    exporters: textsOf(valueAt(pipeline, "exporters")),
    path: `${collector.path}.service.pipelines.${name}`,
  }));
}

/** A component's name is its type, and optionally a name of its own: `redaction/pii`. */
export function typeOf(name: string): string {
  const type = name.split("/")[0] ?? name;
  return DEPRECATED[type] ?? type;
}

/** Names that the chart rewrites to the new ones (`rewriteDeprecatedComponentNames`). */
const DEPRECATED: Readonly<Record<string, string>> = { filelog: "file_log" };

/** The configurations of the processors of a type that a pipeline runs, with their names. */
export function processorsOf(pipeline: Pipeline, type: string): readonly (readonly [string, JsonObject])[] {
  return pipeline.processors
    .filter((name) => typeOf(name) === type)
    .map((name) => [name, component(pipeline.collector, "processors", name)] as const);
}

export function component(collector: Collector, section: string, name: string): JsonObject {
  const components = collector.config[section];
  const found: JsonValue | undefined = isObject(components) ? components[name] : undefined;
  return isObject(found) ? found : {};
}

/** Directories in which the kubelet writes what containers print. */
const CONTAINER_LOGS = ["/var/log/pods/", "/var/log/containers/"];

/**
 * Whether application logs may come through a pipeline: by OTLP, from the files of containers, or from a source that is
 * not known here. The audit log of the API server and Kubernetes' events are other kinds of records.
 */
export function carriesApplicationLogs(pipeline: Pipeline): boolean {
  return pipeline.receivers.some((name) => {
    if (typeOf(name) === "file_log") return readsContainers(pipeline.collector, name);
    return !["k8s_events", "k8s_objects", "k8sobjects"].includes(typeOf(name));
  });
}

/** Receivers of figures that a node and its kubelet tell, without a word of any application. */
const PLATFORM_FIGURES = ["host_metrics", "hostmetrics", "kubelet_stats", "kubeletstats"];

/** Whether metrics that applications send may come through a pipeline; what connectors count is none. */
export function carriesApplicationMetrics({ collector, receivers }: Pipeline): boolean {
  const { connectors } = collector.config;
  const counts = (name: string): boolean => isObject(connectors) && Object.hasOwn(connectors, name);
  return receivers.some(
    (name) => isPassage(collector, name) || !(counts(name) || PLATFORM_FIGURES.includes(typeOf(name))),
  );
}

/** Whether a receiver of files reads what containers print; one without patterns might. */
export function readsContainers(collector: Collector, receiver: string): boolean {
  const include = textsOf(component(collector, "receivers", receiver).include);
  return include.length === 0 || include.some(mayMatchContainers);
}

function mayMatchContainers(pattern: string): boolean {
  const [fixed = ""] = pattern.split(/[*?[{]/);
  return CONTAINER_LOGS.some((folder) => fixed.startsWith(folder) || folder.startsWith(fixed));
}

/** The texts of a transform or filter processor: statements and conditions, the collector's `$$` undone. */
export function ottlOf(processor: JsonObject): readonly string[] {
  const texts = (value: JsonValue | undefined): readonly string[] => {
    const text = textOf(value);
    if (text !== undefined) return [text.replaceAll("$$", "$")];
    if (Array.isArray(value)) return (value as readonly JsonValue[]).flatMap(texts);
    return entriesOf(value).flatMap(([, child]) => texts(child));
  };
  return texts(processor);
}

/** Connectors that hand records on as they are. */
const PASSING_ON: readonly string[] = ["forward", "routing", "failover", "round_robin", "roundrobin"];

/** Whether a pipeline hands records to anything else than another pipeline of the same collector. */
export function isExit({ collector, exporters }: Pipeline): boolean {
  return exporters.some((name) => !isPassage(collector, name));
}

function isPassage(collector: Collector, name: string): boolean {
  const { connectors } = collector.config;
  return PASSING_ON.includes(typeOf(name)) && isObject(connectors) && Object.hasOwn(connectors, name);
}

/** Whether every record of a pipeline has been through something: in this pipeline, or in all that feed it. */
export function everyRecordPassed(pipeline: Pipeline, through: (pipeline: Pipeline) => boolean): boolean {
  if (through(pipeline)) return true;
  const { collector, receivers } = pipeline;
  if (receivers.length === 0 || receivers.some((name) => !isPassage(collector, name))) return false;
  // The collector refuses cycles, so the walk ends.
  const feeding = pipelinesOf(collector).filter(
    ({ name, exporters }) =>
      name !== pipeline.name && exporters.some((exporter) => receivers.includes(exporter)),
  );
  return feeding.length > 0 && feeding.every((feeder) => everyRecordPassed(feeder, through));
}

/** Whether a collector runs on every node. */
export function isAgent({ mode }: Collector): boolean {
  return mode === "daemonset";
}

/** The pipelines of a signal in which records leave the agents, the collectors that run on every node. */
export function agentExits(all: readonly Collector[], signals: readonly string[]): readonly Pipeline[] {
  return all
    .filter(isAgent)
    .flatMap(pipelinesOf)
    .filter((pipeline) => signals.includes(pipeline.signal) && isExit(pipeline));
}
