import { parse } from "yaml";
import type { JsonValue } from "./json";

/**
 * Parses a values document as Helm does. Helm reads YAML 1.1, where `yes` and `off` are booleans, but without its
 * base-60 numbers and its timestamps. JSON is tried first: it is what this package writes, and much faster.
 */
export function parseValues(text: string): JsonValue {
  if (/^\s*[{[]/.test(text)) {
    try {
      return JSON.parse(text) as JsonValue;
    } catch {
      // YAML's flow style also begins with a bracket.
    }
  }
  const document: unknown = parse(text, {
    version: "1.1",
    merge: true,
    customTags: (tags) =>
      tags.filter(
        (tag) =>
          typeof tag === "string" || (tag.format !== "TIME" && tag.tag !== "tag:yaml.org,2002:timestamp"),
      ),
  });
  return (document ?? {}) as JsonValue;
}
