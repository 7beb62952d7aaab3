import { alertmanagerConfig } from "../../constructs/alerting/alertmanager-config";
import { externalDelivery, sinkDelivery } from "../../constructs/alerting/delivery";
import type { MaintenanceWindow } from "../../constructs/alerting/maintenance-window";
import type { ExternalReceivers } from "../../constructs/alerting/receivers";
import { loadMandate, quantities, strengthen, type Stricter } from "../../mandate";

const RECEIVERS: ExternalReceivers = {
  kind: "external",
  pagerduty: {},
  slack: { channel: "#alerts", criticalChannel: "#alerts-critical" },
  email: { smarthost: "mail.example.org:587", from: "alerts@example.org", to: "on-call@example.org" },
};

interface Route {
  readonly matchers: readonly string[];
  readonly receiver: string;
  readonly mute_time_intervals?: readonly string[];
  readonly [field: string]: unknown;
}

interface Config {
  readonly global: Readonly<Record<string, unknown>>;
  readonly route: Route & { readonly routes: readonly Route[] };
  readonly receivers: readonly (Readonly<Record<string, unknown>> & { readonly name: string })[];
  readonly inhibit_rules: readonly Readonly<Record<string, readonly string[]>>[];
  readonly time_intervals: readonly unknown[];
}

function config({
  receivers = RECEIVERS,
  stricter = {},
  maintenanceWindows = [],
}: {
  receivers?: ExternalReceivers;
  stricter?: Stricter;
  maintenanceWindows?: readonly MaintenanceWindow[];
} = {}): Config {
  return alertmanagerConfig({
    quantities: quantities(strengthen(loadMandate(), stricter, "test")),
    delivery: externalDelivery(receivers),
    maintenanceWindows,
  }) as unknown as Config;
}

function route(matcher: string, options: Parameters<typeof config>[0] = {}): Route | undefined {
  return config(options).route.routes.find(({ matchers }) => matchers[0] === matcher);
}

describe("routes", () => {
  it("has a route per severity with times from the mandate", () => {
    const times = ["critical", "high", "medium", "low"].map((severity) => {
      const found = route(`severity="${severity}"`);
      return [found?.receiver, found?.group_wait, found?.group_interval, found?.repeat_interval];
    });
    expect(times).toEqual([
      ["critical", "30s", "5m", "4m50s"],
      ["high", "1m30s", "5m", "14m50s"],
      ["medium", "5m", "5m", "59m50s"],
      ["low", "5m", "5m", "23h59m50s"],
    ]);
  });

  it("follows a stricter response time", () => {
    expect(route('severity="high"', { stricter: { high_response_time: 840 } })).toMatchObject({
      group_wait: "1m24s",
      group_interval: "4m40s",
      repeat_interval: "13m50s",
    });
  });

  it("follows a stricter grouping window everywhere, the heartbeat included", () => {
    const stricter = { alert_grouping_window: 45 };
    const receivers = { ...RECEIVERS, heartbeatUrl: { name: "heartbeat", key: "url" } };
    expect(route('severity="low"', { stricter })).toMatchObject({ group_wait: "45s", group_interval: "45s" });
    expect(route('alertname="Watchdog"', { stricter, receivers })).toMatchObject({ group_interval: "45s" });
  });

  it("sends severities of other publishers where ours of the same urgency go", () => {
    expect(route('severity="warning"')).toEqual({
      ...route('severity="medium"'),
      matchers: ['severity="warning"'],
    });
    expect(route('severity="info"')).toEqual({ ...route('severity="low"'), matchers: ['severity="info"'] });
  });

  it("shows what fits nowhere as fast as critical alerts, instead of dropping it", () => {
    const { route: root, receivers } = config();
    expect(root).toMatchObject({ receiver: "unrouted", group_wait: "30s", repeat_interval: "4m50s" });
    expect(receivers.find(({ name }) => name === "unrouted")).toMatchObject({
      slack_configs: [{ channel: "#alerts" }],
      email_configs: [{ to: "on-call@example.org" }],
    });
  });

  it("keeps severities apart in groups, because a notification carries one", () => {
    expect(config().route.group_by).toEqual(["cluster", "namespace", "service", "alertname", "severity"]);
  });

  it("sends the heartbeat out every minute when somebody waits for it", () => {
    const receivers = { ...RECEIVERS, heartbeatUrl: { name: "heartbeat", key: "url" } };
    expect(route('alertname="Watchdog"', { receivers })).toEqual({
      matchers: ['alertname="Watchdog"'],
      receiver: "heartbeat",
      group_by: ["cluster"],
      group_wait: "0s",
      group_interval: "1m",
      repeat_interval: "50s",
    });
    expect(config({ receivers }).receivers.find(({ name }) => name === "heartbeat")).toEqual({
      name: "heartbeat",
      webhook_configs: [
        { url_file: "/etc/alertmanager/secrets/heartbeat/url", send_resolved: false, max_alerts: 1 },
      ],
    });
  });

  it("keeps the heartbeat from people when nobody waits for it", () => {
    expect(route('alertname="Watchdog"')).toEqual({ matchers: ['alertname="Watchdog"'], receiver: "null" });
    expect(config().receivers.map(({ name }) => name)).toEqual([
      "critical",
      "high",
      "medium",
      "low",
      "unrouted",
      "null",
    ]);
  });
});

