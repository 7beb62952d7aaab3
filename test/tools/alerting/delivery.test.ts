import type { Labels } from "../../../assurance/artifact/alert-matchers";
import type { TimeOfDay } from "../../../constructs/alerting/maintenance-window";
import { type Weekday, WEEKDAYS } from "../../../constructs/alerting/weekdays";
import { loadMandate, quantities, SEVERITIES, type Severity } from "../../../mandate";
import type { Environment } from "../../../stacks/environments/environment";
import { production } from "../../../stacks/environments/production";
import { AlertmanagerServer } from "./alertmanager-server";
import { DeliverySinks, type Page } from "./delivery-sinks";
import { scaledConfiguration } from "./scaled-configuration";

/** Response times of 30, 30, 60 and 120 seconds; ticks of 30, 10, 5 and 0.4. */
const SCALES: Readonly<Record<Severity, number>> = { critical: 10, high: 30, medium: 60, low: 720 };
const HEARTBEAT_SCALE = 30;

/** What a busy machine may take from Alertmanager's tick to the receiver. */
const TRANSIT_SECONDS = 0.5;

/** Until the first repetition of the slowest severity. */
const WATCHED_SECONDS = 124;

const RESPONSE = quantities(loadMandate()).responseTimeSeconds;
const WINDOW = quantities(loadMandate()).groupingWindowSeconds;

/** The time of day in a zone that is five and a half hours ahead of UTC, and knows no summer time. */
function inIndia(hoursFromNow: number): TimeOfDay {
  const there = new Date(Date.now() + (hoursFromNow + 5.5) * 3_600_000);
  return there.toISOString().slice(11, 16) as TimeOfDay;
}

function weekdayInIndia(hoursFromNow: number): Weekday {
  const there = new Date(Date.now() + (hoursFromNow + 5.5) * 3_600_000);
  return WEEKDAYS[(there.getUTCDay() + 6) % 7] ?? "monday";
}

/** Began an hour ago, on the day that it was then, and lasts for two more; the other one is on other days. */
const STOCKTAKING = {
  reason: "Goods are counted.",
  start: inIndia(-1),
  end: inIndia(2),
  timeZone: "Asia/Kolkata",
} as const;

const ENVIRONMENT: Environment = {
  ...production,
  maintenanceWindows: [
    {
      ...STOCKTAKING,
      name: "stocktaking",
      scope: { namespace: "warehouse" },
      weekdays: [weekdayInIndia(-1)],
    },
    {
      ...STOCKTAKING,
      name: "stocktaking-elsewhere",
      scope: { namespace: "yard" },
      weekdays: WEEKDAYS.filter((day) => ![-25, -1, 23].map(weekdayInIndia).includes(day)),
    },
  ],
  plannedMaintenance: [
    {
      name: "billing-move",
      reason: "Billing moves.",
      from: "2027-03-01T08:00",
      until: "2027-03-01T18:00",
      timeZone: "UTC",
      scope: { namespace: "billing" },
    },
  ],
};

const PLACE = { cluster: "production", namespace: "stock", service: "depot" };

function alert(alertname: string, severity: string, kind: string, more: Labels = {}) {
  const labels = {
    alertname,
    severity,
    kind,
    response_time_seconds: String(RESPONSE[severity as Severity]),
    ...PLACE,
    ...more,
  };
  return {
    labels,
    annotations: {
      summary: `${alertname} of ${labels.service}`,
      impact: "users wait",
      first_step: "look at the pods",
      runbook_url: `https://runbooks.example.org/x/${alertname}.md`,
      dashboard_url: "https://grafana.example.org/d/x",
      query_url: "https://grafana.example.org/explore?x",
    },
    generatorURL: "https://prometheus.example.org/graph",
  };
}

/** One of each severity, each of another service, so that none silences another. */
const TOLD: Readonly<Record<Severity, ReturnType<typeof alert>>> = {
  critical: alert("SLOErrorBudgetBurn", "critical", "symptom", { service: "a" }),
  high: alert("QueueDepthHigh", "high", "saturation", { service: "b" }),
  medium: alert("HTTPLatencyP95High", "medium", "symptom", { service: "c" }),
  low: alert("CacheHitRatioLow", "low", "saturation", { service: "d" }),
};

