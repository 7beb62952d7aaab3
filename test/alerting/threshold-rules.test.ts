import { parser } from "@prometheus-io/lezer-promql";
import { alertingRules, type AlertingRule } from "../../constructs/alerting/rule-types";
import { severityRouting } from "../../constructs/alerting/severities";
import { thresholdGroups } from "../../constructs/alerting/threshold-rules";
import { loadMandate, type Mandate, quantities, SEVERITIES, strengthen } from "../../mandate";
import { promqlErrors } from "../support/promql";

function groups(mandate: Mandate = loadMandate(), runbookBaseUrl = "https://runbooks.example.org/") {
  return thresholdGroups({
    quantities: quantities(mandate),
    runbookBaseUrl,
    grafanaUrl: "https://grafana.example.org/",
  });
}

function alerts(mandate: Mandate = loadMandate()): readonly AlertingRule[] {
  return alertingRules(groups(mandate));
}

function alert(name: string, mandate: Mandate = loadMandate()): AlertingRule {
  const found = alerts(mandate).find((rule) => rule.alert === name);
  if (found === undefined) throw new Error(`no alert ${name}`);
  return found;
}

/** The number on the right of the comparison that decides an alert, with the side on which it fires. */
function limitOf(expr: string): string {
  let node = parser.parse(expr).topNode.firstChild;
  while (node !== null && node.getChild("Gtr") === null && node.getChild("Lss") === null) {
    node = node.firstChild;
  }
  const side = node?.getChild("Gtr") ? "above" : "below";
  return `${side} ${expr.slice(node?.lastChild?.from, node?.lastChild?.to)}`;
}

function limitsByThreshold(mandate: Mandate): Readonly<Record<string, readonly string[]>> {
  const limits: Record<string, string[]> = {};
  for (const { labels, expr } of alerts(mandate)) {
    const { threshold } = labels;
    if (threshold !== undefined) (limits[threshold] ??= []).push(limitOf(expr));
  }
  return limits;
}

