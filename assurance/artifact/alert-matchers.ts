import { entriesOf, isObject, itemsOf, textOf, textsOf, type JsonObject, type JsonValue } from "./json";

/** The labels of one alert. */
export type Labels = Readonly<Record<string, string>>;

/** One comparison with a label; an absent label counts as empty. */
interface Matcher {
  readonly name: string;
  readonly holds: (value: string) => boolean;
}

const parsed = new WeakMap<JsonObject, readonly Matcher[]>();

/** Whether a route takes an alert: all its matchers hold, in any of the three ways to write them. */
export function routeMatches(route: JsonObject, labels: Labels): boolean {
  return all(matchersOf(route), labels);
}

/** Whether an alert can be the source of an inhibition. */
export function sourceMatches(rule: JsonObject, labels: Labels): boolean {
  return all(matchersOf(part(rule, "source")), labels);
}

/** Whether an alert can be the target of an inhibition. */
export function targetMatches(rule: JsonObject, labels: Labels): boolean {
  return all(matchersOf(part(rule, "target")), labels);
}

const parts = new WeakMap<JsonObject, Readonly<Record<"source" | "target", JsonObject>>>();

function part(rule: JsonObject, side: "source" | "target"): JsonObject {
  const known = parts.get(rule) ?? {
    source: withoutPrefix(rule, "source_"),
    target: withoutPrefix(rule, "target_"),
  };
  parts.set(rule, known);
  return known[side];
}

function withoutPrefix(rule: JsonObject, prefix: string): JsonObject {
  return Object.fromEntries(
    Object.entries(rule).flatMap(([key, value]) =>
      key.startsWith(prefix) ? [[key.slice(prefix.length), value]] : [],
    ),
  );
}

function all(matchers: readonly Matcher[], labels: Labels): boolean {
  return matchers.every(({ holds, name }) => holds(labels[name] ?? ""));
}

function matchersOf(body: JsonObject): readonly Matcher[] {
  const known = parsed.get(body) ?? [
    ...entriesOf(body.match).map(([name, value]) => matcher(name, "=", textOf(value) ?? "")),
    ...entriesOf(body.match_re).map(([name, value]) => matcher(name, "=~", textOf(value) ?? "")),
    ...textsOf(body.matchers).flatMap(splitMatchers).map(readMatcher),
  ];
  parsed.set(body, known);
  return known;
}

/** One entry may hold several matchers, in braces or not, separated by commas outside quotes. */
function splitMatchers(text: string): readonly string[] {
  const inner = text.trim().replace(/^\{(.*)\}$/s, "$1");
  return (inner.match(/(?:"(?:\\.|[^"\\])*"|[^",])+/g) ?? [])
    .map((found) => found.trim())
    .filter((found) => found !== "");
}

function readMatcher(text: string): Matcher {
  const [, name = "", operator = "", value = ""] = /^(.+?)\s*(=~|!~|!=|=)\s*(.*)$/s.exec(text) ?? [];
  return matcher(unquoted(name), operator, unquoted(value));
}

function matcher(name: string, operator: string, value: string): Matcher {
  switch (operator) {
    case "=":
      return { name, holds: (actual) => actual === value };
    case "!=":
      return { name, holds: (actual) => actual !== value };
    case "=~":
      return { name, holds: anchored(value) };
    case "!~": {
      const holds = anchored(value);
      return { name, holds: (actual) => !holds(actual) };
    }
    default:
      return { name, holds: () => false };
  }
}

const ESCAPES: Readonly<Record<string, string>> = { n: "\n" };

function unquoted(text: string): string {
  return /^".*"$/s.test(text)
    ? text.slice(1, -1).replace(/\\(.)/gs, (_, character: string) => ESCAPES[character] ?? character)
    : text;
}

/**
 * Alertmanager anchors a pattern at both ends, and its dot does not match the end of a line. Flags and named groups
 * are written as in Go.
 */
function anchored(pattern: string): (value: string) => boolean {
  const [, flags = "", rest = ""] = /^(?:\(\?([ims]+)\))?(.*)$/s.exec(pattern) ?? [];
  const regex = new RegExp(`^(?:${rest.replaceAll("(?P<", "(?<")})$`, flags);
  return (value) => regex.test(value);
}

/** The maps of a list, which a configuration's lists of routes and rules are made of. */
export function objectsOf(value: JsonValue | undefined): readonly JsonObject[] {
  return itemsOf(value).filter(isObject);
}
