import type { HelmValue } from "../core/helm-values";

const DIMENSIONS = ["service.name", "k8s.namespace.name", "log.format"].map((key) => ({
  key,
  default_value: "unknown",
}));

const NO_TRACE = "TraceID(0x00000000000000000000000000000000)";

const AUTH_FAILURE = String.raw`(?i)authenticat\\w+ fail|login fail|invalid (?:token|credential|password)|permission denied|access denied`;

/**
 * Counters that alerts are built on, such as `log_records_errors_total`. They stand after the level filter, so what
 * was dropped is not counted, and in the agent, because points of several collectors would arrive out of order.
 */
export const LOG_COUNTERS: HelmValue = {
  logs: {
    "log.records": counter("log records after the level filter"),
    "log.records.errors": counter(
      "log records at ERROR or above",
      "log.severity_number >= SEVERITY_NUMBER_ERROR",
    ),
    "log.records.unspecified_level": counter(
      "log records without a recognised level",
      "log.severity_number == SEVERITY_NUMBER_UNSPECIFIED",
    ),
    "log.records.pii_masked": counter(
      "log records in which at least one value was masked",
      'log.attributes["redaction.body.masked.count"] != nil or log.attributes["redaction.masked.count"] != nil',
    ),
    "log.records.uncorrelated_errors": counter(
      "error records without a trace id",
      `log.severity_number >= SEVERITY_NUMBER_ERROR and log.trace_id == ${NO_TRACE}`,
    ),
    "log.security.auth_failures": counter(
      "authentication or authorisation failures seen in logs",
      `IsString(log.body) and IsMatch(log.body, "${AUTH_FAILURE}")`,
    ),
  },
};

function counter(description: string, condition?: string): HelmValue {
  return {
    description,
    ...(condition === undefined ? {} : { conditions: [condition] }),
    attributes: DIMENSIONS,
  };
}

/** `count` gives increments; the Prometheus exporter would show the last one instead of their sum. */
export const SUM_UP: HelmValue = { max_stale: "10m" };