describe("receivers", () => {
  it("reach PagerDuty, Slack and e-mail for critical alerts", () => {
    const critical = config().receivers.find(({ name }) => name === "critical");
    expect(critical).toMatchObject({
      pagerduty_configs: [
        {
          severity: "critical",
          routing_key_file: "/etc/alertmanager/secrets/alertmanager-receivers/pagerduty-routing-key",
        },
      ],
      slack_configs: [{ channel: "#alerts-critical", send_resolved: true }],
      email_configs: [{ to: "on-call@example.org", send_resolved: true }],
    });
  });

  it("use the channels of the severity and no others", () => {
    const channels = config().receivers.map((receiver) =>
      Object.keys(receiver).filter((key) => key !== "name"),
    );
    expect(channels).toEqual([
      ["pagerduty_configs", "slack_configs", "email_configs"],
      ["pagerduty_configs", "slack_configs"],
      ["slack_configs", "email_configs"],
      ["email_configs"],
      ["slack_configs", "email_configs"],
      [],
    ]);
  });

  it("tell the team and the people on call apart", () => {
    const receivers = { ...RECEIVERS, email: { ...RECEIVERS.email, teamTo: "team@example.org" } };
    const to = config({ receivers }).receivers.flatMap(({ email_configs = [] }) =>
      (email_configs as readonly { to: string }[]).map((email) => email.to),
    );
    expect(to).toEqual(["on-call@example.org", "team@example.org", "team@example.org", "team@example.org"]);
  });
});

describe("externalDelivery", () => {
  it("names secrets by the files that they are mounted as", () => {
    const delivery = externalDelivery({
      kind: "external",
      pagerduty: {
        routingKey: { name: "pd", key: "k1" },
        eventsUrl: "https://events.eu.pagerduty.com/v2/enqueue",
      },
      slack: { channel: "#a", apiUrl: { name: "chat", key: "k2" } },
      email: { ...RECEIVERS.email, username: "mailer", password: { name: "pd", key: "k3" } },
      heartbeatUrl: { name: "beat", key: "k4" },
    });
    expect(delivery.global).toEqual({
      pagerduty_url: "https://events.eu.pagerduty.com/v2/enqueue",
      slack_api_url_file: "/etc/alertmanager/secrets/chat/k2",
      smtp_smarthost: "mail.example.org:587",
      smtp_from: "alerts@example.org",
      smtp_require_tls: true,
      smtp_auth_username: "mailer",
      smtp_auth_password_file: "/etc/alertmanager/secrets/pd/k3",
    });
    expect(delivery.secrets).toEqual(["beat", "chat", "pd"]);
  });

  it("mounts no password where the mail server asks for none", () => {
    expect(externalDelivery(RECEIVERS).secrets).toEqual(["alertmanager-receivers"]);
    expect(externalDelivery(RECEIVERS).global).not.toHaveProperty("smtp_auth_password_file");
  });
});

