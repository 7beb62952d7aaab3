import { type HelmValue, type HelmValues, isMap } from "../core/helm-values";

/** A text that the collector takes as it stands: it expands `$` in its configuration, and `$$` gives one. */
export function literal(text: string): string {
  return text.replaceAll("$", "$$$$");
}

/** A text as a string literal of OTTL, the collector's transformation language. */
export function ottlString(text: string): string {
  return `"${text.replace(/[\\"]/g, "\\$&")}"`;
}

/**
 * A group of statements of a transform processor, written with single `$`. It runs where all conditions hold, and
 * sees only its own `log.cache`: a value set in one group is nil in the next.
 */
export function group(statements: readonly string[], conditions: readonly string[] = []): HelmValues {
  return {
    ...(conditions.length === 0 ? {} : { conditions: conditions.map(literal) }),
    statements: statements.map(literal),
  };
}

/**
 * Values whose texts survive the chart, which evaluates its configuration as a template: only an added pattern or a
 * name can hold `{{`, but it would break the release.
 */
export function quotedForTemplates(values: HelmValues): HelmValues {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, quoted(value)]));
}

function quoted(value: HelmValue): HelmValue {
  if (typeof value === "string") {
    return value.replaceAll("{{", "{{`{{`}}");
  }
  if (isMap(value)) {
    return quotedForTemplates(value);
  }
  return Array.isArray(value) ? (value as readonly HelmValue[]).map(quoted) : value;
}
