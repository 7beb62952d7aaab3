import fc from "fast-check";
import {
  ConfigurationError,
  MANDATE_KEYS,
  isWeaker,
  leafOf,
  loadMandate,
  strengthen,
  valueAt,
  type MandateKey,
  type Stricter,
} from "../../mandate";
import { NUMBER_NAMES, stricterVariant } from "../support/mandate-variants";
import { onlyProblemOf, problemsOf, refusalOf } from "../support/problems";

const MANDATE = loadMandate();
const WHERE = "production: stricter";
const mandated = (key: MandateKey) => valueAt(MANDATE.values, key);

/** What plain JavaScript may pass although the types forbid it. */
const untyped = (stricter: Readonly<Record<string, unknown>>) => stricter as Stricter;

/**
 * Values of the right type that no relation to another mandated value excludes, on both sides of the mandated one.
 * Each number stays between its neighbours: above the more urgent severity, above the lower percentile.
 */
function candidates(key: MandateKey): fc.Arbitrary<unknown> {
  const value = mandated(key);
  if (typeof value === "number") {
    const least = LOWER_NEIGHBOUR[leafOf(key)];
    const beside = least === undefined ? undefined : mandated(least);
    if (Number.isInteger(value)) {
      const most = key.includes("utilization") || key.includes("pool") ? 100 : 2 * value;
      return fc.integer({ min: typeof beside === "number" ? beside + 1 : 1, max: most });
    }
    return fc.double({ min: 1e-9, max: 1 - 1e-9, noNaN: true });
  }
  if (typeof value === "boolean") return fc.boolean();
  if (Array.isArray(value)) {
    const some = fc.shuffledSubarray(value as string[], { minLength: 1 });
    const more = fc.uniqueArray(fc.constantFrom("ruby", "rust", "php"));
    return fc.tuple(some, more).map((lists) => lists.flat());
  }
  if (key.endsWith("propagation")) return fc.constantFrom("w3c", "b3", "w3c,b3", "b3,w3c", "w3c,jaeger,b3");
  return fc.constantFrom(value, "something else");
}

const LOWER_NEIGHBOUR: Readonly<Record<string, MandateKey>> = {
  response_time_p99_ms: "monitoring_thresholds.response_time_p95_ms",
  high_response_time: "alerting_configuration.critical_response_time",
  medium_response_time: "alerting_configuration.high_response_time",
  low_response_time: "alerting_configuration.medium_response_time",
};

function outcome(key: MandateKey, value: unknown): unknown {
  try {
    return valueAt(strengthen(MANDATE, untyped({ [leafOf(key)]: value }), WHERE).values, key);
  } catch (error) {
    if (error instanceof ConfigurationError) return "refused";
    throw error;
  }
}

describe("strengthening", () => {
  it.each(MANDATE_KEYS)("accepts for %s exactly what is not weaker", (key) => {
    fc.assert(
      fc.property(candidates(key), (value) => {
        const expected = isWeaker(key, mandated(key), value) ? "refused" : value;
        expect(outcome(key, value)).toEqual(expected);
      }),
    );
  });

  it.each(NUMBER_NAMES)("changes %s and nothing else", (name) => {
    const strengthened = strengthen(MANDATE, untyped({ [name]: stricterVariant(name) }), WHERE);
    const changed = MANDATE_KEYS.filter((key) => valueAt(strengthened.values, key) !== mandated(key));
    expect(changed.map(leafOf)).toEqual([name]);
  });

  it("takes all stricter values together", () => {
    const all = untyped(Object.fromEntries(NUMBER_NAMES.map((name) => [name, stricterVariant(name)])));
    expect(strengthen(MANDATE, all, WHERE).values.alerting_configuration.low_response_time).toBe(
      stricterVariant("low_response_time"),
    );
  });

  it("keeps the source, and leaves the mandate as it was", () => {
    const before = JSON.stringify(MANDATE);
    expect(strengthen(MANDATE, { log_retention_days: 97 }, WHERE).source).toEqual(MANDATE.source);
    expect(JSON.stringify(MANDATE)).toBe(before);
  });

  it("binds what comes after it", () => {
    const stricter = strengthen(MANDATE, { log_retention_days: 97, gdpr_compliance_monitoring: true }, WHERE);
    const weaker = { log_retention_days: 96, gdpr_compliance_monitoring: false };
    expect(problemsOf(() => strengthen(stricter, weaker, WHERE)).map(({ allowed }) => allowed)).toEqual([
      "at least 97 days",
      "true",
    ]);
  });

  it("does not follow a list that its caller changes afterwards", () => {
    const languages = [...MANDATE.values.observability_configuration.otel_sdk_languages, "ruby"] as [string];
    const { values } = strengthen(MANDATE, { otel_sdk_languages: languages }, WHERE);
    languages.splice(0);
    expect(values.observability_configuration.otel_sdk_languages).toContain("go");
    expect(Object.isFrozen(values.observability_configuration)).toBe(true);
  });

  it("ignores a value that is not given", () => {
    expect(strengthen(MANDATE, untyped({ log_retention_days: undefined }), WHERE)).toEqual(MANDATE);
  });
});

