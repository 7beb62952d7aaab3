import type { TerraformStack } from "cdktf";
import { Alerting, type StricterAlerting } from "../../../constructs/alerting/alerting";
import { Elasticsearch } from "../../../constructs/logging/elasticsearch";
import { Logstash } from "../../../constructs/logging/logstash";
import { Prometheus, type PrometheusProps } from "../../../constructs/metrics/prometheus";
import { OpentelemetryOperator } from "../../../constructs/platform/opentelemetry-operator";
import { AgentCollector } from "../../../constructs/telemetry/agent-collector";
import { ClusterCollector } from "../../../constructs/telemetry/cluster-collector";
import {
  GatewayCollector,
  type GatewayCollectorProps,
} from "../../../constructs/telemetry/gateway-collector";
import { Instrumentation, type InstrumentationProps } from "../../../constructs/telemetry/instrumentation";
import type { LogLevel } from "../../../constructs/telemetry/log-level";
import { Jaeger } from "../../../constructs/tracing/jaeger";
import { onlyProblemOf } from "../../support/problems";
import { synthesize } from "../../support/synthesis";

/** What the refusal of a construct says that stands in a stack without an environment. */
function refusal(build: (stack: TerraformStack) => unknown): string {
  return onlyProblemOf(() => synthesize((stack) => void build(stack)));
}

const COMMON = { namespace: "obs", profile: "single" } as const;
const ORIGIN = { clusterName: "north", environment: "trial" };
const PROMETHEUS: PrometheusProps = {
  ...COMMON,
  agentsNamespace: "obs-a",
  clusterName: "north",
  monitoredNamespaces: [],
  controlPlane: "managed",
  storageSize: "11Gi",
  alertmanagerStorageSize: "3Gi",
};
/** What the types forbid and plain JavaScript passes. */
const OFF = "OFF" as LogLevel;

