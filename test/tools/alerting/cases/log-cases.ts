import { type AlertCases, sided, type TestSeries } from "../alert-case";

const SCRAPE = 'job="observability-agents/otel-agent-agent",instance="10.0.0.1:8889"';
const LABELS = { namespace: "shop", service: "checkout" };

const DAY = 24 * 60;

/** What the agent of one node counts in a minute. */
function logs(counters: Readonly<Record<string, number>>): readonly TestSeries[] {
  return [
    { series: `up{${SCRAPE}}`, gauge: 1 },
    ...Object.entries(counters).map(([name, perMinute]) => {
      const [metric = "", format = "structured"] = name.split(" ");
      return {
        series: `${metric}{${SCRAPE},k8s_namespace_name="shop",service_name="checkout",log_format="${format}"}`,
        perMinute,
      };
    }),
  ];
}

/** Alerts on what services log, and on their spans. */
export const LOG_CASES: AlertCases = {
  LogErrorRatioHigh: {
    fires: "once more than a fifth of the records are errors",
    input: (side) => logs({ log_records_total: 100, log_records_errors_total: sided(19.9, 20.1)(side) }),
    labels: LABELS,
  },
  LogUnstructuredRatioHigh: {
    fires: "once more than a fifth of the records are no JSON",
    input: (side) =>
      logs({
        log_records_total: sided(80.1, 79.9)(side),
        "log_records_total unstructured": sided(19.9, 20.1)(side),
      }),
    labels: LABELS,
  },
  LogPersonalDataBurst: {
    fires: "once more than a hundred records in a quarter of an hour held personal data",
    input: (side) => logs({ log_records_total: 1000, log_records_pii_masked_total: sided(6.6, 6.7)(side) }),
    labels: LABELS,
  },
  LogAuthenticationFailuresHigh: {
    fires: "once there are more than a hundred failures in a quarter of an hour",
    input: (side) =>
      logs({ log_records_total: 1000, log_security_auth_failures_total: sided(6.6, 6.7)(side) }),
    labels: LABELS,
  },
  LogErrorsWithoutTrace: {
    fires: "once more than half of the errors have no trace",
    input: (side) =>
      logs({ log_records_errors_total: 10, log_records_uncorrelated_errors_total: sided(4.9, 5.1)(side) }),
    labels: LABELS,
  },
  LogLevelLowered: {
    fires: "once a workload has kept records below the level for an hour",
    input: (side) => logs({ log_records_total: 100, log_records_below_floor_total: sided(0, 1)(side) }),
    labels: LABELS,
  },
  TraceLinksBegun: {
    fires: "for a day once a service sends spans with links",
    input: (side) => [
      { series: `up{${SCRAPE}}`, gauge: 1 },
      {
        series: `spans_with_links_total{${SCRAPE},k8s_namespace_name="shop",service_name="checkout"}`,
        perMinute: sided(0, 1)(side),
      },
    ],
    labels: LABELS,
    phases: [
      { side: "under", minutes: 60, then: "silent" },
      { side: "over", minutes: 90, then: "firing" },
      { side: "over", minutes: DAY, then: "silent" },
    ],
  },
};