const SILENCED = [
  alert("SLOErrorBudgetBurn", "high", "symptom", { service: "a" }),
  alert("RequestRateAnomaly", "medium", "anomaly", { service: "a" }),
  alert("ReportQueueHigh", "high", "saturation", { namespace: "billing", service: "report" }),
];

const GROUPED = ["one", "two", "three"].map((pod) =>
  alert("ContainerMemoryHigh", "medium", "saturation", { service: "e", pod }),
);
const IN_WINDOWS = (["warehouse", "yard"] as const).flatMap((namespace) => [
  alert("ShelfQueueHigh", "high", "saturation", { namespace, service: "shelf" }),
  alert("SLOErrorBudgetBurn", "critical", "symptom", { namespace, service: "rack" }),
]);
const URGENT_IN_MAINTENANCE = alert("SLOErrorBudgetBurn", "critical", "symptom", {
  namespace: "billing",
  service: "report",
});
const MARKER = alert("MaintenanceWindow", "none", "marker", {
  namespace: "billing",
  scope: "namespace",
  quietens: "high,medium,low",
  service: "",
});
/** As rules of kube-prometheus-stack are, once Prometheus has given it our severity and an owner. */
const FOREIGN = {
  labels: {
    alertname: "KubePodCrashLooping",
    severity: "critical",
    owner: "platform",
    response_time_seconds: String(RESPONSE.critical),
    ...PLACE,
    service: "kube-state-metrics",
  },
  annotations: {
    summary: "Pod is crash looping.",
    runbook_url: "https://runbooks.example.com/kubepodcrashlooping",
  },
  generatorURL: "https://prometheus.example.org/graph?g0.expr=crashes",
};
const ODD = alert("Odd", "page", "symptom", { service: "f" });

const scales = {
  root: SCALES.critical,
  'alertname="Watchdog"': HEARTBEAT_SCALE,
  ...Object.fromEntries(SEVERITIES.map((severity) => [`severity="${severity}"`, SCALES[severity]])),
};

function seconds(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds * 1000));
}

