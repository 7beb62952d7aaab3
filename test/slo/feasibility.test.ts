import { feasibilityProblems } from "../../constructs/slo/feasibility";
import type { Objective } from "../../constructs/slo/objective";
import { formatProblem } from "../../mandate";
import { objective } from "../support/objectives";

function problems(changes: Partial<Objective>, retentionDays = 37): readonly string[] {
  return feasibilityProblems(objective(changes), { retentionDays }, "here").map(formatProblem);
}

describe("feasibilityProblems", () => {
  it.each<Partial<Objective>>([
    {},
    { target: 0.9306 },
    { periodDays: 30, expectedEventsPerSecond: 5 / 3600 },
    { indicator: { kind: "latency", limitSeconds: 0.123 } },
    { indicator: { kind: "latency", limitSeconds: 2, metric: "x_seconds", boundsSeconds: [1, 2] } },
    { indicator: { kind: "latency", limitSeconds: 0.3, metric: "x_seconds", histogram: "native" } },
  ])("finds nothing in what can be computed and can alert: %j", (changes) => {
    expect(problems(changes)).toEqual([]);
  });

  it("refuses an objective of 1", () => {
    expect(problems({ target: 1 })).toEqual([
      [
        "here.target: an objective of 1 leaves no error budget",
        "  found:    1",
        "  allowed:  a ratio above 0 and below 1, such as 0.999",
      ].join("\n"),
    ]);
  });

  it("refuses a target so low that the fastest burn rate is more than all events", () => {
    expect(problems({ target: 0.9 })).toEqual([
      [
        "here.target: its most urgent alert could never fire: it wants 14.4 times the budget of 0.1, which is more than all events",
        "  found:    0.9",
        "  allowed:  above 0.9306",
        "  fix:      raise the target, or count as bad only what is bad",
      ].join("\n"),
    ]);
  });

  it("refuses a period that is longer than Prometheus remembers", () => {
    expect(problems({ periodDays: 90 }, 89)).toEqual([
      [
        "here.periodDays: the period is longer than Prometheus keeps samples, so the budget would be that of a shorter one",
        "  found:    90 days",
        "  allowed:  at most 89 days",
        "  fix:      shorten the period, or make metrics_retention_days of the environment stricter",
      ].join("\n"),
    ]);
    expect(problems({ periodDays: 90 }, 90)).toEqual([]);
  });

  it("refuses a latency limit that is no bound of the histogram", () => {
    const indicator = { kind: "latency", limitSeconds: 0.3, metric: "x_seconds" } as const;
    expect(problems({ indicator: { ...indicator, boundsSeconds: [0.25, 0.5] } })).toEqual([
      [
        "here.withinSeconds: requests up to the limit are counted only where the histogram has a bound at it",
        "  found:    0.3 s",
        "  allowed:  0.25, 0.5",
        "  fix:      choose a limit that is a bound, or add the bound to the histogram and here",
      ].join("\n"),
    ]);
    expect(problems({ indicator })).toEqual([
      expect.stringContaining("here.boundsSeconds: requests up to the limit are counted only where"),
    ]);
  });

  it("refuses traffic so low that even an outage would not be told", () => {
    expect(problems({ expectedEventsPerSecond: 4 / 3600 })).toEqual([
      [
        "here.minimumTraffic: its critical alert could not fire even if every event were bad",
        '  found:    "standard": 5 bad events in 1h, of 4 expected',
        '  allowed:  "every-event"',
      ].join("\n"),
    ]);
    expect(problems({ expectedEventsPerSecond: 4 / 3600, minimumTraffic: "every-event" })).toEqual([]);
    expect(problems({ expectedEventsPerSecond: 0.5 / 3600, minimumTraffic: "every-event" })).toEqual([
      expect.stringContaining("  allowed:  none: count something that happens more often"),
    ]);
  });

  it("tells everything at once", () => {
    const changes = { target: 0.5, periodDays: 30, expectedEventsPerSecond: 1e-9 } as const;
    expect(problems(changes, 29)).toHaveLength(3);
  });
});
