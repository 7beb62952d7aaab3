import { piiExample } from "./pii-example";
import { PII_PATTERNS, type PiiPattern } from "./pii-patterns";
import type { Problem } from "./problem";
import { fromRe2 } from "./regular-expression";

/**
 * What is wrong with patterns that are added to the mandated ones: a name that is taken, an expression that the
 * collector would refuse at its start, an example that is not found as a whole, a counter-example that is.
 *
 * @param where names the list, as in `production/agent: additionalPiiPatterns`
 */
export function piiAdditionProblems(additions: readonly PiiPattern[], where: string): readonly Problem[] {
  const taken = PII_PATTERNS.map(({ name }) => name);
  return additions.flatMap((addition, index) => {
    const place = `${where}[${index}]`;
    const names = [...taken, ...additions.slice(0, index).map(({ name }) => name)];
    return [...nameProblems(addition, names, place), ...patternProblems(addition, place)];
  });
}

function nameProblems({ name }: PiiPattern, names: readonly string[], where: string): readonly Problem[] {
  if (!/^[a-z][a-z0-9_]*$/.test(name)) {
    return [
      { where, what: "the name is not possible", found: name, allowed: "lower case letters, digits, _" },
    ];
  }
  return names.includes(name)
    ? [{ where, what: "the name is taken; mandated patterns cannot be replaced", found: name, mandate: KEY }]
    : [];
}

function patternProblems(addition: PiiPattern, where: string): readonly Problem[] {
  const expression = compiled(addition.pattern);
  if (!(expression instanceof RegExp)) {
    return [{ where, what: `the pattern is not possible: ${expression}`, found: addition.pattern }];
  }
  const wrong = (sample: string, what: string): Problem => ({ where, what, found: sample });
  return [
    ...addition.examples
      .filter((sample) => !findsExample(expression, sample))
      .map((sample) => wrong(sample, "the pattern does not find its example")),
    ...["", ...addition.counterExamples]
      .filter((sample) => expression.test(sample))
      .map((sample) => wrong(sample, "the pattern finds its counter-example")),
  ];
}

/** Whether the whole sensitive part of an example is among what a pattern finds. */
export function findsExample(expression: RegExp, sample: string): boolean {
  const { text, secret } = piiExample(sample);
  return (expression.exec(text)?.[0] ?? "").includes(secret) && expression.test(text);
}

function compiled(pattern: string): RegExp | string {
  try {
    return fromRe2(pattern);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

const KEY = "observability_configuration.pii_scrubbing_enabled";
