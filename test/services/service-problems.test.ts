import { writtenPath } from "../../constructs/core/document-problems";
import type { Service, ServiceObjective } from "../../constructs/services/service";
import { serviceProblems } from "../../constructs/services/service-problems";
import { formatProblem } from "../../mandate";
import { service } from "../support/services";

function problems(changes: Partial<Service>): readonly string[] {
  return serviceProblems(service(changes), writtenPath).map(formatProblem);
}

function objectives(...changes: readonly object[]): Partial<Service> {
  const complete = changes.map((change, index) => ({
    ...{
      name: `objective-${index}`,
      indicator: "ratio",
      target: 0.999,
      bad: "bad_total",
      total: "all_total",
    },
    ...change,
  }));
  return {
    metrics: ["bad_total", "all_total"],
    objectives: complete as unknown as readonly ServiceObjective[],
  };
}

describe("serviceProblems", () => {
  it("finds nothing in a service that promises what the mandate asks for", () => {
    expect(problems({})).toEqual([]);
  });

  it.each([
    "bad_total",
    'bad_total{outcome="late"}',
    "all_total",
    "http_server_request_duration_seconds_count",
    "platform:http_requests:rate5m",
  ])("lets a ratio read %s", (bad) => {
    expect(problems(objectives({ bad }))).toEqual([]);
  });

  it("lets queries read the three series of a declared histogram", () => {
    const query = 'histogram_quantile(0.5, sum by (le) (rate(basket_value_bucket{country="de"}[5m])))';
    const businessMetrics = [{ title: "Baskets", description: "Their value.", query }];
    expect(problems({ metrics: ["basket_value"], businessMetrics })).toEqual([]);
  });

  it("refuses a metric that nobody declares, and names the nearest", () => {
    expect(problems(objectives({ bad: "bda_total" }))).toEqual([
      [
        "objectives[0].bad: nobody declares this metric",
        "  found:    bda_total",
        "  fix:      did you mean bad_total? otherwise add it to metrics",
      ].join("\n"),
    ]);
    const businessMetrics = [
      { title: "A", description: "B.", query: "sum(quite_another_thing) + {job=~'.+'}" },
    ];
    expect(problems({ businessMetrics })).toEqual([
      [
        "businessMetrics[0].query: nobody declares this metric",
        "  found:    quite_another_thing",
        "  fix:      add it to metrics",
      ].join("\n"),
      [
        "businessMetrics[0].query: a selector without a metric's name reads everything",
        "  fix:      name the metric",
      ].join("\n"),
    ]);
  });

  it("refuses what is no PromQL", () => {
    expect(problems(objectives({ total: "all_total{" }))).toEqual([
      "objectives[0].total: this is no PromQL: it ends too early\n  found:    all_total{",
    ]);
  });

  it("refuses more than a selector in an objective", () => {
    expect(problems(objectives({ bad: "rate(bad_total[5m])" }))).toEqual([
      [
        "objectives[0].bad: this is more than a metric with its labels",
        "  found:    rate(bad_total[5m])",
        '  allowed:  a selector such as orders_total{outcome="failed"}; rate and sum are added',
      ].join("\n"),
    ]);
  });

  it.each([
    [{ good: "all_total" }, "both"],
    [{ bad: undefined }, "neither"],
  ])("wants good or bad events: %j", (change, found) => {
    expect(problems(JSON.parse(JSON.stringify(objectives(change))) as Partial<Service>)).toEqual([
      [
        "objectives[0].bad: a ratio counts either good or bad events",
        `  found:    ${found}`,
        "  allowed:  good or bad, beside total",
      ].join("\n"),
    ]);
  });

  it("refuses two objectives of one name", () => {
    expect(problems(objectives({ name: "same" }, { name: "same" }))).toEqual([
      "objectives[1].name: another objective has this name\n  found:    same",
    ]);
  });

  it("wants an objective of its own from a worker, and none on requests", () => {
    expect(problems({ workload: "worker" })).toEqual([
      [
        "objectives: a worker needs an objective of its own, because the mandated ones are on requests",
        "  allowed:  at least one objective with indicator ratio, or latency of a metric of its own",
      ].join("\n"),
    ]);
    expect(problems({ workload: "worker", ...objectives({}) })).toEqual([]);
    const availability = { name: "up", indicator: "availability", target: 0.9999 } as const;
    expect(problems({ workload: "worker", objectives: [availability] })).toEqual([
      [
        "objectives[0].indicator: a worker answers no requests",
        "  found:    availability",
        "  allowed:  ratio, or latency of a metric of its own",
      ].join("\n"),
    ]);
  });
});