describe("a prop that is weaker than the mandate", () => {
  it("is refused as the retention of logs", () => {
    const text = refusal(
      (stack) =>
        new Elasticsearch(stack, "elasticsearch", { ...COMMON, storageSize: "3Gi", retentionDays: 30 }),
    );
    expect(text).toBe(
      `test/elasticsearch: retentionDays: the retention is weaker than the mandate
  found:    30 days
  allowed:  at least 90 days
  mandate:  observability_configuration.log_retention_days
  fix:      remove retentionDays, or set it to 90 or more`,
    );
  });

  it("is refused as the retention of traces", () => {
    expect(refusal((stack) => new Jaeger(stack, "jaeger", { ...COMMON, retentionDays: 13 }))).toBe(
      `test/jaeger: retentionDays: the retention is weaker than the mandate
  found:    13 days
  allowed:  at least 14 days
  mandate:  observability_configuration.trace_retention_days
  fix:      remove retentionDays, or set it to 14 or more`,
    );
  });

  it.each<[Partial<GatewayCollectorProps>, prop: string, found: string, allowed: string, mandate: string]>([
    [
      { samplingRatio: 0.09 },
      "samplingRatio",
      "0.09",
      "at least 0.1",
      "observability_configuration.trace_sampling_rate",
    ],
    [
      { slowTraceSeconds: 1.5 },
      "slowTraceSeconds",
      "1500 ms",
      "at most 1000 ms",
      "monitoring_thresholds.response_time_p99_ms",
    ],
  ])("is refused as %j of the gateway", (props, prop, found, allowed, mandate) => {
    expect(refusal((stack) => new GatewayCollector(stack, "gateway", { ...COMMON, ...props }))).toBe(
      `test/gateway: ${prop}: weaker than the mandate
  found:    ${found}
  allowed:  ${allowed}
  mandate:  ${mandate}`,
    );
  });

  it.each<[string, (stack: TerraformStack) => unknown]>([
    ["agents", (stack) => new AgentCollector(stack, "agents", { ...COMMON, ...ORIGIN, logLevel: OFF })],
    ["cluster", (stack) => new ClusterCollector(stack, "cluster", { ...COMMON, ...ORIGIN, logLevel: OFF })],
  ])("is refused as the log level of the collector %s", (id, build) => {
    expect(refusal(build)).toBe(
      `test/${id}: logLevel: this is no log level, and enforcement cannot be switched off
  found:    "OFF"
  allowed:  TRACE, DEBUG, INFO, WARN, ERROR
  mandate:  observability_configuration.log_level_enforcement`,
    );
  });

  it.each([
    ["pan", "values of this kind are masked, and must not be kept as pseudonyms"],
    ["surname", "there is no such kind of sensitive values"],
  ])("is refused as the pseudonyms of %s", (kind, what) => {
    const pseudonyms = { kinds: ["email", kind] };
    expect(
      refusal((stack) => new AgentCollector(stack, "agents", { ...COMMON, ...ORIGIN, pseudonyms })),
    ).toBe(
      `test/agents: pseudonyms: ${what}
  found:    "${kind}"
  allowed:  email, ipv4_public, ipv6_full, ipv6_comp
  mandate:  observability_configuration.pii_scrubbing_enabled`,
    );
  });

  const instrumentation = (props: Partial<InstrumentationProps>): string =>
    refusal((stack) => {
      const agent = { otlpGrpcUrl: "http://node:1", otlpHttpUrl: "http://node:2" };
      return new Instrumentation(stack, "instrumentation", { namespace: "obs", agent, ...props });
    });

  it.each([
    [["b3", "tracecontext"], "b3, tracecontext"],
    [["baggage"], "baggage"],
  ] as const)("is refused as the propagators %j", (propagators, found) => {
    expect(instrumentation({ propagators })).toBe(
      `test/instrumentation: propagators: weaker than the mandate
  found:    ${found}
  allowed:  contains tracecontext, ahead of any other
  mandate:  observability_configuration.trace_context_propagation
  fix:      put tracecontext first; further propagators may follow`,
    );
  });

  it("is refused as a list of languages with one missing", () => {
    expect(instrumentation({ languages: ["javascript", "typescript", "python", "go", "dotnet"] })).toBe(
      `test/instrumentation: languages: weaker than the mandate
  found:    "javascript", "typescript", "python", "go", "dotnet"
  allowed:  contains "javascript", "typescript", "python", "go", "java", "dotnet"
  mandate:  observability_configuration.otel_sdk_languages`,
    );
  });

  it.each<[StricterAlerting, name: string, found: string, allowed: string, mandate: string]>([
    [
      { cpu_utilization_threshold: 95 },
      "cpu_utilization_threshold",
      "95 %",
      "at most 80 %",
      "monitoring_thresholds.cpu_utilization_threshold",
    ],
    [
      { critical_response_time: 301 },
      "critical_response_time",
      "301 s",
      "at most 300 s",
      "alerting_configuration.critical_response_time",
    ],
    [
      { alert_grouping_window: 600 },
      "alert_grouping_window",
      "600 s",
      "at most 300 s",
      "alerting_configuration.alert_grouping_window",
    ],
  ])("is refused as %j of the alerting", (stricter, name, found, allowed, mandate) => {
    const text = refusal((stack) => {
      const prometheus = new Prometheus(stack, "prometheus", PROMETHEUS);
      const receivers = { kind: "in-cluster-sink" } as const;
      return new Alerting(stack, "alerting", {
        prometheus,
        receivers,
        runbookBaseUrl: "https://r.example",
        grafanaUrl: "https://g.example",
        stricter,
      });
    });
    expect(text).toBe(
      `test/alerting: stricter.${name}: weaker than the mandate
  found:    ${found}
  allowed:  ${allowed}
  mandate:  ${mandate}`,
    );
  });
});

describe("values of a construct that are weaker than the mandate", () => {
  it("are refused for Prometheus", () => {
    const values = { prometheus: { prometheusSpec: { retention: "29d" } } };
    expect(refusal((stack) => new Prometheus(stack, "prometheus", { ...PROMETHEUS, values }))).toBe(
      `test/prometheus/kps (release kps): value prometheus.prometheusSpec.retention is weaker than the mandate
  found:    "29d"
  allowed:  at least 30 days, as in "30d"
  mandate:  observability_configuration.metrics_retention_days
  fix:      remove prometheus.prometheusSpec.retention, or set it to something stricter`,
    );
  });

  it("are refused for Logstash", () => {
    const build = (stack: TerraformStack): Logstash =>
      new Logstash(stack, "logstash", { ...COMMON, storageSize: "1Gi", values: { pipelines: null } });
    expect(refusal(build)).toMatch(
      /^test\/logstash\/logstash \(release logstash\): value pipelines contradicts what the component sets\n {2}found: {4}null\n {2}allowed: .+\n {2}mandate: {2}observability_configuration\.pii_scrubbing_enabled\n/,
    );
  });

  it("are refused for the operator that instruments", () => {
    const values = { manager: { autoInstrumentation: { go: { enabled: false } } } };
    const build = (stack: TerraformStack): OpentelemetryOperator =>
      new OpentelemetryOperator(stack, "operator", { ...COMMON, values });
    expect(refusal(build)).toBe(
      `test/operator/opentelemetry-operator (release opentelemetry-operator): value manager.autoInstrumentation.go.enabled contradicts what the component sets
  found:    false
  allowed:  true
  mandate:  observability_configuration.otel_sdk_languages
  fix:      remove manager.autoInstrumentation.go.enabled; the component's props and verbs decide it`,
    );
  });
});
