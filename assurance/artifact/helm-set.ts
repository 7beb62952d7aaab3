import type { JsonObject, JsonValue } from "./json";
import { isObject } from "./json";

/** One value and where it goes; a number is an index into a list. */
interface Assignment {
  readonly path: readonly (string | number)[];
  readonly value: JsonValue;
}

/** How a `set` entry reads its value: `auto` finds out numbers, booleans and `null`, `string` takes it as it is. */
export type SetType = "auto" | "string";

/**
 * Applies one line of Helm's `--set` grammar, `a.b[0].c=value,d={x,y}`. A backslash takes the next character as it is.
 *
 * @throws Error where Helm refuses the line
 */
export function applySet(values: JsonObject, line: string, type: SetType): JsonObject {
  return parseLine(line, type).reduce<JsonObject>(
    (changed, { path, value }) => assign(changed, path, value) as JsonObject,
    values,
  );
}

/** The highest index that Helm accepts; a list is filled with `null` up to it. */
const MAX_INDEX = 65536;

function assign(
  under: JsonValue | undefined,
  path: readonly (string | number)[],
  value: JsonValue,
): JsonValue {
  const [head, ...rest] = path;
  if (head === undefined) return value;
  if (typeof head === "string") {
    if (under !== undefined && !isObject(under))
      throw new Error(`${head} is set below something that is no map`);
    const own = under !== undefined && Object.hasOwn(under, head) ? under[head] : undefined;
    return Object.fromEntries([...Object.entries(under ?? {}), [head, assign(own, rest, value)]]);
  }
  if (head < 0 || head > MAX_INDEX) throw new Error(`index ${String(head)} is out of range`);
  if (under !== undefined && under !== null && !Array.isArray(under)) {
    throw new Error(`index ${String(head)} is set in something that is no list`);
  }
  const list = [...((under ?? []) as readonly JsonValue[])];
  while (list.length <= head) list.push(null);
  list[head] = assign(list[head] ?? undefined, rest, value);
  return list;
}

/** The rest of a line; reading takes from its front. */
interface Cursor {
  rest: string;
}

function parseLine(line: string, type: SetType): readonly Assignment[] {
  const cursor: Cursor = { rest: line };
  const assignments: Assignment[] = [];
  while (cursor.rest !== "") {
    assignments.push({ path: readPath(cursor), value: readValue(cursor, type) });
  }
  return assignments;
}

function readPath(cursor: Cursor): readonly (string | number)[] {
  const path: (string | number)[] = [];
  for (;;) {
    const { text, stop } = readUntil(cursor, "=[,.");
    if (stop === undefined || stop === ",") throw new Error(`key ${text} has no value`);
    if (text !== "") path.push(text);
    if (stop === "[") path.push(readIndex(cursor));
    if (stop === "=") return path;
  }
}

function readIndex(cursor: Cursor): number {
  const { text, stop } = readUntil(cursor, "]");
  if (stop === undefined || !/^[+-]?\d+$/.test(text)) throw new Error(`[${text}] is no index`);
  return Number(text);
}

function readValue(cursor: Cursor, type: SetType): JsonValue {
  if (!cursor.rest.startsWith("{")) return typed(readUntil(cursor, ",").text, type);
  cursor.rest = cursor.rest.slice(1);
  const list: JsonValue[] = [];
  for (;;) {
    const { text, stop } = readUntil(cursor, ",}");
    if (stop === undefined) throw new Error("a list must end with }");
    list.push(typed(text, type));
    if (stop === "}") break;
  }
  if (cursor.rest.startsWith(",")) cursor.rest = cursor.rest.slice(1);
  return list;
}

function readUntil(
  cursor: Cursor,
  stops: string,
): { readonly text: string; readonly stop: string | undefined } {
  let text = "";
  for (let at = 0; at < cursor.rest.length; at++) {
    const character = cursor.rest.charAt(at);
    if (stops.includes(character)) {
      cursor.rest = cursor.rest.slice(at + 1);
      return { text, stop: character };
    }
    if (character === "\\") at++;
    text += cursor.rest.charAt(at);
  }
  cursor.rest = "";
  return { text, stop: undefined };
}

/** Helm reads whole numbers only, and none that starts with a zero; `1.5` stays a text. */
function typed(text: string, type: SetType): JsonValue {
  if (type === "string") return text;
  const word = text.toLowerCase();
  if (word === "true" || word === "false") return word === "true";
  if (word === "null") return null;
  return text === "0" || /^[+-]?[1-9]\d*$|^[+-]0\d*$/.test(text) ? Number(text) : text;
}
