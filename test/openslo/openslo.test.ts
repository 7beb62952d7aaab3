import { stringify } from "yaml";
import { exportOpenSlo } from "../../constructs/openslo/export-openslo";
import { importOpenSlo, type ImportOptions } from "../../constructs/openslo/import-openslo";
import type { Service } from "../../constructs/services/service";
import { yamlSources } from "../../constructs/services/yaml-source";
import { loadMandate } from "../../mandate";
import { SERVICES } from "../../stacks/environments/services";
import { refusalOf } from "../support/problems";
import { service } from "../support/services";

const OPTIONS = { namespace: "shop", owner: "shop-team" };

function imported(text: string, options: ImportOptions = OPTIONS): readonly Service[] {
  return importOpenSlo(yamlSources(text, "slo.yaml"), options);
}

function exported(given: Service): string {
  return exportOpenSlo(given, loadMandate())
    .map((document) => stringify(document))
    .join("---\n");
}

/** An objective of a web shop, in the words of OpenSLO; a change replaces text. */
function document(...changes: readonly (readonly [from: string, to: string])[]): string {
  const text = `apiVersion: openslo/v1
kind: SLO
metadata:
  name: orders
spec:
  service: web-shop
  indicator:
    spec:
      ratioMetric:
        counter: true
        bad:
          metricSource:
            type: Prometheus
            spec:
              query: sum(rate(orders_total{state="lost"}[5m]))
        total:
          metricSource:
            type: prometheus
            spec:
              query: orders_total
  timeWindow:
    - duration: 4w
      isRolling: true
  budgetingMethod: Occurrences
  objectives:
    - targetPercent: 99.57
`;
  return changes.reduce((changed, [from, to]) => changed.replace(from, to), text);
}

describe("OpenSLO", () => {
  it.each(SERVICES.map((given) => [given.name, given] as const))("gives %s back as it went", (_, given) => {
    expect(imported(exported(given), {})).toEqual([given]);
  });

  it("gives native histograms, policies, workers and owners back too", () => {
    const given = service({
      workload: "worker",
      placedBy: "team",
      metrics: ["job_seconds", "done_total", "jobs_total"],
      objectives: [
        {
          ...{
            name: "quick",
            indicator: "latency",
            withinSeconds: 0.3,
            histogram: "native",
            metric: "job_seconds",
          },
          ...{ target: 0.97, periodDays: 7, minimumTraffic: "busy" },
        },
        {
          ...{
            name: "done",
            indicator: "ratio",
            good: "done_total",
            total: "jobs_total",
            measures: "quality",
          },
          ...{ target: 0.95, owner: "other-team" },
        },
      ],
    });
    expect(imported(exported(given), {})).toEqual([given]);
  });

  it("takes a target, a period and counters from what the document says now", () => {
    const changed = exported(
      service({ objectives: [{ name: "up", indicator: "availability", target: 0.9993 }] }),
    )
      .replace("target: 0.9993", "target: 0.9997")
      .replace("duration: 30d", "duration: 7d");
    expect(imported(changed, {})[0]?.objectives).toEqual([
      { name: "up", indicator: "availability", target: 0.9997, periodDays: 7 },
    ]);
  });

  it("marks the objectives that the mandate adds, and does not take them in again", () => {
    const text = exported(service());
    expect(text.match(/mandated: "true"/g)).toHaveLength(3);
    expect(imported(text, {})).toEqual([service()]);
  });

  it("reads an objective of others, declares its counters, and asks for what OpenSLO does not say", () => {
    expect(imported(document())).toEqual([
      {
        ...{ apiVersion: "qms-observability/v1", kind: "Service", name: "web-shop", namespace: "shop" },
        ...{ owner: "shop-team", criticality: "medium", languages: [], metrics: ["orders_total"] },
        objectives: [
          {
            ...{
              name: "orders",
              indicator: "ratio",
              bad: 'orders_total{state="lost"}',
              total: "orders_total",
            },
            ...{ target: 0.9957, periodDays: 28 },
          },
        ],
      },
    ]);
    expect(refusalOf(() => imported(document(), {}))).toBe(
      [
        "the OpenSLO documents cannot be used",
        "",
        "service web-shop: OpenSLO does not say the namespace of a service",
        "  fix:      give --namespace, or the label namespace in metadata of its Service document",
        "service web-shop: OpenSLO does not say the owner of a service",
        "  fix:      give --owner, or the label team in metadata of its Service document",
      ].join("\n"),
    );
  });

  it("reads an indicator that is referred to, and several targets of it", () => {
    const sli = `apiVersion: openslo/v1
kind: SLI
metadata: { name: lost-orders }
spec:
  ratioMetric:
    counter: true
    good: { metricSource: { type: Prometheus, spec: { query: 'sum(orders_total{state="kept"})' } } }
    total: { metricSource: { type: Prometheus, spec: { query: orders_total } } }
`;
    const slo = document().replace(
      / {2}indicator:[\s\S]*?(?= {2}timeWindow)/,
      "  indicatorRef: lost-orders\n",
    );
    const two = slo.replace("    - targetPercent: 99.57", "    - target: 0.993\n    - target: 0.9999");
    expect(imported(`${sli}---\n${two}`)[0]?.objectives).toEqual([
      expect.objectContaining({ name: "orders-1", good: 'orders_total{state="kept"}', target: 0.993 }),
      expect.objectContaining({ name: "orders-2", good: 'orders_total{state="kept"}', target: 0.9999 }),
    ]);
    expect(
      refusalOf(() => imported(`${sli}---\n${slo.replace("indicatorRef: lost", "indicatorRef: los")}`)),
    ).toBe(
      [
        "the OpenSLO documents cannot be used",
        "",
        "slo.yaml:16:17: spec.indicatorRef: no SLI of this name is given",
        "  found:    los-orders",
        "  allowed:  lost-orders",
        "  fix:      did you mean lost-orders?",
      ].join("\n"),
    );
  });
});

