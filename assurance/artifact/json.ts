/** What JSON and YAML documents are made of. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonObject;

export interface JsonObject {
  readonly [key: string]: JsonValue;
}

/** True for a map, false for lists, scalars and `null`. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The entries of a map; none where the value is no map. */
export function entriesOf(value: JsonValue | undefined): readonly (readonly [string, JsonValue])[] {
  return isObject(value) ? Object.entries(value) : [];
}

/** The items of a list; none where the value is no list. */
export function itemsOf(value: JsonValue | undefined): readonly JsonValue[] {
  return Array.isArray(value) ? (value as readonly JsonValue[]) : [];
}

/** The texts of a list; other items are left out. */
export function textsOf(value: JsonValue | undefined): readonly string[] {
  return itemsOf(value).filter((item) => typeof item === "string");
}

/** The value as text; nothing where it is none. */
export function textOf(value: JsonValue | undefined): string | undefined {
  return typeof value === "string" ? value : undefined;
}

/**
 * The value at a path. Dots separate, a dot inside a key is written `\.`. `null` counts as absent, as it does for the
 * templates of a chart.
 */
export function valueAt(value: JsonValue | undefined, path: string): JsonValue | undefined {
  const found = splitPath(path).reduce<JsonValue | undefined>(
    (at, segment) => (isObject(at) && Object.hasOwn(at, segment) ? at[segment] : undefined),
    value,
  );
  return found ?? undefined;
}

/** The segments of a value path. */
export function splitPath(path: string): readonly string[] {
  return path.split(/(?<!\\)\./).map((segment) => segment.replaceAll("\\.", "."));
}

/** The path of a key below a path; `""` is the document itself. */
export function below(path: string, key: string | number): string {
  if (typeof key === "number") return `${path}[${String(key)}]`;
  const segment = key.replaceAll(".", "\\.");
  return path === "" ? segment : `${path}.${segment}`;
}

/** A text inside a document. */
export interface LocatedText {
  readonly path: string;
  readonly text: string;
}

/** Every text of a document, keys of maps included, in document order. */
export function locatedTexts(value: JsonValue | undefined, path = ""): readonly LocatedText[] {
  if (typeof value === "string") return [{ path, text: value }];
  if (Array.isArray(value)) {
    return (value as readonly JsonValue[]).flatMap((item, index) => locatedTexts(item, below(path, index)));
  }
  return entriesOf(value).flatMap(([key, child]) => [
    { path: below(path, key), text: key },
    ...locatedTexts(child, below(path, key)),
  ]);
}

/** The document with every text, keys of maps included, replaced. */
export function mapTexts(value: JsonValue, replace: (text: string) => string): JsonValue {
  if (typeof value === "string") return replace(value);
  if (Array.isArray(value)) return (value as readonly JsonValue[]).map((item) => mapTexts(item, replace));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, child]) => [replace(key), mapTexts(child, replace)]),
  );
}
