import { CHART_DEFAULTS } from "./chart-defaults";
import {
  blocksOf,
  evaluate,
  evaluateDocument,
  type Evaluated,
  type Expression,
  type Unreadable,
} from "./expression";
import { effectiveValues, mergeDocuments } from "./helm-merge";
import { applySet } from "./helm-set";
import { isObject, itemsOf, textOf, textsOf, type JsonObject, type JsonValue } from "./json";
import type { LocalChart } from "./local-chart";
import { parseValues } from "./values-document";

/** The attributes that set single values, in the order in which the Helm provider applies them after `values`. */
export const SET_ATTRIBUTES = ["set", "set_list", "set_sensitive", "set_wo"] as const;

/** What the templates of a release see: all documents folded, `set*` applied, known chart defaults underneath. */
export function releaseValues(
  address: string,
  body: JsonObject,
  chart: string,
  local: LocalChart | undefined,
): Evaluated<JsonObject> {
  const expressions: Expression[] = [];
  const unreadable: Unreadable[] = [];
  let values: JsonObject = {};
  for (const layer of layersOf(address, body)) {
    expressions.push(...layer.expressions);
    unreadable.push(...layer.unreadable);
    try {
      values = layer.value(values);
    } catch (error) {
      unreadable.push({ address, path: layer.path, what: (error as Error).message });
    }
  }
  return { value: effectiveValues(values, defaultsOf(chart, body, local)), expressions, unreadable };
}

function defaultsOf(
  chart: string,
  body: JsonObject,
  local: LocalChart | undefined,
): Readonly<Record<string, JsonValue>> {
  if (local !== undefined) return local.defaults;
  const pinned = Object.hasOwn(CHART_DEFAULTS, chart) ? CHART_DEFAULTS[chart] : undefined;
  return pinned !== undefined && pinned.version === body.version ? pinned.subtrees : {};
}

interface Layer extends Evaluated<(values: JsonObject) => JsonObject> {
  readonly path: string;
}

function layersOf(address: string, body: JsonObject): readonly Layer[] {
  return [
    ...documentLayers(address, body.values),
    ...SET_ATTRIBUTES.flatMap((name) => setLayers(address, name, body[name])),
  ];
}

function documentLayers(address: string, values: JsonValue | undefined): readonly Layer[] {
  if (values === undefined || values === null) return [];
  if (!Array.isArray(values)) {
    const evaluated = evaluate(address, "values", values);
    const unreadable = [{ address, path: "values", what: "is no list of literal documents" }];
    return [{ ...evaluated, path: "values", value: (before) => before, unreadable }];
  }
  return itemsOf(values).map((source, index) => documentLayer(address, `values[${String(index)}]`, source));
}

function documentLayer(address: string, path: string, source: JsonValue): Layer {
  const { value, ...rest } = evaluateDocument(address, path, textOf(source) ?? "[]", parseValues);
  return {
    ...rest,
    path,
    value: (before) => {
      if (value === undefined) return before;
      if (!isObject(value)) throw new Error("is no map of values");
      return mergeDocuments(before, value);
    },
  };
}

/** The expressions in them are found with the other attributes of the release. */
function setLayers(address: string, name: string, value: JsonValue | undefined): readonly Layer[] {
  if (typeof value === "string") {
    const unreadable = [{ address, path: name, what: "is no list of literal entries" }];
    return [{ path: name, value: (before) => before, expressions: [], unreadable }];
  }
  return blocksOf(value).map((block, index) => {
    const path = `${name}[${index}]`;
    const { value: entry } = evaluate(address, path, block);
    const change = (before: JsonObject): JsonObject => applyEntry(before, entry as JsonObject);
    return { path, value: change, expressions: [], unreadable: [] };
  });
}

function applyEntry(values: JsonObject, entry: JsonObject): JsonObject {
  const name = textOf(entry.name) ?? "";
  if (Array.isArray(entry.value))
    return applySet(values, `${name}={${textsOf(entry.value).join(",")}}`, "auto");
  const value = textOf(entry.value) ?? JSON.stringify(entry.value ?? "");
  if (entry.type === "literal") return { ...values, [name]: parseValues(value) };
  return applySet(values, `${name}=${value}`, entry.type === "string" ? "string" : "auto");
}