describe("thresholdGroups", () => {
  it("alerts on every mandated threshold, in the units of Prometheus", () => {
    expect(limitsByThreshold(loadMandate())).toEqual({
      cpu_utilization_threshold: ["above 0.8", "above 0.8"],
      memory_utilization_threshold: ["above 0.85", "above 0.85"],
      disk_utilization_threshold: ["above 0.9", "above 0.9"],
      network_errors_threshold: ["above 100"],
      response_time_p95_ms: ["above 0.5"],
      response_time_p99_ms: ["above 1"],
      error_rate_threshold: ["above 0.01"],
      availability_threshold: ["below 0.999"],
      request_rate_anomaly_threshold: ["above 2"],
      database_connection_pool_threshold: ["above 0.8"],
      queue_depth_threshold: ["above 1000"],
      cache_hit_ratio_minimum: ["below 0.8"],
    });
  });

  it.each([
    ["cpu_utilization_threshold", 73, "above 0.73"],
    ["memory_utilization_threshold", 81.5, "above 0.815"],
    ["disk_utilization_threshold", 57, "above 0.57"],
    ["network_errors_threshold", 63, "above 63"],
    ["response_time_p95_ms", 410, "above 0.41"],
    ["response_time_p99_ms", 790, "above 0.79"],
    ["error_rate_threshold", 0.0042, "above 0.0042"],
    ["availability_threshold", 0.99951, "below 0.99951"],
    ["request_rate_anomaly_threshold", 1.6, "above 1.6"],
    ["database_connection_pool_threshold", 64, "above 0.64"],
    ["queue_depth_threshold", 512, "above 512"],
    ["cache_hit_ratio_minimum", 0.87, "below 0.87"],
  ])("follows a stricter %s of %d in its own alerts alone", (name, value, limit) => {
    const before = limitsByThreshold(loadMandate());
    const after = limitsByThreshold(strengthen(loadMandate(), { [name]: value }, "test"));
    expect(after).toEqual({ ...before, [name]: before[name]?.map(() => limit) });
  });

  it("compares with the stricter deviation against last week too", () => {
    const { expr } = alert(
      "RequestRateAnomaly",
      strengthen(loadMandate(), { request_rate_anomaly_threshold: 1.6 }, "t"),
    );
    expect(expr).toContain("and abs(anomaly:http_requests:weekly_zscore) > 1.6\n");
  });

  it.each(
    groups().flatMap(({ rules }) =>
      rules.map((rule) => ["alert" in rule ? rule.alert : rule.record, rule.expr]),
    ),
  )("writes %s in PromQL that parses", (_, expr) => {
    expect(promqlErrors(expr)).toEqual([]);
  });

  it("reads no recorded series that it does not record", () => {
    const all = groups().flatMap(({ rules }) => rules);
    const recorded = new Set(all.flatMap((rule) => ("record" in rule ? [rule.record] : [])));
    const read = all.flatMap(({ expr }) =>
      [...expr.matchAll(/\b(?:platform|anomaly):[a-z_:0-9]+/g)].map(([name]) => name),
    );
    expect(read.filter((name) => !recorded.has(name))).toEqual([]);
  });

  it("names the series once and the groups once", () => {
    const names = groups().flatMap(({ name, rules }) => [
      name,
      ...rules.flatMap((rule) => ("record" in rule ? [rule.record] : [])),
    ]);
    expect(new Set(names).size).toBe(names.length);
  });

  it("gives every alert its severity, response time, kind and threshold as labels", () => {
    expect(alert("NodeDiskHigh").labels).toEqual({
      severity: "high",
      response_time_seconds: "900",
      kind: "saturation",
      component: "node",
      owner: "platform",
      threshold: "disk_utilization_threshold",
    });
    const stricter = strengthen(loadMandate(), { high_response_time: 840 }, "test");
    expect(alert("NodeDiskHigh", stricter).labels).toMatchObject({ response_time_seconds: "840" });
  });

  it("tells value, limit, impact and runbook in the annotations", () => {
    expect(alert("QueueDepthHigh").annotations).toEqual({
      summary:
        "the number of messages that wait in queue {{ $labels.queue }} ({{ $labels.namespace }}) is {{ $value | humanize }}, above 1000",
      description:
        "the number of messages that wait in queue {{ $labels.queue }} ({{ $labels.namespace }}) has been above 1000, the limit of queue_depth_threshold, for 10m.",
      impact: "messages are handled late, and are lost when the queue reaches its own limit",
      first_step: "See whether the queue still grows, in messages a second",
      runbook_url: "https://runbooks.example.org/queue/QueueDepthHigh.md",
      dashboard_url: "https://grafana.example.org/d/qms-platform-overview",
      query_url: expect.stringMatching(
        /^https:\/\/grafana\.example\.org\/explore\?schemaVersion=1&orgId=1&panes=%7B.+%7D$/,
      ) as string,
    });
  });

  it("links to the signal of what the alert is about", () => {
    const { query_url = "" } = alert("QueueDepthHigh").annotations;
    // As Prometheus fills it in, which it does in a form that an address may hold.
    const filled = query_url.replaceAll(/{{ \$labels\.(\w+) \| urlquery }}/g, "the-$1");
    expect(filled).toMatch(/panes=[\w%.-]+$/);
    const { searchParams } = new URL(filled);
    expect(JSON.parse(searchParams.get("panes") ?? "")).toMatchObject({
      a: {
        queries: [{ expr: 'platform:queue_depth:max{namespace="the-namespace",queue="the-queue"}' }],
      },
    });
  });

  it("writes limits as people do", () => {
    const stricter = strengthen(
      loadMandate(),
      { disk_utilization_threshold: 57, response_time_p95_ms: 410 },
      "test",
    );
    expect(alert("NodeDiskHigh", stricter).annotations.summary).toMatch(/humanizePercentage }}, above 57 %$/);
    expect(alert("HTTPLatencyP95High", stricter).annotations.summary).toMatch(
      /humanizeDuration }}, above 410 ms$/,
    );
    expect(alert("HTTPAvailabilityLow").annotations.summary).toMatch(/, below 99.9 %$/);
  });

  it("uses only labels in annotations that the expression keeps", () => {
    for (const { annotations, expr } of alerts().filter(({ labels }) => labels.threshold !== undefined)) {
      const used = [...JSON.stringify(annotations).matchAll(/\$labels\.(\w+)/g)].map(([, label]) => label);
      const kept = /^[^(]*by \(([^)]*)\)|sum by \(([^)]*)\)/.exec(expr);
      const known =
        kept === null
          ? ["namespace", "service", "pool", "queue", "cache"]
          : (kept[1] ?? kept[2] ?? "").split(", ");
      expect(used.filter((label) => !known.includes(label ?? ""))).toEqual([]);
    }
  });

  it("waits as long as the table says where the severity has the time", () => {
    expect(alert("NodeCPUHigh").for).toBe("15m");
    expect(alert("NodeCPUHigh").keep_firing_for).toBe("5m");
  });

  it("shortens the wait where waiting and grouping would outlast the response time", () => {
    const stricter = strengthen(
      loadMandate(),
      { high_response_time: 480, critical_response_time: 240 },
      "test",
    );
    expect(alert("NodeDiskHigh", stricter).for).toBe("7m12s");
  });

  it.each([{}, { high_response_time: 310, medium_response_time: 320, low_response_time: 330 }])(
    "fires and notifies within the response time of each severity, with %j",
    (stricter) => {
      const mandate = strengthen(loadMandate(), stricter, "test");
      for (const severity of SEVERITIES) {
        const { groupWaitSeconds, responseSeconds } = severityRouting(quantities(mandate), severity);
        for (const rule of alerts(mandate).filter(({ labels }) => labels.severity === severity)) {
          expect(secondsOf(rule.for) + groupWaitSeconds).toBeLessThanOrEqual(responseSeconds);
        }
      }
    },
  );

  it("ends with a heartbeat that fires always and never wakes anybody", () => {
    expect(groups().at(-1)?.rules).toMatchObject([
      { alert: "Watchdog", expr: "vector(1)", labels: { severity: "none", kind: "heartbeat" } },
    ]);
  });
});

function secondsOf(duration = "0s"): number {
  const units = { h: 3600, m: 60, s: 1 };
  return [...duration.matchAll(/(\d+)([hms])/g)].reduce(
    (sum, [, amount, unit]) => sum + Number(amount) * units[unit as keyof typeof units],
    0,
  );
}
