import { PII_PATTERNS } from "../../mandate/pii-patterns";
import { fromRe2 } from "../../mandate/regular-expression";

const CLASSES = ["credential", "contact", "financial", "national-id", "network"];

describe("the table of sensitive values", () => {
  test("has the eighteen mandated kinds, each once", () => {
    expect(PII_PATTERNS.map(({ name }) => name)).toEqual([
      ...[
        "pem",
        "jwt",
        "authz",
        "bearer",
        "urlcred",
        "awskey",
        "vendorkeys",
        "kv",
        "email",
        "iban",
        "pan",
        "amex",
      ],
      ...["ssn", "phone_e164", "phone_us", "ipv4_public", "ipv6_full", "ipv6_comp"],
    ]);
  });

  test("uses every class", () => {
    expect([...new Set(PII_PATTERNS.map((entry) => entry.class))].sort()).toEqual([...CLASSES].sort());
  });

  test.each(PII_PATTERNS)("$name finds its examples", ({ pattern, examples }) => {
    expect(examples.length).toBeGreaterThan(0);
    expect(examples.filter((sample) => !fromRe2(pattern).test(sample))).toEqual([]);
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
    for (const { pattern, examples } of PII_PATTERNS) {
      for (const sample of examples) {
        const secret = fromRe2(pattern).exec(sample)?.[0] ?? "";
        for (const order of [forwards, [...forwards].reverse()]) {
          expect(masked(sample, order)).toContain("****");
          expect(masked(sample, order)).not.toContain(secret);
        }
      }
    }
  });
});
