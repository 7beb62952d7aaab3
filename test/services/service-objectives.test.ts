import { writtenPath } from "../../constructs/core/document-problems";
import type { Service } from "../../constructs/services/service";
import { objectivesOf, serviceObjectiveProblems } from "../../constructs/services/service-objectives";
import { formatProblem, loadMandate } from "../../mandate";
import { mandateWith } from "../support/mandate-variants";
import { service } from "../support/services";

const named = (given: Service, mandate = loadMandate()): readonly string[] =>
  objectivesOf(given, mandate).map(({ name, target }) => `${name} ${target}`);

function problems(changes: Partial<Service>, mandate = loadMandate()): readonly string[] {
  return serviceObjectiveProblems(service(changes), mandate, writtenPath).map(formatProblem);
}

describe("objectivesOf", () => {
  it("are the mandated ones where a service names none", () => {
    expect(named(service())).toEqual(["availability 0.999", "latency-p95 0.95", "latency-p99 0.99"]);
  });

  it("are a service's own and the mandated ones that it does not cover", () => {
    const objectives = [{ name: "up", indicator: "availability", target: 0.9997 } as const];
    expect(named(service({ objectives }))).toEqual(["up 0.9997", "latency-p95 0.95", "latency-p99 0.99"]);
  });

  it("follow a stricter mandate", () => {
    const mandate = mandateWith({ availability_threshold: 0.9993 });
    expect(named(service(), mandate)[0]).toBe("availability 0.9993");
  });

  it("are a worker's own alone", () => {
    const objectives = [
      { name: "jobs", indicator: "ratio", bad: "lost_total", total: "jobs_total", target: 0.997 },
    ] as const;
    expect(named(service({ workload: "worker", objectives }))).toEqual(["jobs 0.997"]);
  });

  it("fill in what a document leaves out", () => {
    const objectives = [
      { name: "jobs", indicator: "ratio", good: "done_total", total: "jobs_total", target: 0.997 },
    ] as const;
    expect(
      objectivesOf(service({ objectives, expectedRequestsPerSecond: 11 }), loadMandate()).slice(0, 2),
    ).toEqual([
      {
        service: { namespace: "shop", name: "checkout" },
        name: "jobs",
        owner: "shop-team",
        indicator: {
          ...{ kind: "ratio", events: "done_total", eventsAre: "good" },
          ...{ total: "jobs_total", measures: "errors" },
        },
        target: 0.997,
        periodDays: 30,
        minimumTraffic: "standard",
        budgeting: "occurrences",
      },
      expect.objectContaining({ name: "availability", expectedEventsPerSecond: 11 }),
    ]);
  });
});

describe("serviceObjectiveProblems", () => {
  it("names weaker, impossible and mute objectives at once", () => {
    const objectives = [
      { name: "up", indicator: "availability", target: 0.95 },
      { name: "slow", indicator: "latency", withinSeconds: 0.6, target: 0.95, periodDays: 90 },
      { name: "jobs", indicator: "ratio", bad: "lost_total", total: "jobs_total", target: 1 },
    ] as const;
    expect(problems({ objectives }).map((problem) => problem.split("\n")[0])).toEqual([
      "objectives[0].target: weaker than the mandate",
      "objectives[1].periodDays: the period is longer than Prometheus keeps samples, so the budget would be that of a shorter one",
      "objectives[1].withinSeconds: weaker than the mandate",
      "objectives[2].target: an objective of 1 leaves no error budget",
    ]);
  });

  it("allows a longer period where the environment keeps metrics longer", () => {
    const objectives = [{ name: "up", indicator: "availability", target: 0.9997, periodDays: 90 }] as const;
    expect(problems({ objectives }, mandateWith({ metrics_retention_days: 90 }))).toEqual([]);
  });

  it("keeps the names of mandated objectives for what covers them", () => {
    const objectives = [
      { name: "latency-p95", indicator: "ratio", bad: "lost_total", total: "jobs_total", target: 0.999 },
    ] as const;
    expect(problems({ objectives })).toEqual([
      [
        "objectives[0].name: this is the name of a mandated objective, which it does not cover",
        "  found:    latency-p95",
        "  fix:      give it another name",
      ].join("\n"),
    ]);
  });

  it("judges mandated objectives by the expected traffic too", () => {
    expect(problems({ expectedRequestsPerSecond: 3 / 3600 })[0]).toBe(
      [
        "availability.minimumTraffic: its critical alert could not fire even if every event were bad",
        '  found:    "standard": 5 bad events in 1h, of 3 expected',
        '  allowed:  "every-event"',
      ].join("\n"),
    );
  });
});
