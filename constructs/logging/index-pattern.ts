/**
 * A pattern of Elasticsearch's roles for every name that begins with `start`, save those that go on with one of
 * `exceptions`.
 *
 * Roles only add up and know no exception, and Lucene's regular expressions have no lookahead, so the pattern spells
 * out every way to leave the excepted names: another letter at some place, or an end before theirs.
 * @see https://www.elastic.co/docs/reference/query-languages/query-dsl/regexp-syntax
 */
export function allButPattern(start: string, exceptions: readonly string[]): string {
  return `/${literally(start)}${leaving(exceptions)}/`;
}

function leaving(exceptions: readonly string[]): string {
  const letters = [...new Set(exceptions.map((name) => name.charAt(0)))].sort();
  const further = letters.flatMap((letter) => {
    const rests = exceptions.filter((name) => name.startsWith(letter)).map((name) => name.slice(1));
    // An excepted name is complete here, and whatever begins with it is excepted too.
    return rests.includes("") ? [] : [`${literally(letter)}${leaving(rests)}`];
  });
  return `(${[`[^${letters.map(literally).join("")}].*`, ...further].join("|")})?`;
}

function literally(text: string): string {
  return text.replace(/[^a-z0-9_-]/gi, "\\$&");
}
