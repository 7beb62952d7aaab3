import type { HelmValues } from "../../../constructs/core/helm-values";
import type { ReleaseName } from "../../../stacks/environments/environment";
import { production } from "../../../stacks/environments/production";
import { artifactOf } from "../../support/environments";
import { onlyProblemOf } from "../../support/problems";

/** The refusal of production with values for one release; what is allowed is cut off where it is a long document. */
function refusal(release: ReleaseName, values: HelmValues): string {
  const problem = onlyProblemOf(() => artifactOf({ ...production, values: { [release]: values } }));
  return problem.replace(
    /^( {2}allowed: {2})(.+)$/m,
    (_, label: string, allowed: string) => label + beginning(allowed),
  );
}

function beginning(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

const spec = (prometheusSpec: HelmValues): HelmValues => ({ prometheus: { prometheusSpec } });
const alertmanager = (values: HelmValues): HelmValues => ({ alertmanager: values });
const config = (values: HelmValues): HelmValues => alertmanager({ config: values });
const span = (settings: HelmValues): HelmValues => ({
  userconfig: {
    extensions: { jaeger_storage: { backends: { elasticsearch: { elasticsearch: settings } } } },
  },
});

const METRICS = "observability_configuration.metrics_retention_days";
const TRACES = "observability_configuration.trace_retention_days";
const SAMPLING = "observability_configuration.trace_sampling_rate";
const ALERTING = "observability_configuration.alerting_enabled";
const SCRUBBING = "observability_configuration.pii_scrubbing_enabled";

describe("values of an environment that are weaker than the mandate", () => {
  const SPAN_AGE = "userconfig.extensions.jaeger_storage.backends.elasticsearch.elasticsearch.max_span_age";
  const RETENTION = "prometheus.prometheusSpec.retention";

  it.each<readonly [ReleaseName, string, HelmValues, found: string, allowed: string, mandate: string]>([
    ["kps", RETENTION, spec({ retention: "7d" }), '"7d"', 'at least 30 days, as in "30d"', METRICS],
    ["kps", RETENTION, spec({ retention: "719h" }), '"719h"', 'at least 30 days, as in "30d"', METRICS],
    ["kps", RETENTION, spec({ retention: null }), "null", 'at least 30 days, as in "30d"', METRICS],
    ["kps", RETENTION, spec({ retention: 30 }), "30", 'at least 30 days, as in "30d"', METRICS],
    [
      "kps",
      RETENTION,
      spec({ retention: "${var.days}d" }),
      '"${var.days}d"',
      'at least 30 days, as in "30d"',
      METRICS,
    ],
    [
      "jaeger",
      "esIndexCleaner.numberOfDays",
      { esIndexCleaner: { numberOfDays: 15 } },
      "15",
      "at least 14 days, as in 16",
      TRACES,
    ],
    ["jaeger", SPAN_AGE, span({ max_span_age: "72h" }), '"72h"', 'at least 14 days, as in "336h"', TRACES],
    ["jaeger", SPAN_AGE, span({ max_span_age: null }), "null", 'at least 14 days, as in "336h"', TRACES],
  ])("for %s at %s are refused: %j", (release, path, values, found, allowed, mandate) => {
    expect(refusal(release, values)).toBe(
      `${where(release)}: value ${path} is weaker than the mandate
  found:    ${found}
  allowed:  ${allowed}
  mandate:  ${mandate}
  fix:      remove ${path}, or set it to something stricter`,
    );
  });

  it.each([["deployment"], ["statefulset"], [null]])("take the agents off the nodes by mode %j", (mode) => {
    expect(refusal("otel-agent", { mode })).toBe(
      `production/agents/otel-agent (release otel-agent): value mode is weaker than the mandate
  found:    ${JSON.stringify(mode)}
  allowed:  "daemonset", as in "daemonset"
  mandate:  observability_configuration.otel_collector_deployment
  fix:      remove mode, or set it to something stricter`,
    );
  });
});

describe("values of an environment that undo a mandated value", () => {
  const THRESHOLDS = "it can leave out the rules of the mandated thresholds";
  const ROUTES = "its routes would stand in the place of those of the severities";
  const BY_SIZE = "a size limit deletes samples before their time";
  const WITH_THE_POD = "it goes ahead of the volume, and its samples are gone with the pod";

  it.each<readonly [ReleaseName, string, HelmValues, found: string, because: string, mandate: string]>([
    [
      "kps",
      "prometheus.prometheusSpec.retentionSize",
      spec({ retentionSize: "40GB" }),
      '"40GB"',
      BY_SIZE,
      METRICS,
    ],
    [
      "kps",
      "prometheus.prometheusSpec.additionalConfig.retention",
      spec({ additionalConfig: { retention: "2d" } }),
      '"2d"',
      "it replaces the retention behind its back",
      METRICS,
    ],
    [
      "kps",
      "prometheus.prometheusSpec.additionalConfig.retentionSize",
      spec({ additionalConfig: { retentionSize: "1GB" } }),
      '"1GB"',
      BY_SIZE,
      METRICS,
    ],
    [
      "kps",
      "prometheus.prometheusSpec.additionalConfigString",
      spec({ additionalConfigString: "retention: 2d" }),
      '"retention: 2d"',
      "raw text can replace the retention unseen; use additionalConfig",
      METRICS,
    ],
    [
      "kps",
      "prometheus.prometheusSpec.storageSpec.emptyDir",
      spec({ storageSpec: { emptyDir: { medium: "Memory" } } }),
      '{"medium":"Memory"}',
      WITH_THE_POD,
      METRICS,
    ],
    [
      "kps",
      "prometheus.prometheusSpec.storageSpec.ephemeral",
      spec({ storageSpec: { ephemeral: {} } }),
      "{}",
      WITH_THE_POD,
      METRICS,
    ],
    [
      "kps",
      "prometheus.prometheusSpec.ruleSelector",
      spec({ ruleSelector: { matchLabels: { team: "shop" } } }),
      '{"matchLabels":{"team":"shop"}}',
      THRESHOLDS,
      ALERTING,
    ],
    [
      "kps",
      "prometheus.prometheusSpec.ruleNamespaceSelector.matchLabels",
      spec({ ruleNamespaceSelector: { matchLabels: { team: "shop" } } }),
      '{"team":"shop"}',
      THRESHOLDS,
      ALERTING,
    ],
    [
      "kps",
      "prometheus.prometheusSpec.ruleQueryOffset",
      spec({ ruleQueryOffset: "1h" }),
      '"1h"',
      "every alert would be late by it",
      "alerting_configuration.critical_response_time",
    ],
    [
      "kps",
      "prometheus.prometheusSpec.additionalAlertRelabelConfigsSecret",
      spec({ additionalAlertRelabelConfigsSecret: { name: "quiet", key: "drop.yaml" } }),
      '{"name":"quiet","key":"drop.yaml"}',
      "relabelling that is not in the artifact can drop alerts",
      ALERTING,
    ],
    [
      "kps",
      "prometheus.prometheusSpec.alertingEndpoints",
      spec({ alertingEndpoints: [{ name: "elsewhere" }] }),
      '[{"name":"elsewhere"}]',
      "alerts would go there instead of to the routes of the severities",
      ALERTING,
    ],
    [
      "kps",
      "alertmanager.alertmanagerSpec.configSecret",
      alertmanager({ alertmanagerSpec: { configSecret: "mine" } }),
      '"mine"',
      ROUTES,
      ALERTING,
    ],
    [
      "kps",
      "alertmanager.alertmanagerSpec.alertmanagerConfiguration",
      alertmanager({ alertmanagerSpec: { alertmanagerConfiguration: { name: "mine" } } }),
      '{"name":"mine"}',
      ROUTES,
      ALERTING,
    ],
    [
      "jaeger",
      "jaeger.args",
      { jaeger: { args: ["--set=x"] } },
      '["--set=x"]',
      "an argument changes the configuration unseen; use userconfig",
      TRACES,
    ],
    [
      "jaeger",
      "userconfig.service.pipelines.traces.processors",
      { userconfig: { service: { pipelines: { traces: { processors: ["probabilistic_sampler"] } } } } },
      '["probabilistic_sampler"]',
      "a processor can drop traces that the gateway has chosen",
      SAMPLING,
    ],
    ...(
      [
        ["pipelinesRef", { pipelinesRef: { secretName: "mine" } }, '{"secretName":"mine"}'],
        ["configRef", { configRef: { secretName: "mine" } }, '{"secretName":"mine"}'],
        ["config.path\\.config", { config: { "path.config": "/mine" } }, '"/mine"'],
        ["config.config\\.string", { config: { "config.string": "input {}" } }, '"input {}"'],
      ] as const
    ).map(
      ([path, values, found]) =>
        ["logstash", path, values, found, "pipelines from elsewhere mask nothing", SCRUBBING] as const,
    ),
  ])("for %s at %s are refused", (release, path, values, found, because, mandate) => {
    expect(refusal(release, values)).toBe(
      `${where(release)}: value ${path} must stay unset, because ${because}
  found:    ${found}
  allowed:  unset
  mandate:  ${mandate}
  fix:      remove ${path}`,
    );
  });

  it("are refused as arguments of Prometheus", () => {
    const additionalArgs = [{ name: "storage.tsdb.retention.time", value: "1d" }];
    expect(refusal("kps", spec({ additionalArgs }))).toBe(
      `production/prometheus: value prometheus.prometheusSpec.additionalArgs[0] would change the retention
  found:    {"name":"storage.tsdb.retention.time","value":"1d"}
  allowed:  arguments that do not begin with storage.tsdb.retention
  mandate:  ${METRICS}
  fix:      remove it and set prometheus.prometheusSpec.retention`,
    );
  });
});

describe("values of an environment that contradict what the mandate made a component set", () => {
  const WINDOW = "alerting_configuration.alert_grouping_window";
  const CRITICAL = "alerting_configuration.critical_response_time";
  const PAGERDUTY = "alerting_configuration.pager_duty_integration";
  const STACK = "observability_configuration.monitoring_stack";
  const RULES = "prometheus.prometheusSpec";

  it.each<readonly [ReleaseName, string, HelmValues, found: string, allowed: string, mandate: string]>([
    ["kps", "prometheus.enabled", { prometheus: { enabled: false } }, "false", "true", STACK],
    ["kps", "prometheusOperator.enabled", { prometheusOperator: { enabled: false } }, "false", "true", STACK],
    ["kps", "prometheus.agentMode", { prometheus: { agentMode: true } }, "true", "false", METRICS],
    [
      "kps",
      `${RULES}.storageSpec`,
      spec({ storageSpec: null }),
      "null",
      '{"volumeClaimTemplate":{"spec":{"storageClassName":"fast","ac',
      METRICS,
    ],
    ["kps", `${RULES}.disableAlerting`, spec({ disableAlerting: true }), "true", "false", ALERTING],
    [
      "kps",
      `${RULES}.ruleSelectorNilUsesHelmValues`,
      spec({ ruleSelectorNilUsesHelmValues: true }),
      "true",
      "false",
      ALERTING,
    ],
    [
      "kps",
      `${RULES}.ruleNamespaceSelector`,
      spec({ ruleNamespaceSelector: null }),
      "null",
      '{"matchExpressions":[{"key":"kubernetes.io/metadata.name","op',
      ALERTING,
    ],
    [
      "kps",
      `${RULES}.additionalAlertRelabelConfigs`,
      spec({ additionalAlertRelabelConfigs: [{ action: "drop", regex: ".*" }] }),
      '[{"action":"drop","regex":".*"}]',
      '[{"source_labels":["severity"],"regex":"warning","target_labe',
      ALERTING,
    ],
    ["kps", "alertmanager.enabled", alertmanager({ enabled: false }), "false", "true", ALERTING],
    ["kps", "alertmanager.tplConfig", alertmanager({ tplConfig: true }), "true", "false", ALERTING],
    [
      "kps",
      "alertmanager.alertmanagerSpec.useExistingSecret",
      alertmanager({ alertmanagerSpec: { useExistingSecret: true } }),
      "true",
      "false",
      ALERTING,
    ],
    [
      "kps",
      "alertmanager.alertmanagerSpec.secrets",
      alertmanager({ alertmanagerSpec: { secrets: [] } }),
      "[]",
      '["alertmanager-receivers"]',
      PAGERDUTY,
    ],
    [
      "kps",
      "alertmanager.config.route.group_wait",
      config({ route: { group_wait: "1h" } }),
      '"1h"',
      '"30s"',
      WINDOW,
    ],
    [
      "kps",
      "alertmanager.config.route.group_interval",
      config({ route: { group_interval: "1h" } }),
      '"1h"',
      '"5m"',
      WINDOW,
    ],
    [
      "kps",
      "alertmanager.config.route.repeat_interval",
      config({ route: { repeat_interval: "2d" } }),
      '"2d"',
      '"4m50s"',
      CRITICAL,
    ],
    [
      "kps",
      "alertmanager.config.route.routes",
      config({ route: { routes: [] } }),
      "[]",
      '[{"matchers":["alertname=\\"Watchdog\\""],"receiver":"heartbeat"',
      CRITICAL,
    ],
    [
      "kps",
      "alertmanager.config.route.receiver",
      config({ route: { receiver: "null" } }),
      '"null"',
      '"unrouted"',
      PAGERDUTY,
    ],
    [
      "kps",
      "alertmanager.config.receivers",
      config({ receivers: [{ name: "null" }] }),
      '[{"name":"null"}]',
      '[{"name":"critical","pagerduty_configs":[{"routing_key_file":',
      PAGERDUTY,
    ],
    [
      "kps",
      "alertmanager.config.inhibit_rules",
      config({ inhibit_rules: [] }),
      "[]",
      '[{"source_matchers":["severity=\\"critical\\"","namespace!=\\"\\"",',
      "alerting_configuration.alert_deduplication",
    ],
    [
      "kps",
      "alertmanager.config.time_intervals",
      config({ time_intervals: [] }),
      "[]",
      '[{"name":"sunday-patches","time_intervals":[{"weekdays":["sun',
      "alerting_configuration.maintenance_window_support",
    ],
    [
      "elasticsearch",
      "nodeSets",
      { nodeSets: [] },
      "[]",
      '[{"name":"default","count":3,"config":{"node.roles":["master"',
      "observability_configuration.log_retention_days",
    ],
    [
      "logstash",
      "pipelines",
      { pipelines: [] },
      "[]",
      '[{"pipeline.id":"legacy","config.string":"input {\\n  tcp {\\n  ',
      SCRUBBING,
    ],
    [
      "jaeger",
      "jaeger.enabled",
      { jaeger: { enabled: false } },
      "false",
      "true",
      "observability_configuration.tracing_backend",
    ],
    ["jaeger", "esIndexCleaner.enabled", { esIndexCleaner: { enabled: false } }, "false", "true", TRACES],
    ["jaeger", "esLookback.enabled", { esLookback: { enabled: true } }, "true", "false", TRACES],
    ["jaeger", "esRollover.enabled", { esRollover: { enabled: true } }, "true", "false", TRACES],
    [
      "jaeger",
      "userconfig.exporters.jaeger_storage_exporter.trace_storage",
      { userconfig: { exporters: { jaeger_storage_exporter: { trace_storage: "memory" } } } },
      '"memory"',
      '"elasticsearch"',
      TRACES,
    ],
    [
      "jaeger",
      "userconfig",
      { userconfig: null },
      "null",
      '{"service":{"extensions":["jaeger_storage","jaeger_query","he',
      TRACES,
    ],
  ])("for %s at %s are refused", (release, path, values, found, allowed, mandate) => {
    expect(refusal(release, values)).toBe(
      `${where(release)}: value ${path} contradicts what the component sets
  found:    ${found}
  allowed:  ${beginning(allowed)}
  mandate:  ${mandate}
  fix:      remove ${path}; the component's props and verbs decide it`,
    );
  });
});

describe("values of an environment that reach into the pipelines of a collector", () => {
  const LEVEL = "observability_configuration.log_level_enforcement";

  it.each<readonly [ReleaseName, string, HelmValues, found: string, mandate: string]>([
    [
      "otel-agent",
      "config.processors.redaction/pii",
      { config: { processors: { "redaction/pii": null } } },
      "null",
      SCRUBBING,
    ],
    [
      "otel-agent",
      "config.processors.redaction/pii.allowed_values",
      { config: { processors: { "redaction/pii": { allowed_values: [".*"] } } } },
      '[".*"]',
      SCRUBBING,
    ],
    [
      "otel-agent",
      "config.service.pipelines.logs.processors",
      { config: { service: { pipelines: { logs: { processors: ["memory_limiter"] } } } } },
      '["memory_limiter"]',
      SCRUBBING,
    ],
    [
      "otel-agent",
      "config.service.pipelines.logs/bypass.exporters",
      { config: { service: { pipelines: { "logs/bypass": { exporters: ["debug"] } } } } },
      '["debug"]',
      SCRUBBING,
    ],
    [
      "otel-agent",
      "config.processors.filter/log_policy",
      { config: { processors: { "filter/log_policy": null } } },
      "null",
      LEVEL,
    ],
    ["otel-agent", "config", { config: null }, "null", SCRUBBING],
    ["otel-agent", "alternateConfig.receivers", { alternateConfig: { receivers: {} } }, "{}", SCRUBBING],
    ["otel-agent", "command.extraArgs", { command: { extraArgs: ["--set=x"] } }, '["--set=x"]', SCRUBBING],
    ["otel-agent", "configMap.existingName", { configMap: { existingName: "mine" } }, '"mine"', SCRUBBING],
    [
      "otel-agent",
      "presets.logsCollection.enabled",
      { presets: { logsCollection: { enabled: true } } },
      "true",
      SCRUBBING,
    ],
    [
      "otel-gateway",
      "config.processors.tail_sampling.policies",
      { config: { processors: { tail_sampling: { policies: [] } } } },
      "[]",
      SAMPLING,
    ],
    [
      "otel-gateway",
      "config.processors.tail_sampling",
      { config: { processors: { tail_sampling: null } } },
      "null",
      SAMPLING,
    ],
    [
      "otel-cluster",
      "config.processors.redaction/pii",
      { config: { processors: { "redaction/pii": null } } },
      "null",
      SCRUBBING,
    ],
  ])("of %s at %s are refused", (release, path, values, found, mandate) => {
    const construct = { "otel-agent": "agents", "otel-gateway": "gateway", "otel-cluster": "cluster" }[
      release as "otel-agent" | "otel-gateway" | "otel-cluster"
    ];
    expect(refusal(release, values)).toBe(
      `production/${construct}: values: value ${path} would change the pipelines of the collector
  found:    ${found}
  allowed:  unset
  mandate:  ${mandate}
  fix:      remove ${path}; the construct's props and verbs decide the pipelines`,
    );
  });
});

function where(release: ReleaseName): string {
  const constructs: Readonly<Partial<Record<ReleaseName, string>>> = { kps: "prometheus" };
  return `production/${constructs[release] ?? release}/${release} (release ${release})`;
}
