import { piiAdditionProblems } from "../../mandate/pii-additions";
import type { PiiPattern } from "../../mandate/pii-patterns";

const MEMBER: PiiPattern = {
  name: "member",
  class: "national-id",
  pattern: String.raw`\bMBR-[0-9]{8}\b`,
  examples: ["joined MBR-12345678"],
  counterExamples: ["MBR-1"],
};

test("accepts a pattern that finds its examples alone", () => {
  expect(piiAdditionProblems([MEMBER], "here")).toEqual([]);
});

test("refuses a name of a mandated pattern and a name used twice", () => {
  const problems = piiAdditionProblems([{ ...MEMBER, name: "email" }, MEMBER, MEMBER], "here");
  expect(problems).toEqual([
    {
      where: "here[0]",
      what: "the name is taken; mandated patterns cannot be replaced",
      found: "email",
      mandate: "observability_configuration.pii_scrubbing_enabled",
    },
    expect.objectContaining({ where: "here[2]", found: "member" }),
  ]);
});

test.each([
  ["(?=x)y", "the pattern is not possible: lookaround and back-references do not exist in RE2"],
  ["(a)\\1", "the pattern is not possible: lookaround and back-references do not exist in RE2"],
  ["a(?i)b", "the pattern is not possible: flags may only stand at the start"],
])("refuses %s, which the collector would not start with", (pattern, what) => {
  expect(piiAdditionProblems([{ ...MEMBER, pattern }], "here")).toEqual([
    { where: "here[0]", what, found: pattern },
  ]);
});

test("refuses a pattern that misses its example, finds its counter-example, or matches nothing at all", () => {
  const wrong = { ...MEMBER, pattern: "M?", examples: ["x"], counterExamples: ["M"] };
  expect(piiAdditionProblems([wrong], "here").map(({ what, found }) => [what, found])).toEqual([
    ["the pattern finds its counter-example", ""],
    ["the pattern finds its counter-example", "M"],
  ]);
  expect(piiAdditionProblems([{ ...MEMBER, examples: ["MBR-1234567"] }], "here")).toEqual([
    { where: "here[0]", what: "the pattern does not find its example", found: "MBR-1234567" },
  ]);
});
