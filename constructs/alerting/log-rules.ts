import type { RuleGroup } from "./rule-types";
import { inOurLabels } from "./signal-rules";

/** Records of each service in a quarter of an hour, after the level filter. */
export const LOGS = {
  records: "platform:log_records:increase15m",
  errors: "platform:log_errors:increase15m",
  unstructured: "platform:log_unstructured:increase15m",
  /** With at least one masked value. */
  masked: "platform:log_masked:increase15m",
  authenticationFailures: "platform:log_authentication_failures:increase15m",
  /** Errors without a trace. */
  untraced: "platform:log_untraced_errors:increase15m",
  /** Below the level of the environment, where a workload lowered its own. */
  belowFloor: "platform:log_below_floor:increase15m",
} as const;

/** Spans with links, of each service in a quarter of an hour. */
export const LINKED_SPANS = "platform:linked_spans:increase15m";

/** What the agents' count connector counts, by its names in Prometheus. */
const COUNTERS: Readonly<Record<string, string>> = {
  [LOGS.records]: "log_records_total",
  [LOGS.errors]: "log_records_errors_total",
  [LOGS.unstructured]: 'log_records_total{log_format="unstructured"}',
  [LOGS.masked]: "log_records_pii_masked_total",
  [LOGS.authenticationFailures]: "log_security_auth_failures_total",
  [LOGS.untraced]: "log_records_uncorrelated_errors_total",
  [LOGS.belowFloor]: "log_records_below_floor_total",
  [LINKED_SPANS]: "spans_with_links_total",
};

/** Rules that count log records and spans by service, whichever node wrote them. */
export function logGroups(): readonly RuleGroup[] {
  return [
    {
      name: "platform-log-signals",
      interval: "1m",
      rules: Object.entries(COUNTERS).map(([record, counter]) => ({
        record,
        expr: inOurLabels(
          "sum",
          { namespace: "k8s_namespace_name", service: "service_name" },
          grown(counter),
        ),
      })),
    },
  ];
}

/**
 * Growth in a quarter of an hour, the first records included: a counter begins with its first value, and `increase`
 * sees none of it. What was not there at the beginning of the window has grown by all that it is, provided that its
 * agent was scraped then.
 */
function grown(counter: string): string {
  const newborn = `${counter} unless ${counter} offset 15m and on (job, instance) up offset 15m == 1`;
  return `${newborn} or increase(${counter}[15m])`;
}
