import type { MandateKey } from "./keys";

/**
 * What would be weaker than the mandated value:
 * `floor` less than it; `ceiling` more than it; `on` switched off; `free` nothing; `superset` an entry of it missing;
 * `contains-first` without it, or another one ahead of it; `exact` anything else.
 */
export type Kind = "floor" | "ceiling" | "on" | "free" | "superset" | "contains-first" | "exact";

/** What a value counts. The QMS document leaves some open; those are decided here, see `UNIT_SUFFIX`. */
export type Unit = keyof typeof UNIT_SUFFIX;

/** How a value of the unit ends in a sentence. */
export const UNIT_SUFFIX = {
  days: " days",
  seconds: " s",
  milliseconds: " ms",
  /** Of capacity, or of the configured limit. */
  percent: " %",
  ratio: "",
  /** Receive plus transmit, per node. */
  errorsPerFiveMinutes: " errors in five minutes",
  /** Multiples of the robust deviation from the seasonal baseline. */
  deviations: " deviations",
  /** In one queue. */
  messages: " messages",
  switch: "",
  names: "",
  text: "",
} as const;

export interface KindAndUnit {
  readonly kind: Kind;
  readonly unit: Unit;
}

const floor = (unit: Unit): KindAndUnit => ({ kind: "floor", unit });
const ceiling = (unit: Unit): KindAndUnit => ({ kind: "ceiling", unit });
const ON: KindAndUnit = { kind: "on", unit: "switch" };
const FREE: KindAndUnit = { kind: "free", unit: "switch" };
const SUPERSET: KindAndUnit = { kind: "superset", unit: "names" };
const CONTAINS_FIRST: KindAndUnit = { kind: "contains-first", unit: "names" };
const EXACT: KindAndUnit = { kind: "exact", unit: "text" };

/**
 * The one table that says how each key of the mandate is read; constructs, gate and review all use it.
 * For switches it states the reading of QMS 1.0; `kindOf` follows the value of the mandate at hand.
 */
export const KINDS: Readonly<Record<MandateKey, KindAndUnit>> = {
  // The identity of the document: fixed, and told in evidence.
  "qms_context.phase": EXACT,
  "qms_context.qms_version": EXACT,
  "qms_context.compliance_level": EXACT,
  "qms_context.supported_frameworks": SUPERSET,
  "qms_context.observability_enforcement": ON,
  "qms_context.compliance_documentation": ON,

  "observability_configuration.monitoring_stack": EXACT,
  "observability_configuration.metrics_retention_days": floor("days"),
  "observability_configuration.alerting_enabled": ON,
  "observability_configuration.sli_slo_monitoring": ON,
  "observability_configuration.log_aggregation": EXACT,
  "observability_configuration.structured_logging_required": ON,
  "observability_configuration.log_retention_days": floor("days"),
  "observability_configuration.log_level_enforcement": ON,
  "observability_configuration.pii_scrubbing_enabled": ON,
  "observability_configuration.tracing_backend": EXACT,
  "observability_configuration.trace_sampling_rate": floor("ratio"),
  "observability_configuration.trace_retention_days": floor("days"),
  "observability_configuration.trace_context_propagation": CONTAINS_FIRST,
  "observability_configuration.otel_sdk_languages": SUPERSET,
  "observability_configuration.otel_auto_instrumentation": ON,
  "observability_configuration.otel_manual_instrumentation_required": FREE,
  "observability_configuration.otel_collector_deployment": EXACT,

  "monitoring_thresholds.response_time_p95_ms": ceiling("milliseconds"),
  "monitoring_thresholds.response_time_p99_ms": ceiling("milliseconds"),
  "monitoring_thresholds.error_rate_threshold": ceiling("ratio"),
  "monitoring_thresholds.availability_threshold": floor("ratio"),
  "monitoring_thresholds.cpu_utilization_threshold": ceiling("percent"),
  "monitoring_thresholds.memory_utilization_threshold": ceiling("percent"),
  "monitoring_thresholds.disk_utilization_threshold": ceiling("percent"),
  "monitoring_thresholds.network_errors_threshold": ceiling("errorsPerFiveMinutes"),
  "monitoring_thresholds.request_rate_anomaly_threshold": ceiling("deviations"),
  "monitoring_thresholds.database_connection_pool_threshold": ceiling("percent"),
  "monitoring_thresholds.queue_depth_threshold": ceiling("messages"),
  "monitoring_thresholds.cache_hit_ratio_minimum": floor("ratio"),

  "alerting_configuration.pager_duty_integration": ON,
  "alerting_configuration.slack_notifications": ON,
  "alerting_configuration.email_notifications": ON,
  "alerting_configuration.critical_response_time": ceiling("seconds"),
  "alerting_configuration.high_response_time": ceiling("seconds"),
  "alerting_configuration.medium_response_time": ceiling("seconds"),
  "alerting_configuration.low_response_time": ceiling("seconds"),
  "alerting_configuration.alert_grouping_window": ceiling("seconds"),
  "alerting_configuration.alert_deduplication": ON,
  "alerting_configuration.maintenance_window_support": ON,

  "compliance_requirements.data_retention_policies": ON,
  "compliance_requirements.data_privacy_compliance": ON,
  "compliance_requirements.audit_trail_logging": ON,
  "compliance_requirements.security_event_logging": ON,
  "compliance_requirements.access_pattern_monitoring": ON,
  "compliance_requirements.anomaly_detection": ON,
  "compliance_requirements.gdpr_compliance_monitoring": FREE,
  "compliance_requirements.hipaa_compliance_monitoring": FREE,
  "compliance_requirements.sox_compliance_monitoring": FREE,
  "compliance_requirements.pci_compliance_monitoring": FREE,

  "integration_points.ci_cd_integration": SUPERSET,
  "integration_points.infrastructure_tools": SUPERSET,
  "integration_points.apm_tools": SUPERSET,
  "integration_points.cloud_providers": SUPERSET,
};
