import type { JsonObject } from "../../../assurance";
import { objectiveGroup } from "../../../constructs/slo/objective-rules";
import type { Objective } from "../../../constructs/slo/objective";
import { failuresOf, type InputSeries, sloGroups } from "./slo-rules";

const SERVICE = { namespace: "search", name: "catalog" };
const PUSHED = 'k8s_namespace_name="search",service_name="catalog"';
const SCRAPED = 'namespace="search",service="catalog"';
const SPANS = `span_kind="SPAN_KIND_SERVER",${PUSHED}`;

/** 600 requests a minute, of which 540 take at most half a second and 588 at most a second. */
function histogram(
  name: string,
  labels: string,
  bounds: readonly [half: string, one: string],
): readonly InputSeries[] {
  const growing = (series: string, perMinute: number): InputSeries => ({
    series,
    values: `0+${perMinute}x30`,
  });
  const bucket = (le: string, perMinute: number) =>
    growing(`${name}_bucket{${labels},le="${le}"}`, perMinute);
  return [
    growing(`${name}_count{${labels}}`, 600),
    bucket("0.25", 300),
    bucket(bounds[0], 540),
    bucket(bounds[1], 588),
    bucket("+Inf", 600),
  ];
}

const SHARES = [
  ["latency-p95", 0.1],
  ["latency-p99", 0.02],
] as const;

function ratio(name: string, value: number) {
  const slo = `slo="search/catalog/${name}"`;
  return {
    expr: `round(sum(slo:events_bad:rate5m{${slo}}) / sum(slo:events_total:rate5m{${slo}}), 0.000001)`,
    minute: 20,
    samples: [{ value }],
  };
}

describe("classic histograms", () => {
  it.each([
    ["pushed by an SDK", histogram("http_server_request_duration_seconds", PUSHED, ["0.5", "1"])],
    ["scraped from the service", histogram("http_server_request_duration_seconds", SCRAPED, ["0.5", "1.0"])],
    ["of spans at the gateway", histogram("traces_span_metrics_duration_seconds", SPANS, ["0.5", "1.0"])],
    [
      "of several sources, of which the first one counts",
      [
        ...histogram("http_server_request_duration_seconds", PUSHED, ["0.5", "1"]),
        ...histogram("traces_span_metrics_duration_seconds", SPANS, ["0.5", "1.0"]),
      ],
    ],
  ])("%s give the share of requests above the mandated limits", (_, input) => {
    const groups = sloGroups("search--catalog");
    expect(failuresOf({ groups, input, expect: SHARES.map(([name, value]) => ratio(name, value)) })).toBe("");
  });
});

describe("native histograms", () => {
  const objective: Objective = {
    service: SERVICE,
    name: "native",
    owner: "search-team",
    indicator: { kind: "latency", limitSeconds: 0.5, histogram: "native" },
    target: 0.95,
    periodDays: 30,
    minimumTraffic: "standard",
    budgeting: "occurrences",
  };
  const groups = [objectiveGroup(SERVICE, [objective]) as unknown as JsonObject];
  // Schema 0 has bounds at powers of two: 0.25 to 0.5, and 0.5 to 1.
  const input = (each: string): readonly InputSeries[] => [
    { series: `http_server_request_duration_seconds{${PUSHED}}`, values: `{{schema:0}}+${each}x30` },
  ];

  it("give the share of requests above a limit that is a bound", () => {
    const each = "{{schema:0 count:600 sum:250 offset:-1 buckets:[540 60]}}";
    expect(failuresOf({ groups, input: input(each), expect: [ratio("native", 0.1)] })).toBe("");
  });

  it("give no bad event, and not nothing, where nothing is slow", () => {
    const each = "{{schema:0 count:600 sum:200 offset:-1 buckets:[600]}}";
    expect(failuresOf({ groups, input: input(each), expect: [ratio("native", 0)] })).toBe("");
  });

  it("give zero while nobody calls", () => {
    const none = [
      {
        series: `http_server_request_duration_seconds{${PUSHED}}`,
        values: "{{schema:0 count:600 sum:200 offset:-1 buckets:[600]}}x30",
      },
    ];
    const expect0 = {
      expr: 'sum(slo:events_bad:rate5m{slo="search/catalog/native"})',
      minute: 20,
      samples: [{ value: 0 }],
    };
    expect(failuresOf({ groups, input: none, expect: [expect0] })).toBe("");
  });
});
