import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import type { ChartName } from "./charts";
import { readDataFile } from "./data-file";
import { splitPath } from "./value-path";

export { mistypedValues, unknownPaths, valueKeyProblems } from "./value-key-problems";

const valueType = z.enum(["boolean", "number", "string", "list", "map", "map*", "any"]);

/** Type of a chart's value; `map*` is a map with free keys, below `list`, `map*` and `any` anything goes. */
export type ValueType = z.infer<typeof valueType>;

/** `keys.json`: the value paths of one chart version and their types, generated from its defaults and schema. */
export const keysFile = z.strictObject({
  chart: z.string(),
  version: z.string(),
  paths: z.record(z.string(), valueType),
});

type KeysFile = z.infer<typeof keysFile>;

/**
 * `declared.yaml`: paths that a chart's templates read although its defaults do not list them, and types that its
 * defaults do not show, each with the file that proves it. A segment `*` stands for any key.
 */
export const declaredFile = z.strictObject({
  paths: z.array(z.strictObject({ path: z.string().min(1), type: valueType, source: z.string().min(1) })),
});

/** One known value and what is known below it. */
export interface KeyNode {
  readonly type: ValueType;
  readonly children: ReadonlyMap<string, KeyNode>;
}

/** The values that one chart version has. */
export interface ValueKeys {
  readonly chart: string;
  readonly version: string;
  readonly root: KeyNode;
}

type Listed = readonly (readonly [path: string, type: ValueType])[];

const FOLDER = join(__dirname, "..", "..", "charts-values");

const cache = new Map<ChartName, ValueKeys>();

/**
 * The known values of a chart: `keys.json`, and `declared.yaml` on top of it.
 * @throws ZodError when `declared.yaml`, which people write, is not of its shape.
 */
export function loadValueKeys(chart: ChartName): ValueKeys {
  const keys = cache.get(chart) ?? readValueKeys(join(FOLDER, chart));
  cache.set(chart, keys);
  return keys;
}

function readValueKeys(folder: string): ValueKeys {
  // Generated, and checked by a test: thousands of paths are not validated again in each run.
  const { chart, version, paths } = JSON.parse(readFileSync(join(folder, "keys.json"), "utf8")) as KeysFile;
  return valueKeys({ chart, version }, Object.entries(paths), readDeclared(join(folder, "declared.yaml")));
}

function readDeclared(file: string): Listed {
  const declared = readDataFile(file);
  return declared === undefined
    ? []
    : declaredFile.parse(declared).paths.map(({ path, type }) => [path, type]);
}

/**
 * Known values from paths and types; maps above a path need not be listed. A declared type replaces the generated one,
 * and where it is free, what was generated below it.
 */
export function valueKeys(
  chart: Pick<ValueKeys, "chart" | "version">,
  generated: Listed,
  declared: Listed = [],
): ValueKeys {
  const root: MutableNode = { type: "map", children: new Map() };
  for (const [path, type] of generated) {
    place(root, splitPath(path)).type = type;
  }
  for (const [path, type] of declared) {
    const node = place(root, splitPath(path));
    node.type = type;
    if (type !== "map") {
      node.children.clear();
    }
  }
  spreadWildcards(root);
  return { ...chart, root };
}

interface MutableNode {
  type: ValueType;
  readonly children: Map<string, MutableNode>;
}

function place(root: MutableNode, segments: readonly string[]): MutableNode {
  return segments.reduce((node, segment) => {
    const child = node.children.get(segment) ?? { type: "map", children: new Map<string, MutableNode>() };
    node.children.set(segment, child);
    return child;
  }, root);
}

/** What is known of any key is known of the named ones beside it. */
function spreadWildcards(node: MutableNode): void {
  const any = node.children.get("*");
  for (const child of node.children.values()) {
    if (any !== undefined && child !== any) {
      addMissing(child, any);
    }
    spreadWildcards(child);
  }
}

function addMissing(to: MutableNode, from: MutableNode): void {
  for (const [key, child] of from.children) {
    const same = to.children.get(key);
    if (same === undefined) {
      to.children.set(key, child);
    } else {
      addMissing(same, child);
    }
  }
}