describe("strengthening is refused", () => {
  const stricter = strengthen(
    MANDATE,
    { metrics_retention_days: 41, cpu_utilization_threshold: 67, trace_context_propagation: "w3c,b3" },
    WHERE,
  );

  it("for every weaker value at once", () => {
    const weaker = untyped({
      metrics_retention_days: 40,
      cpu_utilization_threshold: 68,
      slack_notifications: false,
      tracing_backend: "zipkin",
      trace_context_propagation: "w3c",
    });
    expect(refusalOf(() => strengthen(stricter, weaker, WHERE))).toBe(
      [
        "the mandate can only be made stricter",
        "",
        "production: stricter.metrics_retention_days: weaker than the mandate",
        "  found:    40 days",
        "  allowed:  at least 41 days",
        "  mandate:  observability_configuration.metrics_retention_days",
        "production: stricter.cpu_utilization_threshold: weaker than the mandate",
        "  found:    68 %",
        "  allowed:  at most 67 %",
        "  mandate:  monitoring_thresholds.cpu_utilization_threshold",
        "production: stricter.slack_notifications: weaker than the mandate",
        "  found:    false",
        "  allowed:  true",
        "  mandate:  alerting_configuration.slack_notifications",
        "production: stricter.tracing_backend: weaker than the mandate",
        '  found:    "zipkin"',
        '  allowed:  "jaeger"',
        "  mandate:  observability_configuration.tracing_backend",
        "production: stricter.trace_context_propagation: weaker than the mandate",
        '  found:    "w3c"',
        '  allowed:  contains "w3c,b3", ahead of any other',
        "  mandate:  observability_configuration.trace_context_propagation",
      ].join("\n"),
    );
  });

  it("for a list that loses an entry", () => {
    const problem = onlyProblemOf(() => strengthen(MANDATE, { otel_sdk_languages: ["go", "ruby"] }, WHERE));
    expect(problem).toBe(
      [
        "production: stricter.otel_sdk_languages: weaker than the mandate",
        '  found:    "go", "ruby"',
        '  allowed:  contains "javascript", "typescript", "python", "go", "java", "dotnet"',
        "  mandate:  observability_configuration.otel_sdk_languages",
      ].join("\n"),
    );
  });

  it("for a name that the mandate does not have, with the nearest", () => {
    expect(onlyProblemOf(() => strengthen(MANDATE, untyped({ cpu_utilisation_threshold: 61 }), WHERE))).toBe(
      [
        "production: stricter.cpu_utilisation_threshold: the mandate has no value of this name",
        "  fix:      did you mean cpu_utilization_threshold?",
      ].join("\n"),
    );
  });

  it("for a stricter value that is not possible", () => {
    expect(onlyProblemOf(() => strengthen(MANDATE, { trace_sampling_rate: 1.5 }, WHERE))).toBe(
      [
        "production: stricter.trace_sampling_rate: the value is not possible",
        "  found:    1.5",
        "  allowed:  a ratio above 0 and at most 1",
        "  mandate:  observability_configuration.trace_sampling_rate",
      ].join("\n"),
    );
  });

  it.each([null, "41", true, [41]])("for %j in place of a number", (value) => {
    const [problem] = problemsOf(() =>
      strengthen(stricter, untyped({ metrics_retention_days: value }), WHERE),
    );
    expect(problem).toMatchObject({ what: "the value is not possible", allowed: "at least 41 days" });
  });

  it("for a percentile below the lower one", () => {
    expect(onlyProblemOf(() => strengthen(MANDATE, { response_time_p99_ms: 430 }, WHERE))).toMatch(
      /^production: stricter\.response_time_p99_ms: a 99th percentile is never below the 95th\n {2}found: {4}430 ms\n/,
    );
  });

  it("for severities out of order, and accepts them in order", () => {
    expect(onlyProblemOf(() => strengthen(MANDATE, { high_response_time: 211 }, WHERE))).toMatch(
      /^production: stricter\.high_response_time: a less urgent severity is answered later\n {2}found: {4}211 s\n/,
    );
    const both = strengthen(MANDATE, { critical_response_time: 199, high_response_time: 211 }, WHERE);
    expect(both.values.alerting_configuration.high_response_time).toBe(211);
  });

  it("without a word on relations of a value that is refused anyway", () => {
    const problems = problemsOf(() => strengthen(MANDATE, { high_response_time: 1e6 }, WHERE));
    expect(problems.map(({ where }) => where)).toEqual(["production: stricter.high_response_time"]);
  });
});
