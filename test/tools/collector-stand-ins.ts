import { basename, join } from "node:path";
import {
  entriesOf,
  isObject,
  itemsOf,
  type JsonObject,
  type JsonValue,
  textOf,
  valueAt,
} from "../../assurance/artifact/json";

/** A change without which a configuration cannot be validated outside a cluster, or by the collector that tests have. */
interface StandIn {
  /** Kind of component and its type; all components of the type are changed. */
  readonly section: "receivers" | "extensions";
  readonly type: string;
  readonly why: string;
  /** Settings that replace those of the same name. */
  readonly settings?: (component: JsonObject, folder: string) => JsonObject;
  /** Another component in its place; pipelines keep their form. */
  readonly replacedBy?: { readonly id: string; readonly component: JsonObject };
}

/** All changes; what is not listed here is validated as it is deployed. */
export const STAND_INS: readonly StandIn[] = [
  {
    section: "receivers",
    type: "k8s_events",
    why: "is not published as a Go module of this version",
    replacedBy: { id: "otlp/stand-in", component: { protocols: { grpc: { endpoint: "127.0.0.1:0" } } } },
  },
  {
    section: "receivers",
    type: "kubelet_stats",
    why: "reads the files of a pod's service account",
    settings: () => ({ auth_type: "none" }),
  },
  {
    section: "extensions",
    type: "file_storage",
    why: "makes its folders",
    settings: inFolder,
  },
];

/** A store keeps the last part of its path, so that queues and read positions stay apart. */
function inFolder({ compaction, directory }: JsonObject, folder: string): JsonObject {
  const own = join(folder, basename(textOf(directory) ?? ""));
  return {
    directory: own,
    ...(isObject(compaction) ? { compaction: { ...compaction, directory: own } } : {}),
  };
}

/** A configuration that can be validated here, and what was changed for it. */
export interface Validatable {
  readonly config: JsonObject;
  readonly changes: readonly string[];
}

/** Applies the stand-ins that a configuration needs; nothing else is changed. */
export function validatable(config: JsonObject, folder: string): Validatable {
  return STAND_INS.reduce<Validatable>((before, standIn) => apply(before, standIn, folder), {
    config,
    changes: [],
  });
}

function apply({ config, changes }: Validatable, standIn: StandIn, folder: string): Validatable {
  const { section, type, why, settings, replacedBy } = standIn;
  const components = isObject(config[section]) ? config[section] : {};
  const ids = Object.keys(components).filter((id) => id.split("/")[0] === type);
  return ids.reduce<Validatable>(
    (before, id) => {
      const component = isObject(components[id]) ? components[id] : {};
      const changed = settings && { ...component, ...settings(component, folder) };
      const by = replacedBy ?? { id, component: changed ?? component };
      return {
        config: replaced(before.config, section, id, by),
        changes: [...before.changes, `${section} ${id}: ${why}`],
      };
    },
    { config, changes },
  );
}

function replaced(
  config: JsonObject,
  section: string,
  id: string,
  by: { readonly id: string; readonly component: JsonObject },
): JsonObject {
  const others = Object.fromEntries(entriesOf(config[section]).filter(([name]) => name !== id));
  const rename = (ids: JsonValue | undefined): readonly JsonValue[] =>
    itemsOf(ids).map((one) => (one === id ? by.id : one));
  const pipelines = entriesOf(valueAt(config, "service.pipelines")).map(([name, pipeline]) => [
    name,
    isObject(pipeline) && section in pipeline
      ? { ...pipeline, [section]: rename(pipeline[section]) }
      : pipeline,
  ]);
  return {
    ...config,
    [section]: { ...others, [by.id]: by.component },
    service: { ...(config.service as JsonObject), pipelines: Object.fromEntries(pipelines) as JsonObject },
  };
}
