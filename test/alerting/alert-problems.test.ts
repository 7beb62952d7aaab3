import type { Alert } from "../../constructs/alerting/alert";
import { platformAlerts } from "../../constructs/alerting/alert-catalogue";
import { alertProblems } from "../../constructs/alerting/alert-problems";
import { alertRule, pendingSeconds } from "../../constructs/alerting/alert-rule";
import { STACK_WORKLOADS } from "../../constructs/alerting/stack-workloads";
import { DEFAULT_NAMESPACE_NAMES } from "../../constructs/platform/namespace-names";
import { SLO_ALERTS } from "../../constructs/slo/shared-rules";
import { formatProblem, loadMandate, quantities } from "../../mandate";

const MANDATED = quantities(loadMandate());

const ALERT: Alert = {
  alert: "QueueStuck",
  component: "queue",
  severity: "high",
  kind: "fault",
  owner: "service",
  expr: "stuck > 0",
  keeps: ["namespace", "queue"],
  labels: { broker: "rabbit" },
  pendingMinutes: 4,
  unit: "count",
  summary: "queue <queue> of <broker> is stuck with <value> messages",
  description: "nothing leaves <namespace>/<queue>",
  impact: "messages are late",
  diagnosis: [{ text: "look at consumers", command: "kubectl -n <namespace> get pods" }],
  mitigation: [{ text: "restart them" }],
  verification: { text: "messages leave", query: 'rate(left{queue="<queue>"}[5m]) > 0' },
  dashboard: { uid: "queues", variables: { ns: "namespace" } },
  query: "stuck",
};

function said(alert: Alert): string {
  return alertProblems([alert], MANDATED).map(formatProblem).join("\n");
}

describe("alertProblems", () => {
  it("finds nothing wrong with any alert of ours", () => {
    const parts = STACK_WORKLOADS.map(({ component }) => component);
    const stack = { namespaces: DEFAULT_NAMESPACE_NAMES, parts };
    const alerts = [...platformAlerts({ quantities: MANDATED, stack }), ...SLO_ALERTS];
    expect(alerts.length).toBeGreaterThan(70);
    expect(alertProblems(alerts, MANDATED)).toEqual([]);
  });

  it("knows an alert of ours that waits longer than its severity allows by its reason; there is none", () => {
    const alerts = platformAlerts({ quantities: MANDATED });
    expect(alerts.filter(({ pendingReason }) => pendingReason !== undefined)).toEqual([]);
  });

  it("refuses a name that does not begin with the component", () => {
    expect(said({ ...ALERT, alert: "StuckQueue" })).toBe(`alert StuckQueue: is not named for its component
  found:    "StuckQueue"
  allowed:  Queue<Condition>, in upper camel case`);
  });

  it.each([
    ["summary", { summary: " " }],
    ["impact", { impact: "" }],
    ["owner", { owner: "" }],
    ["diagnosis", { diagnosis: [] }],
    ["mitigation", { mitigation: [] }],
    ["verification", { verification: { text: "" } }],
  ])("refuses an alert without %s", (name, part) => {
    expect(said({ ...ALERT, ...part })).toBe(`alert QueueStuck: ${name}: is empty
  fix:      say it to whoever is woken by this alert`);
  });

  it("refuses a text about a label that the alert does not have, in commands too", () => {
    const diagnosis = [{ text: "look", command: "kubectl -n <namespce> get pods" }];
    expect(said({ ...ALERT, diagnosis }))
      .toBe(`alert QueueStuck: diagnosis[0]: refers to a label that the alert does not have
  found:    <namespce>
  allowed:  namespace, queue, broker`);
  });

  it("refuses queries that do not parse, in steps too", () => {
    expect(said({ ...ALERT, verification: { text: "done", query: "rate(left[5m" } })).toContain(
      "alert QueueStuck: a query does not parse, at character ",
    );
  });

  it("refuses a reason that says nothing", () => {
    expect(said({ ...ALERT, pendingMinutes: 40, pendingReason: " " }))
      .toBe(`alert QueueStuck: pendingReason: must say why the alert may wait longer than its severity allows
  found:    40 min, with a response time of 15m`);
  });
});

describe("pendingSeconds", () => {
  it("leaves room for grouping within the response time", () => {
    expect(pendingSeconds({ pendingMinutes: 40, severity: "high" }, MANDATED)).toBe(810);
  });

  it("waits longer where the alert says why", () => {
    const alert = {
      pendingMinutes: 40,
      severity: "high",
      pendingReason: "a restore takes half an hour",
    } as const;
    expect(pendingSeconds(alert, MANDATED)).toBe(2400);
  });
});

describe("alertRule", () => {
  const options = {
    quantities: MANDATED,
    runbookBaseUrl: "https://r.example/",
    grafanaUrl: "https://g.example/",
  };
  const rule = alertRule(ALERT, options);

  it("gives the rule the labels by which alerts are routed, silenced and owned", () => {
    expect(rule.labels).toEqual({
      severity: "high",
      response_time_seconds: "900",
      kind: "fault",
      component: "queue",
      owner: "service",
      broker: "rabbit",
    });
  });

  it("has Prometheus fill in labels and value, and writes the rule's own labels itself", () => {
    expect(rule.annotations).toMatchObject({
      summary: "queue {{ $labels.queue }} of rabbit is stuck with {{ $value | humanize }} messages",
      first_step: "look at consumers: kubectl -n {{ $labels.namespace }} get pods",
    });
  });

  it("links to the runbook's file, the dashboard with its variables, and the query", () => {
    expect(rule.annotations).toMatchObject({
      runbook_url: "https://r.example/queue/QueueStuck.md",
      dashboard_url: "https://g.example/d/queues?var-ns={{ $labels.namespace }}",
    });
    const panes = new URL(rule.annotations.query_url ?? "").searchParams.get("panes") ?? "";
    expect(JSON.parse(panes)).toEqual({
      a: {
        datasource: "prometheus",
        queries: [{ refId: "A", datasource: { type: "prometheus", uid: "prometheus" }, expr: "stuck" }],
        range: { from: "now-6h", to: "now" },
      },
    });
  });

  it("needs no time to be sure of what only silences others", () => {
    expect(alertRule({ ...ALERT, severity: "none", pendingMinutes: 0 }, options)).not.toHaveProperty("for");
  });
});