describe("one Alertmanager with the configuration of production", () => {
  let sinks: DeliverySinks;
  let server: AlertmanagerServer;
  let resolvedAt: number;

  beforeAll(async () => {
    sinks = await DeliverySinks.start();
    server = await AlertmanagerServer.start(scaledConfiguration(ENVIRONMENT, sinks, scales));
    sinks.restart();
    const heartbeat = { labels: { alertname: "Watchdog", severity: "none", cluster: "production" } };
    await server.post([
      ...Object.values(TOLD),
      ...SILENCED,
      ...GROUPED,
      ...IN_WINDOWS,
      URGENT_IN_MAINTENANCE,
      MARKER,
      FOREIGN,
      ODD,
      heartbeat,
    ]);
    await seconds(WATCHED_SECONDS);
    resolvedAt = sinks.seconds();
    await server.resolve([TOLD.critical, ...SILENCED]);
    // News of a group are told at its next tick.
    await seconds(WINDOW / SCALES.critical + 2);
  }, 300_000);

  afterAll(async () => {
    await server.stop();
    sinks.stop();
  });

  const pagesOf = (service: string): readonly Page[] =>
    sinks.pages.filter(({ payload }) => payload.component === service);
  const chatsOf = (name: string) =>
    sinks.chats.filter(({ attachments }) => attachments[0]?.title.includes(name));
  const mailsOf = (name: string) => sinks.mails.filter(({ subject }) => subject.includes(name));

  /** Seconds of the notifications of each severity, by the channel that each has. */
  const times = (): Readonly<Record<Severity, readonly number[]>> => ({
    critical: pagesOf("a")
      .filter(({ event_action }) => event_action === "trigger")
      .map((page) => page.seconds),
    high: pagesOf("b").map((page) => page.seconds),
    medium: chatsOf("HTTPLatencyP95High").map((chat) => chat.seconds),
    low: mailsOf("CacheHitRatioLow").map((mail) => mail.seconds),
  });

  it.each(SEVERITIES)("tells of a %s alert within its group_wait", (severity) => {
    const wait = Math.min(WINDOW, RESPONSE[severity] / 10) / SCALES[severity];
    const [first = Infinity] = times()[severity];
    expect(first).toBeGreaterThan(wait - 0.1);
    expect(first).toBeLessThan(wait + 1);
  });

  it.each(SEVERITIES)("repeats a %s alert after its response time, within one group interval", (severity) => {
    const response = RESPONSE[severity] / SCALES[severity];
    const tick = WINDOW / SCALES[severity];
    const told = times()[severity];
    const distances = told.slice(1).map((time, index) => time - (told[index] ?? NaN));
    expect(distances.length).toBeGreaterThanOrEqual(severity === "low" || severity === "medium" ? 1 : 3);
    for (const distance of distances) {
      expect(distance).toBeGreaterThan(response - tick);
      expect(distance).toBeLessThan(response + tick + TRANSIT_SECONDS);
    }
    process.stdout.write(
      `${severity}: wanted ${response} s, measured ${distances.map((distance) => distance.toFixed(2)).join(", ")} s\n`,
    );
  });

  it("gives PagerDuty its own severities", () => {
    expect([pagesOf("a")[0]?.payload.severity, pagesOf("b")[0]?.payload.severity]).toEqual([
      "critical",
      "error",
    ]);
  });

  it("pages for critical and high alerts alone", () => {
    expect(new Set(sinks.pages.map(({ payload }) => payload.severity))).toEqual(
      new Set(["critical", "error"]),
    );
  });

  it("uses one key for an incident of PagerDuty from its first page to its end", () => {
    expect(new Set(pagesOf("a").map(({ dedup_key }) => dedup_key)).size).toBe(1);
    expect(pagesOf("a").at(-1)).toMatchObject({ event_action: "resolve" });
    expect(pagesOf("a").at(-1)?.seconds).toBeGreaterThan(resolvedAt);
    expect(pagesOf("a")[0]?.dedup_key).not.toBe(pagesOf("b")[0]?.dedup_key);
  });

  it("tells Slack and mail of the end too", () => {
    expect(chatsOf("[CRITICAL, resolved] SLOErrorBudgetBurn stock/a")).toHaveLength(1);
    expect(mailsOf("[CRITICAL, resolved] SLOErrorBudgetBurn stock/a")).toHaveLength(1);
  });

  it("tells of several alerts of a group in one message", () => {
    const [chat] = chatsOf("ContainerMemoryHigh");
    expect(chat?.attachments[0]?.title).toBe("[MEDIUM] ContainerMemoryHigh stock/e (3 alerts)");
    expect(chat?.attachments[0]?.text.match(/^• /gm)).toHaveLength(3);
  });

  it("is silent on what a more urgent alert, a symptom or maintenance explains", () => {
    const text = JSON.stringify([sinks.pages, sinks.chats, sinks.mails]);
    expect(text).not.toContain("RequestRateAnomaly");
    expect(text).not.toContain("ReportQueueHigh");
    expect(pagesOf("a").map(({ payload }) => payload.severity)).not.toContain("error");
  });

  it("lets critical alerts pass maintenance", () => {
    expect(pagesOf("report")[0]).toMatchObject({
      event_action: "trigger",
      payload: { severity: "critical" },
    });
  });

  it("is silent during a recurring window in its scope, its hours and its days, and never on what is critical", () => {
    const paged = (namespace: string): ReadonlySet<string> =>
      new Set(
        sinks.pages.flatMap(({ payload }) =>
          payload.summary.includes(`${namespace}/`) ? [payload.summary] : [],
        ),
      );
    expect(paged("warehouse")).toEqual(new Set(["[CRITICAL] SLOErrorBudgetBurn warehouse/rack"]));
    expect(paged("yard")).toEqual(
      new Set(["[CRITICAL] SLOErrorBudgetBurn yard/rack", "[HIGH] ShelfQueueHigh yard/shelf"]),
    );
  });

  it("shows what fits nowhere as fast as what is critical", () => {
    expect(chatsOf("Odd")[0]?.seconds).toBeLessThan(RESPONSE.critical / 10 / SCALES.critical + 1);
  });

  it("calls the heartbeat every minute", () => {
    const expected = (WATCHED_SECONDS * HEARTBEAT_SCALE) / 60;
    expect(sinks.heartbeats.length).toBeGreaterThan(expected * 0.9);
  });

  it("says in Slack what, since when, whom it hurts, what to do first, and where to look", () => {
    const [chat] = chatsOf("[CRITICAL] SLOErrorBudgetBurn stock/a");
    expect(chat).toMatchObject({ channel: "#incidents", attachments: [{ color: "danger" }] });
    const { text = "", footer = "" } = chat?.attachments[0] ?? {};
    expect(text.replace(/since \w{3} [\d-]+ [\d:]+ UTC/, "since …")).toBe(
      [
        "• SLOErrorBudgetBurn of a, since …",
        "*Impact:* users wait",
        "*First:* look at the pods",
        "<https://runbooks.example.org/x/SLOErrorBudgetBurn.md|Runbook> · <https://grafana.example.org/d/x|Dashboard> · " +
          `<https://grafana.example.org/explore?x|Query> · <${silenceLink(server.url, "SLOErrorBudgetBurn", "a", "critical")}|Silence>`,
      ].join("\n"),
    );
    expect(footer).toBe("production, answer within 5m");
  });

  it("says the same in mail, as text and as a page", () => {
    const [mail] = mailsOf("[CRITICAL] SLOErrorBudgetBurn stock/a");
    expect(mail?.to).toEqual(["on-call@example.org"]);
    expect(mail?.text).toContain("First: look at the pods");
    expect(mail?.text).toContain(
      '<a href="https://runbooks.example.org/x/SLOErrorBudgetBurn.md">Runbook</a>',
    );
    expect(mail?.text).toContain(
      `Silence: ${silenceLink(server.url, "SLOErrorBudgetBurn", "a", "critical")}`,
    );
  });

  it("leads from an alert of another publisher to the overview, and to Prometheus with its query", () => {
    const links = {
      dashboard: "https://grafana.example.org/d/qms-platform-overview",
      query: FOREIGN.generatorURL,
    };
    expect(pagesOf("kube-state-metrics")[0]?.payload.custom_details).toMatchObject({
      ...links,
      runbook: "https://runbooks.example.com/kubepodcrashlooping",
      owner: "platform",
    });
    const [chat] = chatsOf("KubePodCrashLooping");
    expect(chat?.attachments[0]?.text).toContain(`<${links.dashboard}|Dashboard> · <${links.query}|Query>`);
    expect(chat?.attachments[0]?.footer).toBe("production, owner: platform, answer within 5m");
  });

  it("says the same to PagerDuty", () => {
    expect(pagesOf("a")[0]?.payload).toMatchObject({
      summary: "[CRITICAL] SLOErrorBudgetBurn stock/a",
      custom_details: {
        impact: "users wait",
        first_step: "look at the pods",
        response_time_seconds: "300",
        runbook: "https://runbooks.example.org/x/SLOErrorBudgetBurn.md",
      },
    });
    expect(pagesOf("a")[0]?.routing_key).toBe("routing-key-of-the-test");
  });
});

