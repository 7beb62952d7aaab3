import fc from "fast-check";
import {
  type Commitment,
  mandatedObjectives,
  missingObjectives,
  weakObjectiveProblems,
} from "../../constructs/slo/mandated-objectives";
import type { Indicator } from "../../constructs/slo/objective";
import { formatProblem, loadMandate, quantities } from "../../mandate";
import { mandateWith } from "../support/mandate-variants";

const MANDATED = quantities(loadMandate());

function commitment(target: number, indicator: Indicator = { kind: "availability" }): Commitment {
  return { name: "mine", target, indicator };
}

const latency = (limitSeconds: number): Indicator => ({ kind: "latency", limitSeconds });
const ratio = (measures: "errors" | "quality"): Indicator => ({
  ...{ kind: "ratio", events: "bad_total", eventsAre: "bad", total: "all_total" },
  measures,
});

describe("the mandated objectives", () => {
  it("are availability and the two response times", () => {
    expect(mandatedObjectives(MANDATED)).toEqual([
      { name: "availability", indicator: { kind: "availability" }, target: 0.999 },
      { name: "latency-p95", indicator: latency(0.5), target: 0.95 },
      { name: "latency-p99", indicator: latency(1), target: 0.99 },
    ]);
  });

  it("follow a stricter mandate", () => {
    const mandate = mandateWith({
      ...{ availability_threshold: 0.9993, response_time_p95_ms: 430, response_time_p99_ms: 870 },
    });
    expect(
      mandatedObjectives(quantities(mandate)).map(({ target, indicator }) => [target, indicator]),
    ).toEqual([
      [0.9993, { kind: "availability" }],
      [0.95, latency(0.43)],
      [0.99, latency(0.87)],
    ]);
  });

  it("take the error rate for availability where it asks for more", () => {
    const mandate = mandateWith({ availability_threshold: 0.98, error_rate_threshold: 0.007 });
    expect(mandatedObjectives(quantities(mandate))[0]?.target).toBe(0.993);
  });

  it.each([
    ["availability of the same target", commitment(0.999), ["latency-p95", "latency-p99"]],
    ["a faster limit for as many", commitment(0.95, latency(0.25)), ["availability", "latency-p99"]],
    ["the same limit for more, which covers both", commitment(0.99, latency(0.5)), ["availability"]],
    ["a limit for fewer", commitment(0.94, latency(0.25)), ["availability", "latency-p95", "latency-p99"]],
    [
      "a histogram of its own",
      commitment(0.999, { ...latency(0.1), metric: "rpc_seconds" } as Indicator),
      ["availability", "latency-p95", "latency-p99"],
    ],
    ["a ratio", commitment(0.9999, ratio("errors")), ["availability", "latency-p95", "latency-p99"]],
  ])("are added except where a service promises as much: %s", (_, given, missing) => {
    expect(missingObjectives([given], MANDATED).map(({ name }) => name)).toEqual(missing);
  });

  it("are all covered once the missing ones are added", () => {
    const any = fc.record({
      name: fc.constant("any"),
      target: fc.double({ min: 0.9, max: 0.9999, noNaN: true }),
      indicator: fc.oneof(
        fc.constant<Indicator>({ kind: "availability" }),
        fc.double({ min: 0.01, max: 2, noNaN: true }).map(latency),
      ),
    });
    fc.assert(
      fc.property(fc.array(any, { maxLength: 5 }), (given) => {
        const all = [...given, ...missingObjectives(given, MANDATED)];
        return missingObjectives(all, MANDATED).length === 0;
      }),
    );
  });
});

describe("weakObjectiveProblems", () => {
  const problems = (given: Commitment, mandate = loadMandate()): readonly string[] =>
    weakObjectiveProblems(given, mandate, "here").map(formatProblem);

  it.each([
    commitment(0.999),
    commitment(0.95, latency(0.5)),
    commitment(0.9, latency(0.5)),
    commitment(0.97, latency(1)),
    commitment(0.999, latency(4)),
    commitment(0.99, ratio("errors")),
    commitment(0.95, ratio("quality")),
  ])("accepts what is no weaker than the mandate: %j", (given) => {
    expect(problems(given)).toEqual([]);
  });

  it("refuses an availability below the mandated one", () => {
    expect(problems(commitment(0.998))).toEqual([
      [
        "here.target: weaker than the mandate",
        "  found:    0.998",
        "  allowed:  at least 0.999",
        "  mandate:  monitoring_thresholds.availability_threshold",
      ].join("\n"),
    ]);
  });

  it("refuses a slower limit at the mandated percentiles", () => {
    expect(problems(commitment(0.95, latency(0.501)))).toEqual([
      [
        "here.withinSeconds: weaker than the mandate",
        "  found:    501 ms",
        "  allowed:  at most 500 ms",
        "  mandate:  monitoring_thresholds.response_time_p95_ms",
      ].join("\n"),
    ]);
    expect(problems(commitment(0.99, latency(1.2)))).toEqual([
      expect.stringContaining(
        "  allowed:  at most 1000 ms\n  mandate:  monitoring_thresholds.response_time_p99_ms",
      ),
    ]);
  });

  it("refuses a ratio of errors above the mandated one", () => {
    expect(problems(commitment(0.989, ratio("errors")))).toEqual([
      [
        "here.target: weaker than the mandate",
        "  found:    0.011",
        "  allowed:  at most 0.01",
        "  mandate:  monitoring_thresholds.error_rate_threshold",
      ].join("\n"),
    ]);
  });

  it("goes by the stricter mandate of an environment", () => {
    expect(problems(commitment(0.9991), mandateWith({ availability_threshold: 0.9993 }))).toHaveLength(1);
    expect(
      problems(commitment(0.95, latency(0.44)), mandateWith({ response_time_p95_ms: 430 })),
    ).toHaveLength(1);
    expect(
      problems(commitment(0.992, ratio("errors")), mandateWith({ error_rate_threshold: 0.007 })),
    ).toHaveLength(1);
  });
});
