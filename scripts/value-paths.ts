import type { ValueType } from "../constructs/core/value-keys";
import { joinPath } from "../constructs/core/value-path";
import { isRecord, resolveSchema, schemaType, type ValueSchema } from "./value-schema";

/** Deeper than the deepest chart by far; a schema that refers to itself ends here as free. */
const MAX_DEPTH = 24;

type Paths = readonly (readonly [path: string, type: ValueType])[];

/** Every value path of a chart with its type, from its default values and, where it has one, its schema. */
export function valuePaths(defaults: unknown, schema?: ValueSchema): Paths {
  const { children } = describe(defaults, schema, schema);
  return children.flatMap(([key, child]) => pathsOf(child, [key], schema));
}

interface Described {
  readonly type: ValueType;
  readonly children: readonly (readonly [key: string, child: Undescribed])[];
}

interface Undescribed {
  readonly value: unknown;
  readonly schema: ValueSchema | undefined;
}

function pathsOf(
  { value, schema }: Undescribed,
  segments: readonly string[],
  root: ValueSchema | undefined,
): Paths {
  const path = joinPath(segments);
  if (segments.length > MAX_DEPTH) {
    return [[path, "any"]];
  }
  const { type, children } = describe(value, schema, root);
  return [[path, type], ...children.flatMap(([key, child]) => pathsOf(child, [...segments, key], root))];
}

function describe(
  value: unknown,
  unresolved: ValueSchema | undefined,
  root: ValueSchema | undefined,
): Described {
  const schema = resolveSchema(unresolved, root);
  const type = schemaType(schema, root) ?? typeOf(value);
  if (type !== "map") {
    return { type, children: [] };
  }
  const entries = isRecord(value) ? Object.entries(value) : [];
  const children = childrenOf(entries, schema);
  // Where the schema does not say it, the keys of a map are what its default shows; an empty default shows that they are free.
  const free = isOpen(schema, root) ?? entries.length === 0;
  return free ? { type: "map*", children: [] } : { type: "map", children };
}

function childrenOf(
  entries: readonly (readonly [string, unknown])[],
  schema: ValueSchema | undefined,
): Described["children"] {
  const defaults = new Map(entries);
  const properties = new Map(Object.entries(schema?.properties ?? {}));
  const patterns = [...Object.values(schema?.patternProperties ?? {}), schema?.additionalProperties];
  const wildcards = patterns.filter((pattern) => typeof pattern === "object");
  const wildcard = wildcards.length === 0 ? [] : [["*", { value: undefined, schema: wildcards[0] }] as const];
  const named = [...new Set([...defaults.keys(), ...properties.keys()])].map((key) => {
    const property = properties.get(key);
    return [
      key,
      { value: defaults.get(key), schema: typeof property === "object" ? property : undefined },
    ] as const;
  });
  return [...named, ...wildcard];
}

/** Whether a schema lets a map have other keys than it names; `undefined` where it says nothing. */
function isOpen(schema: ValueSchema | undefined, root: ValueSchema | undefined): boolean | undefined {
  const additional = schema?.additionalProperties;
  if (typeof additional === "object") {
    return resolveSchema(additional, root)?.properties === undefined;
  }
  return schema?.patternProperties === undefined ? additional : false;
}

function typeOf(value: unknown): ValueType {
  if (typeof value === "boolean") return "boolean";
  if (typeof value === "number") return "number";
  if (typeof value === "string") return "string";
  if (Array.isArray(value)) return "list";
  return isRecord(value) ? "map" : "any";
}