describe("sinkDelivery", () => {
  it("sends every channel to the sink and needs no secret", () => {
    const delivery = sinkDelivery({ host: "sink.obs-m.svc", httpPort: 8181, smtpPort: 2525 });
    expect(delivery.global).toMatchObject({
      pagerduty_url: "http://sink.obs-m.svc:8181/pagerduty",
      slack_api_url: "http://sink.obs-m.svc:8181/slack",
      smtp_smarthost: "sink.obs-m.svc:2525",
      smtp_require_tls: false,
    });
    expect(delivery.heartbeat).toEqual({ url: "http://sink.obs-m.svc:8181/heartbeat" });
    expect(delivery.secrets).toEqual([]);
  });
});

describe("inhibit rules", () => {
  it("silence lower severities of the same alert of the same service", () => {
    expect(config().inhibit_rules[0]).toEqual({
      source_matchers: ['severity="critical"', 'namespace!=""', 'service!=""'],
      target_matchers: ['severity=~"high|medium|low"', 'namespace!=""', 'service!=""'],
      equal: ["cluster", "namespace", "service", "alertname"],
    });
  });

  it("let what users feel silence its causes, never the other way round", () => {
    const { inhibit_rules: rules } = config();
    expect(rules.at(-1)?.source_matchers).toContain('kind="symptom"');
    expect(rules.at(-1)?.target_matchers).toContain('kind=~"anomaly|saturation|prediction|regression|fault"');
    expect(rules.flatMap((rule) => rule.target_matchers ?? []).join()).not.toContain("symptom");
  });

  it("demand on both sides each label that must be equal, because two missing ones are", () => {
    for (const { source_matchers: source = [], target_matchers: target = [], equal = [] } of config()
      .inhibit_rules) {
      const demanded = equal
        .filter((label) => !["cluster", "alertname"].includes(label))
        .map((label) => `${label}!=""`);
      expect(source).toEqual(expect.arrayContaining(demanded));
      expect(target).toEqual(expect.arrayContaining(demanded));
    }
  });
});

describe("maintenance windows", () => {
  const night: MaintenanceWindow = {
    name: "nightly-batch",
    reason: "the batch makes everything slow",
    start: "01:15",
    end: "03:45",
    timeZone: "Europe/Berlin",
  };

  it("mute all but critical alerts", () => {
    const muted = config({ maintenanceWindows: [night] }).route.routes.map(
      ({ matchers, mute_time_intervals }) => [matchers[0], mute_time_intervals],
    );
    expect(muted).toEqual([
      ['alertname="Watchdog"', undefined],
      ['severity="none"', undefined],
      ['severity="critical"', undefined],
      ['severity="high"', ["nightly-batch"]],
      ['severity="medium"', ["nightly-batch"]],
      ['severity="low"', ["nightly-batch"]],
      ['severity="warning"', ["nightly-batch"]],
      ['severity="info"', ["nightly-batch"]],
    ]);
  });

  it("mute the named severities alone", () => {
    const maintenanceWindows = [{ ...night, severities: ["low"] } as const];
    expect(route('severity="high"', { maintenanceWindows })).not.toHaveProperty("mute_time_intervals");
    expect(route('severity="low"', { maintenanceWindows })).toMatchObject({
      mute_time_intervals: ["nightly-batch"],
    });
  });

  it("stand in the configuration with their time zone", () => {
    expect(config({ maintenanceWindows: [night] }).time_intervals).toEqual([
      {
        name: "nightly-batch",
        time_intervals: [{ times: [{ start_time: "01:15", end_time: "03:45" }], location: "Europe/Berlin" }],
      },
    ]);
  });
});
