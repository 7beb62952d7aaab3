import { objectiveGroup, objectiveRules } from "../../constructs/slo/objective-rules";
import type { Indicator } from "../../constructs/slo/objective";
import { objective } from "../support/objectives";
import { promqlErrors } from "../support/promql";

const expressions = (indicator: Indicator): readonly string[] =>
  objectiveRules(objective({ indicator }))
    .slice(0, 2)
    .map(({ expr }) => expr);

const OF_CHECKOUT = 'namespace="shop",service="checkout"';
const PUSHED = 'service_name!="",k8s_namespace_name="shop",service_name="checkout"';
const SCRAPED = `service_name="",${OF_CHECKOUT}`;
const SPANS = 'span_kind="SPAN_KIND_SERVER",k8s_namespace_name="shop",service_name="checkout"';
const SDK = "http_server_request_duration_seconds";
const GATEWAY = "traces_span_metrics_duration_seconds";

describe("the rules of an objective", () => {
  it("are three, which record all events, bad events and the target", () => {
    expect(objectiveRules(objective())).toEqual([
      {
        record: "slo:events_total:rate5m",
        expr: `sum(platform:http_requests:rate5m{${OF_CHECKOUT}})`,
        labels: { slo: "shop/checkout/availability", namespace: "shop", service: "checkout" },
      },
      {
        record: "slo:events_bad:rate5m",
        expr:
          `sum(platform:http_failures:rate5m{${OF_CHECKOUT}})` +
          ` or 0 * sum(platform:http_requests:rate5m{${OF_CHECKOUT}})`,
        labels: { slo: "shop/checkout/availability", namespace: "shop", service: "checkout" },
      },
      {
        record: "slo:objective:ratio",
        expr: "vector(0.9993)",
        labels: {
          slo: "shop/checkout/availability",
          namespace: "shop",
          service: "checkout",
          team: "shop-team",
          sli: "availability",
          period: "28d",
          minimum_traffic: "standard",
        },
      },
    ]);
  });

  it("keep the labels of events when team, period or policy change, so that no history is lost", () => {
    const changed = objective({ owner: "other-team", periodDays: 7, minimumTraffic: "busy", target: 0.9997 });
    expect(objectiveRules(changed).slice(0, 2)).toEqual(objectiveRules(objective()).slice(0, 2));
  });

  it("count slow requests at a bound of the buckets, however it is written, from the first source that has one", () => {
    const slow = (name: string, labels: string): string =>
      `clamp_min(sum(rate(${name}_count{${labels}}[5m])) - sum(rate(${name}_bucket{${labels},le=~"0\\\\.75"}[5m])), 0)`;
    const [total, bad] = expressions({ kind: "latency", limitSeconds: 0.75 });
    expect(total?.split("\nor\n")).toEqual([
      `sum(rate(${SDK}_count{${PUSHED}}[5m]))`,
      `sum(rate(${SDK}_count{${SCRAPED}}[5m]))`,
      `sum(rate(${GATEWAY}_count{${SPANS}}[5m]))`,
    ]);
    expect(bad?.split("\nor\n")).toEqual([slow(SDK, PUSHED), slow(SDK, SCRAPED), slow(GATEWAY, SPANS)]);
  });

  it("match whole bounds as scraping and as pushing writes them", () => {
    expect(expressions({ kind: "latency", limitSeconds: 1 })[1]).toContain(String.raw`le=~"1(\\.0)?"`);
  });

  it("read spans alone where SDKs have no bound at the limit", () => {
    const [total, bad] = expressions({ kind: "latency", limitSeconds: 0.43 });
    expect(total).toBe(`sum(rate(${GATEWAY}_count{${SPANS}}[5m]))`);
    expect(bad).toContain(String.raw`le=~"0\\.43"`);
  });

  it("read native histograms by their fraction, and zero where they are empty", () => {
    const metric = 'rpc_server_duration_seconds{rpc_service="Pay"}';
    const rate = `sum(rate(${metric}[5m]))`;
    expect(expressions({ kind: "latency", limitSeconds: 0.3, histogram: "native", metric })).toEqual([
      `histogram_count(${rate})`,
      `histogram_count(${rate}) * (1 - histogram_fraction(-Inf, 0.3, ${rate})) >= 0 or 0 * histogram_count(${rate})`,
    ]);
  });

  it("count bad events of a ratio, zero where none was seen yet", () => {
    const ratio = { kind: "ratio", total: "jobs_total", measures: "errors" } as const;
    expect(expressions({ ...ratio, events: 'jobs_total{state="lost"}', eventsAre: "bad" })).toEqual([
      "sum(rate(jobs_total[5m]))",
      'sum(rate(jobs_total{state="lost"}[5m])) or 0 * sum(rate(jobs_total[5m]))',
    ]);
    expect(expressions({ ...ratio, events: 'jobs_total{state="done"}', eventsAre: "good" })[1]).toBe(
      "clamp_min(sum(rate(jobs_total[5m])) - " +
        '(sum(rate(jobs_total{state="done"}[5m])) or 0 * sum(rate(jobs_total[5m]))), 0)',
    );
  });

  it.each<Indicator>([
    { kind: "availability" },
    { kind: "latency", limitSeconds: 0.25 },
    { kind: "latency", limitSeconds: 2, metric: 'grpc_seconds{a="}"}', boundsSeconds: [2] },
    { kind: "latency", limitSeconds: 0.25, histogram: "native" },
    { kind: "ratio", events: "ok_total{}", eventsAre: "good", total: "all_total", measures: "quality" },
  ])("are PromQL for %j", (indicator) => {
    expect(objectiveRules(objective({ indicator })).flatMap(({ expr }) => promqlErrors(expr))).toEqual([]);
  });

  it("form a group for each service, evaluated every minute", () => {
    const service = { namespace: "shop", name: "checkout" };
    const group = objectiveGroup(service, [objective(), objective({ name: "other" })]);
    expect(group).toMatchObject({ name: "slo-shop/checkout", interval: "1m" });
    expect(group.rules).toHaveLength(6);
  });
});
