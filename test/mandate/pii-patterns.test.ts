import { findsExample } from "../../mandate/pii-additions";
import { piiExample } from "../../mandate/pii-example";
import { PII_CLASSES, PII_PATTERNS } from "../../mandate/pii-patterns";
import { fromRe2 } from "../../mandate/regular-expression";

describe("the table of sensitive values", () => {
  test("has the twenty mandated kinds, each once", () => {
    expect(PII_PATTERNS.map(({ name }) => name)).toEqual([
      ...[
        "pem",
        "jwt",
        "authz",
        "bearer",
        "basic",
        "urlcred",
        "urlcred_encoded",
        "awskey",
        "vendorkeys",
        "kv",
      ],
      ...["email", "iban", "pan", "amex", "ssn", "phone_e164", "phone_us"],
      ...["ipv4_public", "ipv6_full", "ipv6_comp"],
    ]);
  });

  test("uses every class", () => {
    expect(PII_CLASSES.filter((name) => !PII_PATTERNS.some((entry) => entry.class === name))).toEqual([]);
  });

  test("marks the sensitive part of every example", () => {
    const examples = PII_PATTERNS.flatMap((entry) => entry.examples);
    expect(examples.filter((sample) => piiExample(sample).secret === "")).toEqual([]);
  });

  test.each(PII_PATTERNS)("$name finds the whole sensitive part of its examples", ({ pattern, examples }) => {
    expect(examples.length).toBeGreaterThan(0);
    expect(examples.filter((sample) => !findsExample(fromRe2(pattern), sample))).toEqual([]);
  });

  test.each(PII_PATTERNS)("$name finds its examples as they stand in a URL", ({ pattern, examples }) => {
    const missed = examples.map(piiExample).filter(({ text, secret }) => {
      const found = fromRe2(pattern).exec(encodeURIComponent(text))?.[0] ?? "";
      return !found.includes(encodeURIComponent(secret)) && name(pattern) !== "urlcred";
    });
    expect(missed).toEqual([]);
  });

  test.each(PII_PATTERNS)("$name finds its examples in JSON inside a text", ({ pattern, examples }) => {
    const missed = examples.map(piiExample).filter(({ text, secret }) => {
      const found = fromRe2(pattern).exec(JSON.stringify({ v: `a\n${text}` }))?.[0] ?? "";
      return !found.includes(JSON.stringify(secret).slice(1, -1));
    });
    expect(missed).toEqual([]);
  });

  test.each(PII_PATTERNS)("$name leaves its counter-examples alone", ({ pattern, counterExamples }) => {
    expect(counterExamples.length).toBeGreaterThan(0);
    expect(counterExamples.filter((sample) => fromRe2(pattern).test(sample))).toEqual([]);
  });

  test("masks no counter-example of any kind with any other pattern, but those that are another kind", () => {
    const touched = PII_PATTERNS.flatMap(({ counterExamples }) => counterExamples).filter((sample) =>
      PII_PATTERNS.some(({ pattern }) => fromRe2(pattern).test(sample)),
    );
    expect(touched).toEqual([]);
  });

  test("masks its examples whatever the order of the patterns", () => {
    const masked = (sample: string, patterns: readonly string[]) =>
      patterns
        .map(fromRe2)
        .reduce((text, { source, flags }) => text.replace(new RegExp(source, `${flags}g`), "****"), sample);
    const forwards = PII_PATTERNS.map(({ pattern }) => pattern);
    for (const { examples } of PII_PATTERNS) {
      for (const sample of examples) {
        const { text, secret } = piiExample(sample);
        for (const order of [forwards, [...forwards].reverse()]) {
          expect(masked(text, order)).toContain("****");
          expect(masked(text, order)).not.toContain(secret);
        }
      }
    }
  });
});

// In a URL, credentials of a URL are another kind.
function name(pattern: string): string | undefined {
  return PII_PATTERNS.find((entry) => entry.pattern === pattern)?.name;
}
