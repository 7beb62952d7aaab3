import { LEAF_NAMES, loadMandate, type Mandate } from "../../../../mandate";
import { strengthen } from "../../../../mandate/strengthen";
import { addRelease, bundle, values, withoutRelease, type Change } from "../../../support/artifact-fixture";
import { findingsUnder, findingsWith } from "../../../support/findings";

const RULES = "additionalPrometheusRulesMap.platform.groups.0.rules";
const ROUTES = "alertmanager.config.route.routes";

/** Where finding texts stand: with brackets for indices. */
function rule(index: number): string {
  return `helm_release.kps: additionalPrometheusRulesMap.platform.groups[0].rules[${index}]`;
}

describe("thresholds (QMS-THR-001 to 012)", () => {
  /** In the order of the mandate: the limit in the alert, one that is weaker, and how the weaker one is told. */
  const CASES = [
    ["response_time_p95_ms", "x > 0.5", "x > 0.501", "above 501 ms", "above at most 500 ms"],
    ["response_time_p99_ms", "x > 1", "x > 1.001", "above 1001 ms", "above at most 1000 ms"],
    ["error_rate_threshold", "x > 0.01", "x > 0.011", "above 0.011", "above at most 0.01"],
    ["availability_threshold", "x < 0.999", "x < 0.998", "below 0.998", "below at least 0.999"],
    ["cpu_utilization_threshold", "x > 0.8", "x > 0.81", "above 81 %", "above at most 80 %"],
    ["memory_utilization_threshold", "x > 0.85", "x > 0.86", "above 86 %", "above at most 85 %"],
    ["disk_utilization_threshold", "x > 0.9", "x > 0.91", "above 91 %", "above at most 90 %"],
    [
      "network_errors_threshold",
      "x > 100",
      "x > 101",
      "above 101 errors in five minutes",
      "above at most 100 errors in five minutes",
    ],
    [
      "request_rate_anomaly_threshold",
      "x > 2",
      "x > 2.1",
      "above 2.1 deviations",
      "above at most 2 deviations",
    ],
    ["database_connection_pool_threshold", "x > 0.8", "x > 0.81", "above 81 %", "above at most 80 %"],
    ["queue_depth_threshold", "x > 1000", "x > 1001", "above 1001 messages", "above at most 1000 messages"],
    ["cache_hit_ratio_minimum", "x < 0.8", "x < 0.79", "below 0.79", "below at least 0.8"],
  ] as const;
  const cases = CASES.map(([leaf, limit, weaker, found, required], index) => ({
    leaf,
    limit,
    weaker,
    found,
    required,
    index,
    id: `QMS-THR-${String(index + 1).padStart(3, "0")}`,
  }));

  test("cover every threshold of the mandate", () => {
    const thresholds = Object.keys(loadMandate().values.monitoring_thresholds);
    expect(CASES.map(([leaf]) => leaf)).toEqual(LEAF_NAMES.filter((leaf) => thresholds.includes(leaf)));
  });

  test.each(cases)("$id accepts $limit for $leaf", ({ index, limit }) => {
    expect(findingsWith(values("kps", { [`${RULES}.${index}.expr`]: limit }))).toEqual([]);
  });

  test.each(cases)("$id refuses $weaker for $leaf", ({ id, index, leaf, weaker, found, required }) => {
    const [finding, ...more] = findingsWith(values("kps", { [`${RULES}.${index}.expr`]: weaker }));
    expect(finding).toMatch(
      new RegExp(`^${id} \\| ${rule(index).replace(/[.[\]]/g, "\\$&")}\\.expr \\| [A-Za-z0-9]+ fires `),
    );
    expect(finding).toContain(` fires ${found} | ${required} | monitoring_thresholds.${leaf}`);
    expect(more).toEqual([]);
  });

  test.each(cases)("$id refuses an artifact without an alert for $leaf", ({ id, index, leaf, required }) => {
    const edits = { [`${RULES}.${index}.labels.threshold`]: undefined };
    const required_ = required.replace(/at (most|least) /, "");
    expect(findingsWith(values("kps", edits))).toEqual([
      `${id} | (the whole artifact) | no alert with label threshold: "${leaf}" | an alert that fires ${required_} or earlier | monitoring_thresholds.${leaf}`,
    ]);
  });

  test("refuse an alert on the wrong side of the limit, and one that no number decides", () => {
    const wrong = findingsWith(values("kps", { [`${RULES}.4.expr`]: "cpu < 0.8" }));
    const open = findingsWith(values("kps", { [`${RULES}.4.expr`]: "cpu > on (node) limit" }));
    const broken = findingsWith(values("kps", { [`${RULES}.4.expr`]: "cpu > " }));
    const refused = (found: string): string =>
      `QMS-THR-005 | ${rule(4)}.expr | CpuHigh fires ${found} | above at most 80 % | monitoring_thresholds.cpu_utilization_threshold`;
    expect(wrong).toEqual([refused("below 80 %")]);
    expect(open).toEqual([refused("by something else than a number")]);
    expect(broken).toEqual([refused("by something else than a number")]);
  });

  test("judge every alert with the label, in PrometheusRule objects as well", () => {
    const alert = {
      alert: "ContainerCpuHigh",
      expr: "container > 0.95",
      labels: { severity: "low", threshold: "cpu_utilization_threshold" },
    };
    const object = bundle("more", {
      "prometheusrule-more": {
        apiVersion: "monitoring.coreos.com/v1",
        kind: "PrometheusRule",
        metadata: { name: "more" },
        spec: { groups: [{ name: "g", rules: [{ record: "a", expr: "b" }, alert] }] },
      },
    });
    expect(findingsWith(addRelease("more", object))).toEqual([
      "QMS-THR-005 | helm_release.more: manifests.prometheusrule-more.spec.groups[0].rules[1].expr | ContainerCpuHigh fires above 95 % | above at most 80 % | monitoring_thresholds.cpu_utilization_threshold",
    ]);
  });

  test.each([
    ["warning", '"warning"'],
    [undefined, "not set"],
  ])("refuse severity %p", (severity, found) => {
    expect(findingsWith(values("kps", { [`${RULES}.6.labels.severity`]: severity }))).toEqual([
      `QMS-THR-007 | ${rule(6)}.labels.severity | ${found} | one of critical, high, medium, low | monitoring_thresholds.disk_utilization_threshold`,
    ]);
  });

  test("refuse an alert that waits longer than its severity allows", () => {
    expect(findingsWith(values("kps", { [`${RULES}.9.for`]: "6m" }))).toContain(
      `QMS-THR-010 | ${rule(9)}.for | "6m" | at most 300 s | alerting_configuration.critical_response_time`,
    );
    expect(findingsWith(values("kps", { [`${RULES}.9.for`]: undefined }))).toEqual([]);
  });

  test("compare numbers that binary fractions cannot hold", () => {
    const mandate = strengthen(loadMandate(), { database_connection_pool_threshold: 7 }, "test");
    expect(findingsUnder(mandate, values("kps", { [`${RULES}.9.expr`]: "pool > 0.07" }))).toEqual([]);
  });
});

