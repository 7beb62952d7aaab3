import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import type { ValueType } from "../constructs/core/value-keys";
import { joinPath } from "../constructs/core/value-path";
import { type ChartDependency, tryReadMetadata, trySubchartFolder } from "./chart-folder";
import { valuePaths } from "./value-paths";
import { valueSchema } from "./value-schema";

/** Content of `keys.json`: facts of one chart version, sorted by path. */
export interface ChartKeys {
  readonly chart: string;
  readonly version: string;
  readonly paths: Readonly<Record<string, ValueType>>;
}

/**
 * The value paths of an unpacked chart and of the charts that it brings.
 * @throws Error when the folder holds no chart, or a chart that it brings is neither in `charts/` nor beside it.
 */
export function chartKeys(folder: string): ChartKeys {
  const { name, version } = readMetadata(folder);
  const paths = [...pathsOfChart(folder)].sort(([a], [b]) => (a < b ? -1 : 1));
  return { chart: name, version, paths: Object.fromEntries(paths) };
}

function readMetadata(folder: string): NonNullable<ReturnType<typeof tryReadMetadata>> {
  const metadata = tryReadMetadata(folder);
  if (metadata === undefined) {
    throw new Error(`${folder} holds no chart: Chart.yaml is missing`);
  }
  return metadata;
}

/** What a chart's own files list wins; a subchart's wins where its parent merely overrides a default of it. */
function pathsOfChart(folder: string): ReadonlyMap<string, ValueType> {
  const { dependencies = [] } = readMetadata(folder);
  const own = new Map(ownPaths(folder));
  for (const dependency of dependencies) {
    addSubchart(own, dependency, subchartPaths(folder, dependency));
  }
  return own;
}

function ownPaths(folder: string): ReturnType<typeof valuePaths> {
  const values: unknown = parse(tryReadText(join(folder, "values.yaml")) ?? "{}", { maxAliasCount: -1 });
  const schema = tryReadText(join(folder, "values.schema.json"));
  return valuePaths(values, schema === undefined ? undefined : valueSchema.parse(JSON.parse(schema)));
}

function tryReadText(file: string): string | undefined {
  return existsSync(file) ? readFileSync(file, "utf8") : undefined;
}

/** A library chart only lends templates and has no values of its own. */
function subchartPaths(folder: string, dependency: ChartDependency): ReadonlyMap<string, ValueType> {
  const subchart = trySubchartFolder(folder, dependency);
  if (subchart === undefined) {
    throw new Error(
      `chart ${dependency.name}, which ${folder} brings, is neither in its charts/ nor beside it: ` +
        "unpack it there, for example with helm dependency build",
    );
  }
  return readMetadata(subchart).type === "library" ? new Map() : pathsOfChart(subchart);
}

function addSubchart(
  own: Map<string, ValueType>,
  { name, alias, condition }: ChartDependency,
  subchart: ReadonlyMap<string, ValueType>,
): void {
  const prefix = joinPath([alias ?? name]);
  if (subchart.size > 0) {
    own.set(prefix, "map");
  }
  for (const [path, type] of subchart) {
    const prefixed = `${prefix}.${path}`;
    if (type !== "map") {
      removeBelow(own, prefixed);
    }
    own.set(prefixed, type);
    // Helm hands the parent's global values down, so every global value of a subchart is one of the parent's too.
    if (path === "global" || path.startsWith("global.")) {
      own.set(path, own.get(path) ?? type);
    }
  }
  // Helm itself reads the first of these paths that is set.
  for (const path of condition?.split(",") ?? []) {
    own.set(path.trim(), own.get(path.trim()) ?? "boolean");
  }
}

function removeBelow(paths: Map<string, ValueType>, free: string): void {
  for (const path of [...paths.keys()].filter((each) => each.startsWith(`${free}.`))) {
    paths.delete(path);
  }
}
