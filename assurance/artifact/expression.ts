import { isObject, itemsOf, locatedTexts, mapTexts, type JsonObject, type JsonValue } from "./json";
import { readTemplate } from "./terraform-template";

/** A live Terraform expression: only Terraform knows what it will be. */
export interface Expression {
  /** Such as `helm_release.kps`. */
  readonly address: string;
  /** Path inside the resource; below `values` it is the path in the values document. */
  readonly path: string;
  /** As written, such as `${var.days}`. */
  readonly expression: string;
}

/** Something of the artifact that cannot be read, and so cannot be judged. */
export interface Unreadable {
  readonly address: string;
  readonly path: string;
  readonly what: string;
}

/** A part of a resource with its escapes undone, and what stood in the way. */
export interface Evaluated<Value> {
  readonly value: Value;
  readonly expressions: readonly Expression[];
  readonly unreadable: readonly Unreadable[];
}

/** Undoes the escapes of every text below a path of a resource and finds its live expressions. */
export function evaluate(address: string, path: string, value: JsonValue): Evaluated<JsonValue> {
  const expressions = locatedTexts(value, path).flatMap((located) =>
    readTemplate(located.text).expressions.map((expression) => ({ address, path: located.path, expression })),
  );
  return { value: mapTexts(value, (text) => readTemplate(text).text), expressions, unreadable: [] };
}

/** A block of a resource that Terraform's JSON writes as one map, or as a list of maps. */
export function blocksOf(value: JsonValue | undefined): readonly JsonObject[] {
  return isObject(value) ? [value] : itemsOf(value).filter(isObject);
}

/** Private-use characters cannot occur in a document by chance and mean nothing to JSON and YAML. */
const OPEN = "\uE000";
const CLOSE = "\uE001";
const MARKS = new RegExp(`${OPEN}(\\d+)${CLOSE}`, "g");

/** Reads a text that holds a document: the expressions are found where they stand in the document. */
export function evaluateDocument(
  address: string,
  path: string,
  source: string,
  parse: (text: string) => JsonValue,
): Evaluated<JsonValue | undefined> {
  const { text, expressions } = readTemplate(source, (index) => `${OPEN}${String(index)}${CLOSE}`);
  try {
    const document = parse(text);
    if (expressions.length === 0) return { value: document, expressions: [], unreadable: [] };
    const found = locate(document, expressions);
    return {
      value: mapTexts(document, (marked) => restore(marked, expressions)),
      expressions: expressions.map((expression, index) => ({
        address,
        path: found.get(index) ?? path,
        expression,
      })),
      unreadable: [],
    };
  } catch (error) {
    const what = `is neither JSON nor YAML: ${firstLine(error)}`;
    const located = expressions.map((expression) => ({ address, path, expression }));
    return { value: undefined, expressions: located, unreadable: [{ address, path, what }] };
  }
}

function locate(document: JsonValue, expressions: readonly string[]): ReadonlyMap<number, string> {
  const found = new Map<number, string>();
  for (const { path, text } of locatedTexts(document)) {
    for (const [, index] of text.matchAll(MARKS)) {
      if (!found.has(Number(index)) && path !== "")
        found.set(Number(index), restore(`values.${path}`, expressions));
    }
  }
  return found;
}

function restore(text: string, expressions: readonly string[]): string {
  return text.replace(MARKS, (mark, index: string) => expressions[Number(index)] ?? mark);
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split("\n")[0] ?? "";
}
