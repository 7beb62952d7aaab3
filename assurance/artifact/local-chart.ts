import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative, resolve, sep } from "node:path";
import { isObject, type JsonObject } from "./json";
import { parseValues } from "./values-document";

/** A chart that lies beside the artifact instead of in a repository. */
export interface LocalChart {
  readonly folder: string;
  /** SHA-256 over the names and contents of its files; nothing when the folder is missing. */
  readonly digest: string | undefined;
  /** Its default values. */
  readonly defaults: JsonObject;
}

/**
 * A reader of the local charts beside an artifact. Every bundle of raw manifests names the same chart, so each folder is
 * read once.
 */
export function localCharts(directory: string): (chart: string) => LocalChart | undefined {
  const known = new Map<string, LocalChart | undefined>();
  return (chart) => {
    if (!known.has(chart)) known.set(chart, localChart(chart, directory));
    return known.get(chart);
  };
}

const MODULE = "${path.module}/";

/**
 * The local chart that a release's `chart` names, if it names one: below `${path.module}`, by a path, or by the bare
 * name of a folder beside the artifact, which Helm prefers to the repository.
 */
export function localChart(chart: string, directory: string): LocalChart | undefined {
  const folder = resolve(directory, chart.startsWith(MODULE) ? chart.slice(MODULE.length) : chart);
  const isPath = chart.startsWith(MODULE) || /^\.{0,2}\//.test(chart);
  if (!isFolder(folder)) return isPath ? { folder, digest: undefined, defaults: {} } : undefined;
  return { folder, digest: folderDigest(folder), defaults: defaultsOf(folder) };
}

function isFolder(path: string): boolean {
  return existsSync(path) && statSync(path).isDirectory();
}

function defaultsOf(folder: string): JsonObject {
  const file = join(folder, "values.yaml");
  const values = existsSync(file) ? parseValues(readFileSync(file, "utf8")) : {};
  return isObject(values) ? values : {};
}

/** SHA-256 over the names and contents of all files below a folder, in the order of their names. */
export function folderDigest(folder: string): string {
  const hash = createHash("sha256");
  for (const { file, name } of filesBelow(folder)) {
    hash.update(`${name}\0`).update(readFileSync(file)).update("\0");
  }
  return hash.digest("hex");
}

function filesBelow(folder: string): readonly { readonly file: string; readonly name: string }[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((file) => ({ file, name: relative(folder, file).split(sep).join("/") }))
    .sort((one, other) => (one.name < other.name ? -1 : 1));
}