describe("first notice (QMS-RTE-001)", () => {
  const WHERE = `QMS-RTE-001 | helm_release.kps: ${ROUTES}`;

  test("refuses a severity without a route", () => {
    const edits = { [`${ROUTES}.2.matchers`]: ['severity="urgent"'] };
    expect(findingsWith(values("kps", edits))).toContain(
      'QMS-RTE-001 | helm_release.kps: alertmanager.config.route | no route with a receiver for severity="high" | a route that announces such alerts after at most 900 s | alerting_configuration.high_response_time',
    );
  });

  test("refuses a route to a receiver that tells nobody", () => {
    const edits = { [`${ROUTES}.4.receiver`]: "null" };
    expect(findingsWith(values("kps", edits))).toEqual([
      'QMS-RTE-001 | helm_release.kps: alertmanager.config.route | no route with a receiver for severity="low" | a route that announces such alerts after at most 86400 s | alerting_configuration.low_response_time',
    ]);
  });

  test("refuses a wait that uses up the response time together with the slowest alert", () => {
    const edits = { [`${ROUTES}.1.group_wait`]: "121s" };
    expect(findingsWith(values("kps", edits))).toEqual([
      `${WHERE}[1].group_wait | 121s after 3m of PoolHigh | at most 300 s | alerting_configuration.critical_response_time`,
    ]);
    expect(findingsWith(values("kps", { [`${ROUTES}.1.group_wait`]: "120s" }))).toEqual([]);
  });

  test("counts alerts without a mandated threshold too", () => {
    const alert = { alert: "BudgetBurns", expr: "burn > 14", for: "4m40s", labels: { severity: "critical" } };
    expect(findingsWith(values("kps", { [`${RULES}.12`]: alert }))).toEqual([
      `${WHERE}[1].group_wait | 30s after 4m40s of BudgetBurns | at most 300 s | alerting_configuration.critical_response_time`,
    ]);
  });

  test("refuses times in which critical alerts are silent", () => {
    const edits = {
      [`${ROUTES}.1.mute_time_intervals`]: ["nights"],
      [`${ROUTES}.3.mute_time_intervals`]: ["nights"],
    };
    expect(findingsWith(values("kps", edits))).toEqual([
      `${WHERE}[1] | silent by time interval nights | no time in which critical alerts are not announced | alerting_configuration.critical_response_time`,
    ]);
  });

  test("accepts a slow way beside one that is fast enough", () => {
    const archive = { matchers: ['severity=~".+"'], receiver: "low", group_wait: "5m", continue: true };
    const order = (change: Change): readonly string[] =>
      findingsWith(change).filter((finding) => finding.startsWith("QMS-RTE-001"));
    expect(order(values("kps", { [`${ROUTES}.0`]: archive }))).toEqual([]);
    expect(order(values("kps", { [`${ROUTES}.0`]: { ...archive, continue: false } }))).toHaveLength(1);
  });

  test("refuses an artifact without Alertmanager", () => {
    expect(findingsWith(values("kps", { "alertmanager.enabled": false }))).toContain(
      "QMS-RTE-001 | (the whole artifact) | no Alertmanager | an Alertmanager with a route for each severity | observability_configuration.alerting_enabled",
    );
  });
});

