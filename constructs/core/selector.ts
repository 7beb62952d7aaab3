/** A selector with further matchers; values must match as they stand. */
export function withMatchers(selector: string, matchers: Readonly<Record<string, string>>): string {
  const further = Object.entries(matchers).map(([label, value]) => `${label}=${JSON.stringify(value)}`);
  return withText(selector, further.join(","));
}

/**
 * A selector of the buckets up to a bound. Prometheus writes whole bounds of scraped histograms as `1.0` and of pushed
 * ones as `1`.
 */
export function upTo(buckets: string, bound: number): string {
  const pattern = Number.isInteger(bound)
    ? String.raw`${bound}(\\.0)?`
    : String(bound).replace(".", String.raw`\\.`);
  return withText(buckets, `le=~"${pattern}"`);
}

/** The selector of another series of the same histogram: its name ends otherwise. */
export function suffixed(selector: string, suffix: string): string {
  const { name, matchers } = parts(selector);
  return `${name}${suffix}${matchers === "" ? "" : `{${matchers}}`}`;
}

function withText(selector: string, further: string): string {
  const { name, matchers } = parts(selector);
  return `${name}{${[matchers, further].filter((text) => text !== "").join(",")}}`;
}

function parts(selector: string): { readonly name: string; readonly matchers: string } {
  const [, name = "", matchers = ""] = /^\s*([^{\s]+)\s*(?:\{\s*(.*?),?\s*\}\s*)?$/s.exec(selector) ?? [];
  return { name, matchers };
}
