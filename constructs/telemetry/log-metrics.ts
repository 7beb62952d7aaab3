import { PII_CLASSES } from "../../mandate/pii-patterns";
import type { HelmValue, HelmValues } from "../core/helm-values";
import { group } from "./collector-text";
import type { LogLevel } from "./log-level";
import { MASKED_CLASSES, UNCLASSIFIED } from "./masked-notes";

const OF_SPANS = ["service.name", "k8s.namespace.name"];
const OF_LOGS = [...OF_SPANS, "log.format"];

const NO_TRACE = "TraceID(0x00000000000000000000000000000000)";

const AUTH_FAILURE = String.raw`(?i)authenticat\\w+ fail|login fail|invalid (?:token|credential|password)|permission denied|access denied`;

/**
 * Counters that alerts are built on, such as `log_records_errors_total`. They stand after the level filter, so what
 * was dropped is not counted, and in the agent, because points of several collectors would arrive out of order.
 */
export function logCounters(floor: LogLevel): HelmValue {
  return { logs: { ...COUNTERS, "log.records.below_floor": belowFloor(floor) } };
}

/** What the annotation of a workload keeps below the level of its environment. */
function belowFloor(floor: LogLevel): HelmValue {
  return counter(
    "log records below the level of the environment that a workload keeps",
    `log.severity_number > 0 and log.severity_number < SEVERITY_NUMBER_${floor}`,
  );
}

const COUNTERS: HelmValues = {
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
    `log.attributes["${MASKED_CLASSES}"] != nil`,
  ),
  ...maskedByClass("log.records", "log"),
  "log.records.uncorrelated_errors": counter(
    "error records without a trace id",
    `log.severity_number >= SEVERITY_NUMBER_ERROR and log.trace_id == ${NO_TRACE}`,
  ),
  "log.security.auth_failures": counter(
    "authentication or authorisation failures seen in logs",
    `IsString(log.body) and IsMatch(log.body, "${AUTH_FAILURE}")`,
  ),
};

/** Counters of spans in which something was masked, by what it was, and of those with links, whose attributes stay. */
export const MASKED_SPAN_COUNTERS: HelmValue = {
  spans: {
    ...maskedByClass("spans", "span"),
    "spans.with_links": counter("spans with links", "Len(span.links) > 0", OF_SPANS),
  },
};

function maskedByClass(counted: string, context: "log" | "span"): HelmValues {
  const noted = `${context}.attributes["${MASKED_CLASSES}"]`;
  return Object.fromEntries(
    [...PII_CLASSES, UNCLASSIFIED].map((name) => [
      `${counted}.pii_masked.${name.replace("-", "_")}`,
      counter(
        `${counted.replace(".", " ")} in which at least one value of class ${name} was masked`,
        `${noted} != nil and IsMatch(${noted}, "${name}")`,
        context === "log" ? OF_LOGS : OF_SPANS,
      ),
    ]),
  );
}

function counter(description: string, condition?: string, dimensions = OF_LOGS): HelmValue {
  return {
    description,
    ...(condition === undefined ? {} : { conditions: [condition] }),
    attributes: dimensions.map((key) => ({ key, default_value: "unknown" })),
  };
}

/** `count` gives increments; the Prometheus exporter would show the last one instead of their sum. */
export const SUM_UP: HelmValue = { max_stale: "10m" };

/**
 * Counts get the time at which they were made. `count` gives them that of the newest record, and the sum leaves out
 * what is not newer than what it has: all lines of one millisecond but the first hundred, and, after one record with
 * a time in the future, everything.
 */
export const COUNTED_NOW: HelmValue = {
  error_mode: "ignore",
  metric_statements: [group(["set(datapoint.start_time_unix_nano, 0)", "set(datapoint.time, Now())"])],
};