describe("repetition (QMS-RTE-004)", () => {
  const WHERE = `QMS-RTE-004 | helm_release.kps: ${ROUTES}`;

  test.each([
    ["5m", "5m with group_interval 5m, so every 600 s"],
    ["6m", "6m with group_interval 5m, so every 600 s"],
    ["never", "never with group_interval 5m"],
  ])("refuses to repeat critical alerts after %s", (repeat, found) => {
    expect(findingsWith(values("kps", { [`${ROUTES}.1.repeat_interval`]: repeat }))).toEqual([
      `${WHERE}[1].repeat_interval | ${found} | at most 300 s | alerting_configuration.critical_response_time`,
    ]);
  });

  test("refuses an interval that a severity only inherits", () => {
    const edits = {
      [`${ROUTES}.1.repeat_interval`]: undefined,
      "alertmanager.config.route.repeat_interval": "12h",
    };
    expect(findingsWith(values("kps", edits))).toEqual([
      `${WHERE}[1].repeat_interval | 12h with group_interval 5m, so every 43500 s | at most 300 s | alerting_configuration.critical_response_time`,
    ]);
  });

  test("accepts ticks that divide a shorter response time", () => {
    const mandate: Mandate = strengthen(loadMandate(), { high_response_time: 800 }, "test");
    const edits = { [`${ROUTES}.2.group_interval`]: "200s", [`${ROUTES}.2.repeat_interval`]: "790s" };
    expect(findingsUnder(mandate, values("kps", edits))).toEqual([]);
    expect(findingsUnder(mandate)).toEqual([
      `${WHERE}[2].repeat_interval | 14m50s with group_interval 5m, so every 900 s | at most 800 s | alerting_configuration.high_response_time`,
    ]);
  });
});

