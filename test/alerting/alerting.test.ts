import { Alerting, type AlertingProps } from "../../constructs/alerting/alerting";
import type { Receivers } from "../../constructs/alerting/receivers";
import type { HelmValues } from "../../constructs/core/helm-values";
import { Prometheus } from "../../constructs/metrics/prometheus";
import { refusalOf } from "../support/problems";
import { synthesize, type Synthesized } from "../support/synthesis";

const EXTERNAL: Receivers = {
  kind: "external",
  pagerduty: {},
  slack: { channel: "#alerts" },
  email: { smarthost: "mail.example.org:587", from: "alerts@example.org", to: "on-call@example.org" },
};

function alerting(props: Partial<AlertingProps> = {}, values: HelmValues = {}): Synthesized {
  return synthesize(
    (stack) => {
      const prometheus = new Prometheus(stack, "prometheus", {
        namespace: "obs-m",
        agentsNamespace: "obs-a",
        profile: "single",
        clusterName: "c7",
        monitoredNamespaces: [],
        controlPlane: "managed",
        storageSize: "11Gi",
        alertmanagerStorageSize: "3Gi",
        values,
      });
      const links = {
        runbookBaseUrl: "https://runbooks.example.org",
        grafanaUrl: "https://grafana.example.org",
      };
      new Alerting(stack, "alerting", { prometheus, receivers: EXTERNAL, ...links, ...props });
    },
    { mirrors: { images: "mirror.example.org" } },
  );
}

function alertmanager(artifact: Synthesized): HelmValues {
  return artifact.values("kps").alertmanager as HelmValues;
}

