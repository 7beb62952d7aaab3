import { z } from "zod";

/*
 * Each leaf describes the values it takes; error messages print that description as "allowed".
 */

const text = z.string().trim().min(1).describe("a text that is not empty");
const onOff = z.boolean().describe("true or false");
const days = z.int().positive().describe("a whole number of days, 1 or more");
const seconds = z.int().positive().describe("a whole number of seconds, 1 or more");
const milliseconds = z.number().positive().describe("a number of milliseconds above 0");
const percent = z.number().positive().max(100).describe("a percentage above 0 and at most 100");
const count = z.int().positive().describe("a whole number, 1 or more");
const deviations = z.number().positive().describe("a number above 0");
const share = z.number().positive().max(1).describe("a ratio above 0 and at most 1");

/** An objective of 1 leaves no error budget to burn, and a limit of 1 on errors can never be passed. */
const openShare = z.number().positive().lt(1).describe("a ratio above 0 and below 1");

const names = z
  .array(z.string().trim().min(1))
  .nonempty()
  .refine((list) => new Set(list).size === list.length)
  .readonly()
  .describe("a list of names, not empty, each once");

/** The product that this project builds; a mandate that names another one cannot be fulfilled here. */
const builtProduct = <const P extends string>(product: P) =>
  z.literal(product).describe(`"${product}", the one that is built here`);

/** Several propagators are written as OpenTelemetry writes them: separated by commas, the preferred one first. */
const propagation = z
  .templateLiteral([z.literal("w3c"), z.string().regex(/^(,[a-z0-9]+)*$/)])
  .describe('"w3c", alone or followed by further propagators: "w3c,b3"');

const TABLES = {
  qms_context: z.strictObject({
    phase: text,
    qms_version: text,
    compliance_level: text,
    supported_frameworks: names,
    observability_enforcement: onOff,
    compliance_documentation: onOff,
  }),
  observability_configuration: z.strictObject({
    monitoring_stack: builtProduct("prometheus-grafana"),
    metrics_retention_days: days,
    alerting_enabled: onOff,
    sli_slo_monitoring: onOff,
    log_aggregation: builtProduct("elk-stack"),
    structured_logging_required: onOff,
    log_retention_days: days,
    log_level_enforcement: onOff,
    pii_scrubbing_enabled: onOff,
    tracing_backend: builtProduct("jaeger"),
    trace_sampling_rate: share,
    trace_retention_days: days,
    trace_context_propagation: propagation,
    otel_sdk_languages: names,
    otel_auto_instrumentation: onOff,
    otel_manual_instrumentation_required: onOff,
    otel_collector_deployment: builtProduct("daemonset"),
  }),
  monitoring_thresholds: z.strictObject({
    response_time_p95_ms: milliseconds,
    response_time_p99_ms: milliseconds,
    error_rate_threshold: openShare,
    availability_threshold: openShare,
    cpu_utilization_threshold: percent,
    memory_utilization_threshold: percent,
    disk_utilization_threshold: percent,
    network_errors_threshold: count,
    request_rate_anomaly_threshold: deviations,
    database_connection_pool_threshold: percent,
    queue_depth_threshold: count,
    cache_hit_ratio_minimum: share,
  }),
  alerting_configuration: z.strictObject({
    pager_duty_integration: onOff,
    slack_notifications: onOff,
    email_notifications: onOff,
    critical_response_time: seconds,
    high_response_time: seconds,
    medium_response_time: seconds,
    low_response_time: seconds,
    alert_grouping_window: seconds,
    alert_deduplication: onOff,
    maintenance_window_support: onOff,
  }),
  compliance_requirements: z.strictObject({
    data_retention_policies: onOff,
    data_privacy_compliance: onOff,
    audit_trail_logging: onOff,
    security_event_logging: onOff,
    access_pattern_monitoring: onOff,
    anomaly_detection: onOff,
    gdpr_compliance_monitoring: onOff,
    hipaa_compliance_monitoring: onOff,
    sox_compliance_monitoring: onOff,
    pci_compliance_monitoring: onOff,
  }),
  integration_points: z.strictObject({
    ci_cd_integration: names,
    infrastructure_tools: names,
    apm_tools: names,
    cloud_providers: names,
  }),
};

/** The tables and keys of the QMS document; whatever it does not name is an error. */
export const mandateSchema = z.strictObject(TABLES);

type Tables = z.infer<typeof mandateSchema>;

/** The mandated values, in the tables and under the names of the QMS document. */
export type MandateValues = { readonly [T in keyof Tables]: Readonly<Tables[T]> };
