import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { JsonObject } from "../../assurance";
import { entriesOf, isObject, textOf, valueAt } from "../../assurance/artifact/json";
import type { RenderedRelease, StoredObjects } from "./chart-rendering";
import { required } from "./helm";

/** `local` with every chart and image taken from a mirror. */
export const MIRRORED = "local-mirrored";
export const MIRRORS = {
  charts: "oci://mirror.example.test/charts",
  images: "mirror.example.test/images",
} as const;

/** Name of the file that lists what was rendered. */
export const INDEX = "rendered.json";

/** Every rendered release, or those of one environment. */
export function renderedReleases(environment?: string): readonly RenderedRelease[] {
  const all = JSON.parse(readFileSync(join(required("QMS_RENDERED"), INDEX), "utf8")) as RenderedRelease[];
  return all.filter((release) => environment === undefined || release.environment === environment);
}

/** The environments that were synthesized; the mirrored one is not among them. */
export function environments(): readonly string[] {
  return [...new Set(renderedReleases().map(({ environment }) => environment))].filter(
    (name) => name !== MIRRORED,
  );
}

/** The objects of a release as Kubernetes would get them. */
export function objectsOf({ objectsFile }: RenderedRelease): readonly JsonObject[] {
  return objectsFile === "" ? [] : (JSON.parse(readFileSync(objectsFile, "utf8")) as StoredObjects).objects;
}

/**
 * The one object of a kind and name in a release.
 * @throws Error when there is none, or more than one
 */
export function object(environment: string, release: string, kind: string, name: string): JsonObject {
  const found = objects(environment, kind, release).filter((candidate) => nameOf(candidate) === name);
  if (found.length === 1 && found[0] !== undefined) return found[0];
  throw new Error(`${found.length} objects ${kind} ${name} in release ${release} of ${environment}`);
}

/** All objects of a kind in an environment, or in one release of it. */
export function objects(environment: string, kind: string, release?: string): readonly JsonObject[] {
  return renderedReleases(environment)
    .filter(({ name }) => release === undefined || name === release)
    .flatMap(objectsOf)
    .filter((candidate) => candidate.kind === kind);
}

/** The files of a ConfigMap, or those of a Secret decoded. */
export function filesOf(holder: JsonObject): Readonly<Record<string, string>> {
  const decode = (text: string): string => Buffer.from(text, "base64").toString("utf8");
  const read = holder.kind === "Secret" ? decode : (text: string): string => text;
  return Object.fromEntries(entriesOf(holder.data).map(([name, text]) => [name, read(textOf(text) ?? "")]));
}

/** The map at a path of an object; empty where there is none. */
export function mapAt(value: JsonObject, path: string): JsonObject {
  const found = valueAt(value, path);
  return isObject(found) ? found : {};
}

/** Name of an object. */
export function nameOf(candidate: JsonObject): string | undefined {
  return textOf(valueAt(candidate, "metadata.name"));
}
