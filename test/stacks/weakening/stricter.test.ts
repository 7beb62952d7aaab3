import { KINDS, keyOf, LEAF_NAMES, type LeafName, loadMandate } from "../../../mandate";
import { production } from "../../../stacks/environments/production";
import type { Environment } from "../../../stacks/environments/environment";
import { validateEnvironment } from "../../../stacks/environments/validate-environment";
import { onlyProblemOf, problemsOf } from "../../support/problems";

/** An attempt to weaken a value, and how the refusal writes what was found and what would be allowed. */
type Attempt = readonly [name: LeafName, value: unknown, found: string, allowed: string];

const LANGUAGES = "javascript, typescript, python, go, java, dotnet";

const ATTEMPTS: readonly Attempt[] = [
  ["phase", "Phase 5", '"Phase 5"', '"Phase 4: Observability & Traceability"'],
  ["qms_version", "0.9", '"0.9"', '"1.0"'],
  ["compliance_level", "advisory", '"advisory"', '"mandatory"'],
  [
    "supported_frameworks",
    ["opentelemetry"],
    '"opentelemetry"',
    'contains "opentelemetry", "prometheus", "grafana", "jaeger", "elk-stack", "datadog", "newrelic"',
  ],
  ["observability_enforcement", false, "false", "true"],
  ["compliance_documentation", false, "false", "true"],
  ["monitoring_stack", "graphite", '"graphite"', '"prometheus-grafana"'],
  ["metrics_retention_days", 7, "7 days", "at least 30 days"],
  ["alerting_enabled", false, "false", "true"],
  ["sli_slo_monitoring", false, "false", "true"],
  ["log_aggregation", "loki", '"loki"', '"elk-stack"'],
  ["structured_logging_required", false, "false", "true"],
  ["log_retention_days", 89, "89 days", "at least 90 days"],
  ["log_level_enforcement", false, "false", "true"],
  ["pii_scrubbing_enabled", false, "false", "true"],
  ["tracing_backend", "tempo", '"tempo"', '"jaeger"'],
  ["trace_sampling_rate", 0.05, "0.05", "at least 0.1"],
  ["trace_retention_days", 3, "3 days", "at least 14 days"],
  ["trace_context_propagation", "b3,w3c", '"b3,w3c"', 'contains "w3c", ahead of any other'],
  ["otel_sdk_languages", ["java"], '"java"', `contains ${quoted(LANGUAGES)}`],
  ["otel_auto_instrumentation", false, "false", "true"],
  ["otel_collector_deployment", "deployment", '"deployment"', '"daemonset"'],
  ["response_time_p95_ms", 700, "700 ms", "at most 500 ms"],
  ["response_time_p99_ms", 1500, "1500 ms", "at most 1000 ms"],
  ["error_rate_threshold", 0.02, "0.02", "at most 0.01"],
  ["availability_threshold", 0.99, "0.99", "at least 0.999"],
  ["cpu_utilization_threshold", 81, "81 %", "at most 80 %"],
  ["memory_utilization_threshold", 95, "95 %", "at most 85 %"],
  ["disk_utilization_threshold", 97, "97 %", "at most 90 %"],
  ["network_errors_threshold", 1000, "1000 errors in five minutes", "at most 100 errors in five minutes"],
  ["request_rate_anomaly_threshold", 3, "3 deviations", "at most 2 deviations"],
  ["database_connection_pool_threshold", 99, "99 %", "at most 80 %"],
  ["queue_depth_threshold", 5000, "5000 messages", "at most 1000 messages"],
  ["cache_hit_ratio_minimum", 0.5, "0.5", "at least 0.8"],
  ["pager_duty_integration", false, "false", "true"],
  ["slack_notifications", false, "false", "true"],
  ["email_notifications", false, "false", "true"],
  ["critical_response_time", 600, "600 s", "at most 300 s"],
  ["high_response_time", 1800, "1800 s", "at most 900 s"],
  ["medium_response_time", 7200, "7200 s", "at most 3600 s"],
  ["low_response_time", 172800, "172800 s", "at most 86400 s"],
  ["alert_grouping_window", 301, "301 s", "at most 300 s"],
  ["alert_deduplication", false, "false", "true"],
  ["maintenance_window_support", false, "false", "true"],
  ["data_retention_policies", false, "false", "true"],
  ["data_privacy_compliance", false, "false", "true"],
  ["audit_trail_logging", false, "false", "true"],
  ["security_event_logging", false, "false", "true"],
  ["access_pattern_monitoring", false, "false", "true"],
  ["anomaly_detection", false, "false", "true"],
  [
    "ci_cd_integration",
    [],
    "",
    `contains ${quoted("observability deployment, dashboard provisioning, alert configuration, sli/slo validation, performance regression detection")}`,
  ],
  [
    "infrastructure_tools",
    ["helm"],
    '"helm"',
    `contains ${quoted("terraform, ansible, kubernetes, helm, docker")}`,
  ],
  [
    "apm_tools",
    ["datadog"],
    '"datadog"',
    `contains ${quoted("datadog, new-relic, dynatrace, elastic-apm, honeycomb")}`,
  ],
  [
    "cloud_providers",
    ["azure-monitor"],
    '"azure-monitor"',
    `contains ${quoted("aws-cloudwatch, gcp-stackdriver, azure-monitor, cloudflare-analytics")}`,
  ],
];

function quoted(names: string): string {
  return names
    .split(", ")
    .map((name) => JSON.stringify(name))
    .join(", ");
}

/** Plain JavaScript may pass what the types forbid. */
function withStricter(stricter: Readonly<Record<string, unknown>>): Environment {
  return { ...production, stricter: stricter };
}

const validate = (environment: Environment) => () => validateEnvironment(environment, loadMandate());

describe("an environment that makes a mandated value weaker", () => {
  it.each(ATTEMPTS)("is refused for %s: %j", (name, value, found, allowed) => {
    expect(onlyProblemOf(validate(withStricter({ [name]: value })))).toBe(
      `environment production: stricter.${name}: weaker than the mandate
  found:    ${found}
  allowed:  ${allowed}
  mandate:  ${keyOf(name)}`,
    );
  });

  it("is tried with every key that binds", () => {
    const free = LEAF_NAMES.filter((name) => KINDS[keyOf(name)].kind === "free");
    expect([...ATTEMPTS.map(([name]) => name), ...free].sort()).toEqual([...LEAF_NAMES].sort());
  });

  it("is told every weaker value at once, and a name that the mandate does not have", () => {
    const problems = problemsOf(
      validate(withStricter({ metrics_retention_days: 29, slack_notifications: false, log_retention: 91 })),
    );
    expect(problems.map(({ where }) => where)).toEqual([
      "environment production: stricter.metrics_retention_days",
      "environment production: stricter.slack_notifications",
      "environment production: stricter.log_retention",
    ]);
  });
});