describe("grouping window (QMS-RTE-002)", () => {
  const KEY = "alerting_configuration.alert_grouping_window";

  test.each([
    ["alertmanager.config.route.group_interval", "301s"],
    ["alertmanager.config.route.group_wait", "5m1s"],
    [`${ROUTES}.4.group_wait`, "1h"],
    [`${ROUTES}.0.group_interval`, "soon"],
  ])("refuses %s of %s", (path, value) => {
    const where = path.replace(/\.(\d)\./, "[$1].");
    expect(findingsWith(values("kps", { [path]: value }))).toContain(
      `QMS-RTE-002 | helm_release.kps: ${where} | "${value}" | at most 300 s | ${KEY}`,
    );
  });

  test("accepts what the chart's own defaults fill in, and refuses their absence", () => {
    const absent = { "alertmanager.config.route.group_interval": undefined };
    expect(findingsWith(values("kps", absent))).toEqual([]);
    const removed = { "alertmanager.config.route.group_interval": null };
    expect(findingsWith(values("kps", removed))).toEqual([
      `QMS-RTE-002 | helm_release.kps: alertmanager.config.route.group_interval | not set | at most 300 s | ${KEY}`,
    ]);
  });

  test("refuses an artifact without Alertmanager", () => {
    expect(findingsWith(withoutRelease("kps"))).toContain(
      `QMS-RTE-002 | (the whole artifact) | no Alertmanager | an Alertmanager that groups alerts | ${KEY}`,
    );
  });
});

describe("channels (QMS-RTE-003)", () => {
  const RECEIVERS = "alertmanager.config.receivers";
  const WHERE = `QMS-RTE-003 | helm_release.kps: ${RECEIVERS}`;

  test("refuses critical or high alerts that PagerDuty does not get", () => {
    expect(findingsWith(values("kps", { [`${RECEIVERS}.3.pagerduty_configs`]: [] }))).toEqual([
      `${WHERE} | no pagerduty_configs for high | a receiver with pagerduty_configs for each of critical, high | alerting_configuration.pager_duty_integration`,
    ]);
  });

  test("refuses channels that no route leads to, even where a receiver has them", () => {
    const edits = {
      [`${RECEIVERS}.2.slack_configs`]: undefined,
      [`${RECEIVERS}.3.slack_configs`]: undefined,
      [`${RECEIVERS}.4.slack_configs`]: undefined,
      [`${RECEIVERS}.1.slack_configs`]: [{ channel: "#unread" }],
    };
    expect(findingsWith(values("kps", edits))).toEqual([
      `${WHERE} | no slack_configs for critical, high, medium, low | a receiver with slack_configs for at least one severity | alerting_configuration.slack_notifications`,
    ]);
  });

  test("refuses alerts that nobody gets by e-mail", () => {
    const edits = {
      [`${RECEIVERS}.4.email_configs`]: undefined,
      [`${RECEIVERS}.5`]: { name: "low", slack_configs: [{ channel: "#c" }] },
    };
    expect(findingsWith(values("kps", edits))).toEqual([
      `${WHERE} | no email_configs for critical, high, medium, low | a receiver with email_configs for at least one severity | alerting_configuration.email_notifications`,
    ]);
  });

  test("refuses an artifact without Alertmanager, once for each channel", () => {
    const found = findingsWith(withoutRelease("kps")).filter((finding) => finding.startsWith("QMS-RTE-003"));
    expect(found).toHaveLength(3);
  });
});