describe("what OpenSLO has and we do not", () => {
  it.each([
    [
      "an older version",
      document(["openslo/v1", "openslo/v1alpha"]),
      [
        "slo.yaml:1:13: apiVersion: this version of OpenSLO is not supported",
        '  found:    "openslo/v1alpha"',
        "  allowed:  openslo/v1",
      ],
    ],
    [
      "other kinds",
      document(["kind: SLO", "kind: AlertPolicy"]),
      [
        "slo.yaml:2:7: kind: this kind of document is not supported",
        '  found:    "AlertPolicy"',
        "  allowed:  Service, SLI, SLO",
      ],
    ],
    [
      "time slices",
      document(["Occurrences", "Timeslices"]),
      [
        "slo.yaml:24:20: spec.budgetingMethod: this cannot be used",
        '  found:    "Timeslices"',
        "  allowed:  Occurrences; time slices are not supported, because they do not weigh events by traffic",
      ],
    ],
    [
      "other sources",
      document(["type: Prometheus", "type: Datadog"]),
      [
        "slo.yaml:13:19: spec.indicator.spec.ratioMetric.bad.metricSource.type: this cannot be used",
        '  found:    "Datadog"',
        "  allowed:  Prometheus",
      ],
    ],
    [
      "other periods",
      document(["4w", "2w"]),
      [
        "slo.yaml:22:17: spec.timeWindow[0].duration: this period is not supported",
        "  found:    2w",
        "  allowed:  7d, 28d, 30d, 90d",
      ],
    ],
    [
      "the calendar",
      document(["isRolling: true", "isRolling: false"]),
      [
        "slo.yaml:23:18: spec.timeWindow[0].isRolling: windows that follow the calendar are not supported",
        "  allowed:  a rolling window",
      ],
    ],
    [
      "thresholds",
      document(["ratioMetric:", "thresholdMetric:"]),
      [
        "slo.yaml:10:9: spec.indicator.spec.thresholdMetric: a thresholdMetric compares single values, and objectives count events",
        "  allowed:  ratioMetric",
        "  fix:      count the events beyond the threshold, such as those outside a bucket of a histogram",
      ],
    ],
    [
      "gauges",
      document(["counter: true", "counter: false"]),
      [
        "slo.yaml:10:18: spec.indicator.spec.ratioMetric.counter: only counters are supported",
        "  found:    false",
        "  allowed:  true",
      ],
    ],
    [
      "ratios that are computed already",
      document(["        bad:", "        rawType: failure\n        raw:"]),
      [
        "slo.yaml:13:11: spec.indicator.spec.ratioMetric.raw: a ratio that is computed already cannot be weighed by traffic",
        "  allowed:  good or bad, and total",
      ],
    ],
    [
      "queries beyond a counter",
      document(["query: orders_total", "query: max(orders_total)"]),
      [
        "slo.yaml:20:22: spec.indicator.spec.ratioMetric.total.metricSource.spec.query: this query cannot be recorded in stages",
        "  found:    max(orders_total)",
        "  allowed:  a counter with its labels, its sum, or the sum of its rate or increase",
      ],
    ],
    [
      "alert policies",
      document(["  objectives:", "  alertPolicies: [page]\n  objectives:"]),
      [
        "slo.yaml:25:18: spec.alertPolicies: this cannot be used",
        '  found:    ["page"]',
        "  allowed:  no alert policies: alerts follow from the burn rates of every objective",
      ],
    ],
    [
      "two targets in one",
      document(["- targetPercent", "- target: 0.9\n      targetPercent"]),
      [
        "slo.yaml:26:15: spec.objectives[0].target: an objective has either target or targetPercent",
        "  found:    both",
      ],
    ],
    [
      "an annotation of ours that was broken",
      document(["  name: orders", "  name: orders\n  annotations: { qms.observability/objective: '{' }"]),
      [
        "slo.yaml:5:47: metadata.annotations.qms.observability/objective: this annotation is no JSON any more",
        "  found:    {",
        "  fix:      remove it, or export again",
      ],
    ],
  ])("is told by line and column: %s", (_, text, lines) => {
    expect(refusalOf(() => imported(text))).toBe(
      ["the OpenSLO documents cannot be used", "", ...lines].join("\n"),
    );
  });

  it("is told all at once", () => {
    const text = `${document(["4w", "2w"])}---\n${document(["counter: true", "counter: false"])}`;
    expect(refusalOf(() => imported(text)).match(/^slo\.yaml:\d+:\d+/gm)).toEqual([
      "slo.yaml:22:17",
      "slo.yaml:37:18",
    ]);
  });
});
