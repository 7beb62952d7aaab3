import { PII_CLASSES, type PiiPattern } from "../../mandate/pii-patterns";
import { CLEAN_KEY } from "../../mandate/pii-unmasked-keys";
import { PII_KEYS } from "./pii-keys";

/**
 * Whether a line of a container's log may hold a sensitive value, in the language of the receiver's conditions: false
 * only where neither a pattern nor a key can be found in it, nor in the JSON that it may be.
 *
 * All patterns on all values cost more than everything else together, and few lines hold any. What every such line
 * must have is looked for instead, and what is found most easily is looked for first: a literal, then a shape that
 * begins with it, then the pattern. A code such as `\u0040` could hide anything.
 */
export function mayHoldPii(patterns: readonly PiiPattern[]): string {
  const signs = [...patterns.flatMap(({ signs = [] }) => signs), ...KEY_SIGNS];
  const conditions = [
    ...[...new Set(signs)].filter((sign) => headOf(sign).literal === sign).map(holds),
    ...KEY_SIGNS.filter((sign) => headOf(sign).literal !== sign).map((sign) => shaped([sign], "low")),
    ...["\\u", CLEAN_KEY].map((text) => `raw contains ${quoted(text)}`),
    // A large number may be written with an exponent.
    shaped([String.raw`\.[0-9]{8,}[eE]`], "raw"),
    ...confirmedShapes(patterns),
    // Escapes of JSON may stand between the parts of a pattern that has no signs.
    ...patterns
      .filter(({ signs }) => signs === undefined)
      .map(({ pattern }) => `raw contains ${quoted("\\")} or ${matches("raw", pattern)}`),
  ];
  // Keys such as `@timestamp` are common, and no address begins with a quote. A variable is read faster than a field.
  const variables = `let raw = body; let text = replace(raw, ${quoted('"@')}, ""); let low = lower(text); `;
  return variables + conditions.join(" or ");
}

const KEY_SIGNS = PII_CLASSES.flatMap((name) => PII_KEYS[name].signs);

/** The literal that a sign begins with, as it stands in a text and in the expression. */
function headOf(sign: string): { readonly literal: string; readonly source: string } {
  const source = /^(?:\\[.+(]|[^\\[({*+?|])*/.exec(sign)?.[0] ?? "";
  return { literal: source.replaceAll("\\", ""), source };
}

function holds(sign: string): string {
  return `${sign === sign.toLowerCase() ? "low" : "text"} contains ${quoted(sign)}`;
}

/** Shapes that begin with the same literal. */
function shaped(signs: readonly string[], variable: "low" | "raw"): string {
  const { literal, source } = headOf(signs[0] ?? "");
  const rests = signs.map((sign) => sign.slice(source.length));
  const shape = rests.length === 1 ? `${source}${rests.join("")}` : `${source}(?:${rests.join("|")})`;
  return `(${variable} contains ${quoted(literal)} and ${matches(variable, shape)})`;
}

/** Shapes of all patterns by the literal that they begin with; where one is found, its patterns decide. */
function confirmedShapes(patterns: readonly PiiPattern[]): readonly string[] {
  const byHead = new Map<string, Map<PiiPattern, readonly string[]>>();
  for (const pattern of patterns) {
    for (const sign of (pattern.signs ?? []).filter((one) => headOf(one).literal !== one)) {
      const { source } = headOf(sign);
      const owners = byHead.get(source) ?? new Map<PiiPattern, readonly string[]>();
      byHead.set(source, owners.set(pattern, [...(owners.get(pattern) ?? []), sign]));
    }
  }
  return [...byHead.values()].map((owners) => {
    const all = [...new Set([...owners.values()].flat())];
    const decisions = [...owners].map(([pattern, signs]) =>
      owners.size === 1 ? confirmed(pattern) : `${shaped(signs, "raw")} and ${confirmed(pattern)}`,
    );
    return `(${shaped(all, "raw")} and (${decisions.join(" or ")}))`;
  });
}

/**
 * Addresses of the cluster are in many lines, and their pattern is dear. They are recognised by what stands before them:
 * inside a public address nothing but a dot or a digit could stand there.
 */
const PRIVATE = ['"', " ", "/", ":", "=", "("].flatMap((before) =>
  ["10.", "127.", "192.168."].map((network) => before + network),
);

function confirmed({ name, pattern, signs = [] }: PiiPattern): string {
  if (name !== "ipv4_public") return matches("raw", pattern);
  const others = PRIVATE.reduce((text, begin) => `replace(${text}, ${quoted(begin)}, " ")`, "raw");
  return `${matches(others, signs.join("|"))} and ${matches("raw", pattern)}`;
}

function matches(variable: string, expression: string): string {
  return `${variable} matches ${quoted(expression)}`;
}

function quoted(text: string): string {
  return JSON.stringify(text);
}
