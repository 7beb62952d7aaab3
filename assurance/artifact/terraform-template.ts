/** What Terraform makes of a string of its JSON configuration. */
export interface Template {
  /** The string with escapes undone; each live expression is replaced by its mark, or left as it stands. */
  readonly text: string;
  /** The expressions and directives that Terraform evaluates, as written, in order. */
  readonly expressions: readonly string[];
}

/**
 * Reads a string as Terraform's template scanner does: `$${` stands for `${` and `%%{` for `%{`; of a longer run of
 * `$` only the last two belong to the escape, so `$$${x}` is the text `$${x}`. Any other `${` or `%{` is live.
 *
 * @param mark what stands for a live expression in the text, by its index (default: the expression itself)
 */
export function readTemplate(source: string, mark?: (index: number) => string): Template {
  const opening = /([$%])\1\{|[$%]\{/g;
  const expressions: string[] = [];
  let text = "";
  let at = 0;
  for (let found = opening.exec(source); found !== null; found = opening.exec(source)) {
    text += source.slice(at, found.index);
    if (found[1] === undefined) {
      const expression = source.slice(found.index, endOfExpression(source, found.index + 2));
      text += mark?.(expressions.length) ?? expression;
      expressions.push(expression);
      at = found.index + expression.length;
    } else {
      text += `${found[1]}{`;
      at = opening.lastIndex;
    }
    opening.lastIndex = at;
  }
  return { text: text + source.slice(at), expressions };
}

/** The index behind the brace that closes an expression; the end of the string where nothing closes it. */
function endOfExpression(source: string, start: number): number {
  let depth = 1;
  let quoted = false;
  for (let at = start; at < source.length; at++) {
    const character = source[at];
    if (character === "\\") at++;
    else if (character === '"') quoted = !quoted;
    else if (!quoted && character === "{") depth++;
    else if (!quoted && character === "}" && --depth === 0) return at + 1;
  }
  return source.length;
}