function silenceLink(url: string, alertname: string, service: string, severity: string): string {
  const labels = { alertname, cluster: "production", namespace: "stock", service, severity };
  const filter = Object.entries(labels)
    .map(([name, value]) => `${name}%3D%22${value}%22`)
    .join("%2C");
  return `${url}/#/silences/new?filter=%7B${filter}%7D`;
}

describe("two Alertmanagers in a cluster", () => {
  it("tell of everything once, and of its end once", async () => {
    const sinks = await DeliverySinks.start();
    const scaled = scaledConfiguration(ENVIRONMENT, sinks, { ...scales, 'severity="critical"': 100 });
    const first = await AlertmanagerServer.start({ ...scaled, cluster: "" });
    const second = await AlertmanagerServer.start({ ...scaled, cluster: first.clusterAddress });
    const both = [first, second];
    try {
      await untilJoined(both);
      sinks.restart();
      await Promise.all(both.map((server) => server.post([TOLD.critical])));
      await seconds(2.5);
      await Promise.all(both.map((server) => server.resolve([TOLD.critical])));
      await seconds(8);
      expect(sinks.pages.map(({ event_action }) => event_action)).toEqual(["trigger", "resolve"]);
      expect(sinks.chats).toHaveLength(2);
      expect(sinks.mails).toHaveLength(2);
    } finally {
      await Promise.all(both.map((server) => server.stop()));
      sinks.stop();
    }
  });
});

/** Until they have settled they may both tell, by design: rather twice than never. */
async function untilJoined(servers: readonly AlertmanagerServer[]): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt++) {
    const peers = await Promise.all(servers.map((server) => server.peers()));
    if (peers.every((names) => names.length === servers.length)) break;
    await seconds(0.2);
  }
  await seconds(5);
}
