/** Constructs that RE2, the engine of the collector, does not have. */
const NOT_IN_RE2 = /\(\?(?:=|!|<=|<!)|\\[1-9]|\\k</;

const LEADING_FLAGS = /^\(\?([is]+)\)/;

/**
 * A regular expression in RE2 syntax as one of JavaScript, for checks on samples.
 *
 * Covers the common part of both: flags `i` and `s` at the start, and `\z` for the end of the text.
 * @throws SyntaxError when the text is no regular expression, or one that RE2 refuses.
 */
export function fromRe2(pattern: string): RegExp {
  if (NOT_IN_RE2.test(pattern)) {
    throw new SyntaxError("lookaround and back-references do not exist in RE2");
  }
  const flags = LEADING_FLAGS.exec(pattern)?.[1] ?? "";
  const source = pattern.replace(LEADING_FLAGS, "").replaceAll("\\z", "$");
  if (/\(\?[a-z]+[):]/.test(source)) {
    throw new SyntaxError("flags may only stand at the start");
  }
  return new RegExp(source, flags);
}