describe("Alerting", () => {
  it("gives Alertmanager its configuration, its texts and its secrets", () => {
    expect(alertmanager(alerting())).toMatchObject({
      config: { route: { receiver: "unrouted" }, templates: ["/etc/alertmanager/config/*.tmpl"] },
      templateFiles: {
        "notifications.tmpl": expect.stringContaining('{{ define "platform.title" -}}') as string,
      },
      alertmanagerSpec: { secrets: ["alertmanager-receivers"] },
    });
  });

  it("places the thresholds where Prometheus finds them, once its webhook can check them", () => {
    const artifact = alerting();
    expect(artifact.values("threshold-rules")).toMatchObject({
      manifests: {
        "prometheusrule-platform-thresholds": {
          kind: "PrometheusRule",
          metadata: { name: "platform-thresholds", namespace: "obs-m" },
        },
      },
    });
    expect(artifact.resource("helm_release", "threshold-rules").depends_on).toContainEqual(
      expect.stringMatching(/^helm_release\.prometheus_kps_[0-9A-F]{8}$/),
    );
  });

  it("brings severities of other publishers to ours before they reach Alertmanager", () => {
    const { prometheusSpec } = alerting().values("kps").prometheus as { prometheusSpec: HelmValues };
    const relabelings = prometheusSpec.additionalAlertRelabelConfigs as HelmValues[];
    expect(
      relabelings.map(({ regex, target_label, replacement }) => [regex, target_label, replacement]),
    ).toEqual([
      ["warning", "severity", "medium"],
      ["info", "severity", "low"],
      ["critical;", "response_time_seconds", "300"],
      ["high;", "response_time_seconds", "900"],
      ["medium;", "response_time_seconds", "3600"],
      ["low;", "response_time_seconds", "86400"],
      ["", "owner", "platform"],
    ]);
  });

  it("sends all channels to a sink of its own where there are no accounts", () => {
    const artifact = alerting({ receivers: { kind: "in-cluster-sink" } });
    expect(alertmanager(artifact)).toMatchObject({
      config: {
        global: {
          pagerduty_url: "http://notification-sink.obs-m.svc:8080/pagerduty",
          slack_api_url: "http://notification-sink.obs-m.svc:8080/slack",
          smtp_smarthost: "notification-sink.obs-m.svc:1025",
        },
      },
      alertmanagerSpec: { secrets: [] },
    });
    const { manifests } = artifact.values("notification-sink");
    expect(Object.keys(manifests as HelmValues)).toEqual([
      "configmap-notification-sink",
      "deployment-notification-sink",
      "service-notification-sink",
    ]);
    expect(JSON.stringify(manifests)).toContain('"mirror.example.org/axllent/mailpit:v1.22.3"');
    expect(JSON.stringify(manifests)).toContain(
      '"mirror.example.org/nginxinc/nginx-unprivileged:1.29.4-alpine"',
    );
    expect(JSON.stringify(manifests)).not.toContain("docker.io");
  });

  it("has no sink where there are accounts", () => {
    expect(() => alerting().values("notification-sink")).toThrow("no helm_release named notification-sink");
  });

  it("takes stricter values into rules, labels and routes", () => {
    const artifact = alerting({ stricter: { queue_depth_threshold: 640, high_response_time: 840 } });
    const rules = JSON.stringify(artifact.values("threshold-rules"));
    expect(rules).toContain('"expr":"platform:queue_depth:max > 640"');
    expect(rules).toContain('"response_time_seconds":"840"');
    expect(JSON.stringify(alertmanager(artifact))).toContain('"repeat_interval":"13m50s"');
  });

  it("refuses weaker values, all of them at once", () => {
    const stricter = { queue_depth_threshold: 1640, cache_hit_ratio_minimum: 0.7, high_response_time: 1200 };
    expect(refusalOf(() => alerting({ stricter }))).toBe(`the mandate can only be made stricter

test/alerting: stricter.queue_depth_threshold: weaker than the mandate
  found:    1640 messages
  allowed:  at most 1000 messages
  mandate:  monitoring_thresholds.queue_depth_threshold
test/alerting: stricter.cache_hit_ratio_minimum: weaker than the mandate
  found:    0.7
  allowed:  at least 0.8
  mandate:  monitoring_thresholds.cache_hit_ratio_minimum
test/alerting: stricter.high_response_time: weaker than the mandate
  found:    1200 s
  allowed:  at most 900 s
  mandate:  alerting_configuration.high_response_time`);
  });

  it("refuses a value of the chart that would repeat alerts at another pace", () => {
    const values = { alertmanager: { config: { route: { repeat_interval: "12h" } } } };
    expect(refusalOf(() => alerting({}, values))).toBe(`values of release kps cannot be used

test/prometheus/kps (release kps): value alertmanager.config.route.repeat_interval contradicts what the component sets
  found:    "12h"
  allowed:  "4m50s"
  mandate:  alerting_configuration.critical_response_time
  fix:      remove alertmanager.config.route.repeat_interval; the component's props and verbs decide it`);
  });

  it("refuses a maintenance window that cannot be meant", () => {
    const maintenanceWindows = [
      { name: "night", reason: "batch", start: "25:00", end: "03:00", timeZone: "Europe/Berlin" },
    ] as const;
    expect(refusalOf(() => alerting({ maintenanceWindows }))).toBe(`maintenance windows cannot be used

test/alerting: maintenanceWindows[0].start: cannot be used
  found:    "25:00"
  allowed:  a time from 00:00 to 23:59`);
  });

  it("watches the parts of the stack that it is told of", () => {
    const namespaces = { main: "obs-m", agents: "obs-a", operators: "obs-o", certManager: "cm" };
    const artifact = alerting({ stack: { namespaces, parts: ["grafana", "node-exporter"] } });
    const { manifests } = artifact.values("threshold-rules") as {
      manifests: Readonly<Record<string, unknown>>;
    };
    const rules = JSON.stringify(manifests["prometheusrule-platform-stack"]);
    expect([...rules.matchAll(/"alert":"(\w+Down)"/g)].map(([, name]) => name)).toEqual([
      "KubeStateMetricsDown",
      "NodeExporterDown",
      "GrafanaDown",
    ]);
    expect(rules).toContain(String.raw`{namespace=\"obs-a\",daemonset=\"kps-prometheus-node-exporter\"}`);
  });

  it("leaves out rules of the chart that would tell of the same twice", () => {
    const { defaultRules } = alerting().values("kps") as { defaultRules: { disabled: HelmValues } };
    expect(defaultRules.disabled).toMatchObject({
      AlertmanagerFailedToSendAlerts: true,
      KubeNodeNotReady: true,
    });
  });

  it("gives alerts of other publishers a dashboard in notifications", () => {
    const { templateFiles } = alertmanager(alerting()) as { templateFiles: Readonly<Record<string, string>> };
    expect(templateFiles["notifications.tmpl"]).toContain(
      '{{ define "platform.dashboard" }}{{ or .CommonAnnotations.dashboard_url "https://grafana.example.org/d/qms-platform-overview" }}',
    );
  });

  it("places markers for planned maintenance, and silences what they cover", () => {
    const plannedMaintenance = [
      {
        name: "move",
        reason: "The depot moves.",
        from: "2027-03-01T10:00",
        until: "2027-03-01T12:00",
        timeZone: "UTC",
        scope: { namespace: "shop" },
        severities: ["low"],
      },
    ] as const;
    const artifact = alerting({ plannedMaintenance });
    expect(JSON.stringify(artifact.values("threshold-rules"))).toContain(
      '"expr":"vector(time()) >= 1803895200 < 1803902400"',
    );
    expect(alertmanager(artifact)).toMatchObject({
      config: {
        inhibit_rules: expect.arrayContaining([
          {
            source_matchers: [
              'alertname="MaintenanceWindow"',
              'scope="namespace"',
              'quietens=~".*low.*"',
              'namespace!=""',
            ],
            target_matchers: ['severity="low"', 'namespace!=""'],
            equal: ["cluster", "namespace"],
          },
        ]) as unknown,
      },
    });
  });

  it("refuses an inhibition with a label that one side may lack", () => {
    const inhibitions = [
      { source: ['alertname="A"'], target: ['alertname="B"', 'rack!=""'], equal: ["rack"] },
    ];
    expect(refusalOf(() => alerting({ inhibitions }))).toBe(`inhibitions cannot be used

test/alerting: inhibitions[0].source: an alert without the label rack would count as equal to every other one without it
  found:    alertname="A"
  fix:      add rack!="" to source, or take rack out of equal`);
  });

  it("refuses services that depend on each other in a circle", () => {
    const service = (name: string, other: string) => ({
      namespace: "shop",
      service: name,
      team: "shop",
      dependencies: [{ namespace: "shop", service: other }],
    });
    const routing = { services: [service("a", "b"), service("b", "a")] };
    expect(refusalOf(() => alerting({ routing }))).toBe(`services cannot be routed

test/alerting: routing.services: dependencies go round in a circle
  found:    shop/a -> shop/b -> shop/a
  fix:      leave out the dependency without which the caller could still answer`);
  });

  it("refuses receivers of a kind that is not there, which would else end in a sink", () => {
    const receivers = { ...EXTERNAL, kind: "extern" } as unknown as Receivers;
    expect(refusalOf(() => alerting({ receivers }))).toBe(`receivers cannot be used

test/alerting: receivers.kind: there are no such receivers
  found:    "extern"
  allowed:  external, in-cluster-sink`);
  });

  it("writes credentials as paths of files alone", () => {
    const { text } = alerting();
    expect(text).not.toMatch(/routing_key\\?"|slack_api_url\\?"|smtp_auth_password\\?"/);
  });
});
