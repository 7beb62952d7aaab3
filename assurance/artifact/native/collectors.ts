import type { Artifact } from "../artifact";
import { isObject, locatedTexts, mapTexts, textOf, textsOf, valueAt, type JsonObject } from "../json";
import type { Release } from "../release";
import { yamlContent, type NativeConfiguration } from "./native-configuration";

/** One OpenTelemetry Collector deployment. */
export interface Collector {
  readonly address: string;
  /** Value path of the configuration. */
  readonly path: "config" | "alternateConfig";
  /** Name of the release, which says its role: agent, gateway, cluster. */
  readonly name: string;
  /** `daemonset`, `statefulset` or `deployment`. */
  readonly mode: string | undefined;
  readonly config: JsonObject;
  /** Value paths that make the collector run another configuration than this one, and why. */
  readonly doubts: readonly { readonly path: string; readonly what: string }[];
}

/** Eight rules read the collectors of the same artifact. */
const READ = new WeakMap<Artifact, readonly Collector[]>();

export function collectors(artifact: Artifact): readonly Collector[] {
  const known = READ.get(artifact);
  if (known !== undefined) return known;
  const found = artifact.releases.filter(({ chart }) => chart === "opentelemetry-collector").map(collector);
  READ.set(artifact, found);
  return found;
}

function collector({ address, name, values }: Release): Collector {
  const alternate = values.alternateConfig;
  // The chart uses it instead of `config` as soon as it holds anything.
  const path = isObject(alternate) && Object.keys(alternate).length > 0 ? "alternateConfig" : "config";
  const source = values[path];
  const config = mapTexts(isObject(source) ? source : {}, withoutTemplateQuotes) as JsonObject;
  return { address, path, name, mode: textOf(values.mode), config, doubts: doubtsOf(values, path) };
}

/** Helm evaluates the configuration as a template; this is how a literal `{{` is written there. */
const QUOTED = /\{\{-?\s*`([^`]*)`\s*-?\}\}/g;

function withoutTemplateQuotes(text: string): string {
  return text.replace(QUOTED, "$1");
}

function doubtsOf(values: JsonObject, path: string): Collector["doubts"] {
  const presets = Object.keys(isObject(values.presets) ? values.presets : {})
    .filter((name) => presetIsOn(values, name))
    .map((name) => ({ path: `presets.${name}`, what: "a preset of the chart changes the pipelines" }));
  const isElsewhere =
    valueAt(values, "configMap.create") === false || (valueAt(values, "configMap.existingName") ?? "") !== "";
  const argument = textsOf(valueAt(values, "command.extraArgs")).some((text) =>
    /^--?(config|set)\b/.test(text),
  );
  const isTemplate = locatedTexts(values[path]).some(({ text }) => text.replace(QUOTED, "").includes("{{"));
  return [
    ...presets,
    ...(isElsewhere
      ? [{ path: "configMap", what: "the configuration comes from a ConfigMap that is not in the artifact" }]
      : []),
    ...(argument ? [{ path: "command.extraArgs", what: "an argument changes the configuration" }] : []),
    ...(isTemplate ? [{ path, what: "the configuration holds a Helm template" }] : []),
  ];
}

function presetIsOn(values: JsonObject, name: string): boolean {
  return ["enabled", "logs.enabled", "metrics.enabled"].some(
    (path) => valueAt(values, `presets.${name}.${path}`) === true,
  );
}

export function collectorFiles(artifact: Artifact): readonly NativeConfiguration[] {
  return collectors(artifact).map(({ address, path, name, config }) => ({
    kind: "collectors",
    name,
    fileName: `${name}.yaml`,
    content: yamlContent(config),
    data: config,
    address,
    path,
  }));
}
