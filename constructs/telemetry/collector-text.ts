import type { HelmValues } from "../core/helm-values";

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
