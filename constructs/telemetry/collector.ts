import { isDeepStrictEqual } from "node:util";
import { ConfigurationError, type Problem } from "../../mandate";
import { type HelmValue, type HelmValues, isMap } from "../core/helm-values";
import type { CollectorConfig } from "./collector-config";
import type { Processor, Source, Target } from "./components";
import type { Pipeline } from "./pipeline";
import { graphProblems } from "./pipeline-graph";
import { pipelineProblems } from "./pipeline-problems";

/** What one collector is made of; its other components are those that the pipelines go through. */
export interface CollectorParts {
  readonly extensions: HelmValues;
  readonly pipelines: readonly Pipeline[];
  readonly telemetry: HelmValues;
}

/**
 * The configuration of a collector.
 * @throws ConfigurationError with everything in which its pipelines do not hold together.
 */
export function collector(parts: CollectorParts): CollectorConfig {
  const problems = collectorProblems(parts);
  if (problems.length > 0) {
    throw new ConfigurationError("the pipelines of a collector do not hold together", problems);
  }
  return configOf(parts);
}

/** Everything in which the pipelines of a collector do not hold together. */
export function collectorProblems({ extensions, pipelines }: CollectorParts): readonly Problem[] {
  const components = distinct(componentsOf(pipelines));
  return [
    ...duplicates(pipelines, components),
    ...storeProblems(extensions, components),
    ...pipelines.flatMap((pipeline) =>
      pipelineProblems(pipeline).map((problem) => ({ where: `pipeline ${pipeline.id}`, ...problem })),
    ),
    ...graphProblems(pipelines),
  ];
}

/** The configuration as the parts say it, right or wrong. */
export function configOf({ extensions, pipelines, telemetry }: CollectorParts): CollectorConfig {
  const components = componentsOf(pipelines);
  const settingsOf = (wanted: Component["kind"]): HelmValues =>
    Object.fromEntries(
      components.filter(({ kind }) => kind === wanted).map(({ id, settings }) => [id, settings]),
    );
  return {
    extensions,
    receivers: settingsOf("receiver"),
    processors: settingsOf("processor"),
    connectors: settingsOf("connector"),
    exporters: settingsOf("exporter"),
    pipelines: Object.fromEntries(
      pipelines.map(({ id, from, through, to }) => [
        id,
        { receivers: ids(from), processors: ids(through), exporters: ids(to) },
      ]),
    ),
    telemetry,
  };
}

type Component = Source | Processor | Target;

function componentsOf(pipelines: readonly Pipeline[]): readonly Component[] {
  return pipelines.flatMap(({ from, through, to }) => [...from, ...through, ...to]);
}

function ids(components: readonly Component[]): readonly string[] {
  return components.map(({ id }) => id);
}

/** Each component once; those that share an id without being the same stay beside one another. */
function distinct(components: readonly Component[]): readonly Component[] {
  return components.filter(
    (one, at) => components.findIndex((other) => sameId(one, other) && isDeepStrictEqual(one, other)) === at,
  );
}

function sameId(one: Component, other: Component): boolean {
  return one.kind === other.kind && one.id === other.id;
}

function duplicates(pipelines: readonly Pipeline[], components: readonly Component[]): readonly Problem[] {
  const second = <One>(all: readonly One[], same: (one: One, other: One) => boolean): readonly One[] =>
    all.filter((one, at) => all.findIndex((other) => same(one, other)) < at);
  return [
    ...second(pipelines, (one, other) => one.id === other.id).map(({ id }) => ({
      where: `pipeline ${id}`,
      what: "two pipelines have this id, and one would replace the other",
      fix: "give one of them another name",
    })),
    ...second(components, sameId).map(({ id, kind }) => ({
      where: `${kind} ${id}`,
      what: "has two configurations, and one would replace the other",
      fix: "give one of them another name",
    })),
  ];
}

/** Queues and read positions in a store that does not exist, and stores that hold nothing. */
function storeProblems(extensions: HelmValues, components: readonly Component[]): readonly Problem[] {
  const stores = Object.keys(extensions).filter((id) => id.startsWith("file_storage"));
  const used = components.map((one) => ({ ...one, stores: storesIn(one.settings) }));
  return [
    ...used.flatMap(({ id, kind, stores: wanted }) =>
      wanted
        .filter((store) => !stores.includes(store))
        .map((store) => ({
          where: `${kind} ${id}`,
          what: `stores in ${store}, which is no extension`,
          allowed: stores.join(", ") || "no store",
          fix: `add ${store} to the extensions`,
        })),
    ),
    ...stores
      .filter((store) => !used.some((one) => one.stores.includes(store)))
      .map((store) => ({
        where: `extension ${store}`,
        what: "nothing is stored in it",
        fix: "leave it out",
      })),
  ];
}

function storesIn(value: HelmValue): readonly string[] {
  if (Array.isArray(value)) return (value as readonly HelmValue[]).flatMap(storesIn);
  if (!isMap(value)) return [];
  return Object.entries(value).flatMap(([key, below]) =>
    key === "storage" && typeof below === "string" ? [below] : storesIn(below),
  );
}
