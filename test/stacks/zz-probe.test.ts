import { production } from "../../stacks/environments/production";
import { artifactOf } from "../support/environments";
import { appendFileSync, writeFileSync } from "node:fs";
import type { Environment } from "../../stacks/environments/environment";
const spec = (prometheusSpec: any) => ({ kps: { prometheus: { prometheusSpec } } });
const am = (alertmanager: any) => ({ kps: { alertmanager } });
const es = (x: any) => ({ jaeger: { userconfig: x } });
const A: any[] = [
 spec({ retention: "7d" }), spec({ retention: null }), spec({ retention: 30 }), spec({retention: "${var.x}"}), spec({ retentionSize: "1GB" }),
 spec({ storageSpec: { emptyDir: {} } }), spec({ storageSpec: { ephemeral: {} } }), spec({ storageSpec: null }), spec({ ruleSelector: { matchLabels: { a: "b" } } }),
 spec({ ruleSelectorNilUsesHelmValues: true }), spec({ ruleNamespaceSelector: { matchLabels: { a: "b" } } }), spec({ ruleNamespaceSelector: null}),
 spec({ additionalAlertRelabelConfigs: [] }), spec({ additionalAlertRelabelConfigsSecret: { name: "x", key: "y" } }), spec({ disableAlerting: true }),
 spec({ replicas: 0 }), spec({shards: 0}), spec({ evaluationInterval: "1h" }), spec({ scrapeInterval: "1h"}), spec({ paused: true }), spec({ alertingEndpoints: [] }), spec({additionalAlertManagerConfigs: []}),
 spec({ additionalArgs: [{ name: "storage.tsdb.retention.time", value: "1d" }] }), spec({tsdb: {}}), spec({ query: {}}), spec({ruleQueryOffset: "1h"}), spec({enforcedSampleLimit: 1}), spec({containers: [{name: "prometheus", args: []}]}),
 { kps: { prometheus: { enabled: false } } }, { kps: { prometheus: { agentMode: true } } }, { kps: { prometheus: null } }, { kps: { prometheusOperator: { enabled: false } } },
 am({ enabled: false }), am({ config: null }), am({ config: { route: { repeat_interval: "2d" } } }), am({ config: { route: { group_wait: "1h" } } }), am({ config: { route: { group_interval: "1h" } } }), am({ config: { route: { routes: [] } } }), am({ config: { route: { receiver: "null" } } }), am({ config: { receivers: [] } }), am({config: {route: null}}), am({ config: { inhibit_rules: [] } }), am({config: {time_intervals: []}}), am({config:{mute_time_intervals:[]}}), am({config:{route:{mute_time_intervals:["sunday-patches"]}}}),
 am({ stringConfig: "x" , tplConfig: true}), am({ alertmanagerSpec: { configSecret: "x" } }), am({ alertmanagerSpec: { useExistingSecret: true } }), am({ alertmanagerSpec: { alertmanagerConfiguration: { name: "x" } } }), am({ alertmanagerSpec: { replicas: 0 } }), am({ alertmanagerSpec: { alertmanagerConfigSelector: {} } }), am({alertmanagerSpec: {alertmanagerConfigNamespaceSelector: {matchLabels:{a:"b"}}}}), am({alertmanagerSpec: {secrets: []}}), am({templateFiles: {"notifications.tmpl": ""}}),
 { kps: { additionalPrometheusRulesMap: { mine: { groups: [ { name: "x", rules: [ { alert: "Y", expr: "up > 99", labels: { threshold: "cpu_utilization_threshold", severity: "low" } } ] } ] } } } },
 { elasticsearch: { nodeSets: [] } }, { elasticsearch: { version: "1" } }, { elasticsearch: { auth: {fileRealm: []} } }, { elasticsearch: { volumeClaimDeletePolicy: "DeleteOnScaledownAndClusterDeletion" } }, { elasticsearch: { nodeSets: null } },
 { logstash: { pipelines: [] } }, { logstash: { pipelinesRef: { secretName: "x" } } }, { logstash: { configRef: {secretName: "x"} } }, { logstash: { config: { "path.config": "/x" } } }, { logstash: { config: { "pipeline.workers": 3 } } }, { logstash: { count: 0}},
 { jaeger: { esIndexCleaner: { enabled: false } } }, { jaeger: { esIndexCleaner: { numberOfDays: 3 } } }, { jaeger: { esIndexCleaner: null } }, { jaeger: { esIndexCleaner: { extraEnv: [] } } }, { jaeger: { esIndexCleaner: {suspend: true} } }, {jaeger: {esIndexCleaner: {schedule: "0 0 1 1 *"}}},
 { jaeger: { esLookback: { enabled: true } } }, { jaeger: { esRollover: { enabled: true } } },
 es(null), es({ extensions: { jaeger_storage: { backends: { elasticsearch: { elasticsearch: { max_span_age: "24h" } } } } } }), es({ extensions: { jaeger_storage: { backends: { elasticsearch: { elasticsearch: { max_span_age: null } } } } } }), es({ exporters: { jaeger_storage_exporter: { trace_storage: "mem" } } }), es({ extensions: { jaeger_query: { storage: { traces: "mem" } } } }), es({ service: { pipelines: { traces: { processors: ["probabilistic_sampler"] } } }, processors: { probabilistic_sampler: { sampling_percentage: 1 } } }), es({service: {pipelines: {traces: null}}}), es({extensions: {jaeger_storage: {backends: {elasticsearch: {elasticsearch: {indices: {spans: {date_layout: "2006"}}}}}}}}), es({extensions: {jaeger_storage: {backends: {elasticsearch: {elasticsearch: {indices: {index_prefix: "x"}}}}}}}), es({extensions: {remote_sampling: {}}}),
 { "otel-agent": { mode: "deployment" } }, { "otel-agent": { mode: null } }, { "otel-agent": { config: { processors: { "redaction/pii": null } } } }, { "otel-agent": { config: null } }, { "otel-agent": { config: { service: { pipelines: { logs: { processors: [] } } } } } }, { "otel-agent": { config: { processors: { "filter/log_policy": null } } } }, { "otel-agent": { nodeSelector: { a: "b" } } }, { "otel-agent": { tolerations: [] } }, { "otel-agent": { affinity: { nodeAffinity: {} } } }, {"otel-agent": {enabled: false}}, {"otel-agent": {alternateConfig: {a: 1}}}, {"otel-agent": {extraEnvs: [{name: "X", value: "y"}]}}, {"otel-agent": {extraManifests: []}}, {"otel-agent": {command: {name: "x"}}}, {"otel-agent":{presets:{logsCollection:{enabled:true}}}},
 { "otel-gateway": { config: { processors: { tail_sampling: { policies: [] } } } } }, { "otel-gateway": { config: { processors: { tail_sampling: null } } } }, { "otel-gateway": { mode: "daemonset" } }, { "otel-gateway": { replicaCount: 0 } }, { "otel-gateway": { config: { service: { pipelines: {"traces/sampled": {processors: []}}}}}}, 
 { "otel-cluster": { config: { processors: {} } } }, { "otel-cluster": { mode: "daemonset" } }, {"otel-cluster": {config: {processors: {"redaction/pii": null}}}},
 { grafana: { datasources: {} } }, {grafana: {datasources: null}}, {grafana: {replicas: 0}},
];
const E: any[] = [ { receivers: { kind: "none" } }, { receivers: { kind: "external" } }, { receivers: {...production.receivers, pagerduty: undefined} }, {receivers: {...production.receivers, slack: {}}}, { receivers: { kind: "in-cluster-sink" } }, { logLevel: "OFF" }, { features: { logstash: false } }, { maintenanceWindows: [{ name: "x", reason: "y", start: "00:00", end: "23:59", timeZone: "UTC", severities: ["critical"] }] }, {maintenanceWindows: [{}]}, { maintenanceWindows: [{ name: "x", reason: "y", start: "00:00", end: "23:59", timeZone: "UTC", weekday: ["sunday"] }] }, {values: {prometheus: {}}}, {values: {kps: 3}}, {stricter: {metrics_retention_days: 7, foo: 1}}, {receivers: null}, {monitoredNamespaces: []}];
it("probe", () => {
  writeFileSync("/tmp/probe.out", "");
  const run = (label: any, env: any) => {
    let out = "";
    try { artifactOf(env as Environment); out = "!!! ACCEPTED"; } catch (e: any) { out = e.constructor.name + ": " + (e.message ?? "").slice(0, 1500); if (!/Configuration|Mandate/.test(e.constructor.name)) out += "\n" + e.stack.split("\n").slice(1,4).join("\n"); }
    appendFileSync("/tmp/probe.out", `\n#### ${JSON.stringify(label)}\n${out}\n`);
  };
  for (const values of A) run(values, { ...production, values });
  for (const e of E) run(e, { ...production, ...e });
}, 120000);
