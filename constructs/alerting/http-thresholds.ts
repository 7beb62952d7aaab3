import type { Step } from "./alert";
import { DASHBOARDS } from "./dashboard-references";
import { SIGNALS } from "./signal-adapters";
import type { Threshold } from "./threshold";

// Below one request in five seconds a single slow or failed one would decide a ratio.
const WITH_TRAFFIC = `and on (namespace, service) ${SIGNALS.requests} > 0.2`;

// One or two failures of a service that is called a few times an hour are no breach of an objective.
const WITH_FAILURES = `and on (namespace, service) ${SIGNALS.failuresOfDay} > 5`;

const ONE_SERVICE = '{namespace="<namespace>",service="<service>"}';

const WHAT_CHANGED: Step = {
  text: "See how long ago the service was rolled out; most incidents begin with a change",
  query: `time() - platform:rollout:timestamp${ONE_SERVICE}`,
};

const UNDO: Step = {
  text: "If it began with a rollout, go back to the version before",
  command: "kubectl -n <namespace> rollout undo deployment/<service>",
};

const SLOW: Pick<Threshold, "diagnosis" | "mitigation" | "owner" | "dashboard"> = {
  owner: "service",
  dashboard: DASHBOARDS.traces,
  diagnosis: [
    WHAT_CHANGED,
    {
      text: "See which operations are slow",
      query:
        "topk(5, histogram_quantile(0.95, sum by (span_name, le) " +
        '(rate(traces_span_metrics_duration_seconds_bucket{service_name="<service>"}[5m]))))',
    },
    {
      text: "See whether a service that it calls is slow",
      query:
        "topk(5, histogram_quantile(0.95, sum by (server, le) " +
        '(rate(traces_service_graph_request_server_seconds_bucket{client="<service>"}[5m]))))',
    },
    {
      text: "See whether its pods are throttled or near their limits",
      command: "kubectl -n <namespace> top pods --containers --sort-by=cpu",
    },
  ],
  mitigation: [
    UNDO,
    {
      text: "If its pods are busy, add replicas or raise their limits; if a callee is slow, follow that callee's alerts",
    },
  ],
};

const FAILING: Pick<Threshold, "diagnosis" | "mitigation" | "owner" | "dashboard"> = {
  owner: "service",
  dashboard: DASHBOARDS.logs,
  diagnosis: [
    WHAT_CHANGED,
    {
      text: "See which operations fail",
      query:
        "topk(5, sum by (span_name) " +
        '(rate(traces_span_metrics_calls_total{service_name="<service>",status_code="STATUS_CODE_ERROR"}[5m])))',
    },
    {
      text: "See whether a service that it calls fails",
      query:
        'topk(5, sum by (server) (rate(traces_service_graph_request_failed_total{client="<service>"}[5m])))',
    },
    { text: "Read its errors in the dashboard that this alert links to, and open the trace of one" },
  ],
  mitigation: [
    UNDO,
    { text: "If a callee fails, follow that callee's alerts; if a feature is behind a switch, turn it off" },
  ],
};

/** Alerts on what users of a service feel; they read the normalised signals only. */
export const HTTP_THRESHOLDS: readonly Threshold[] = [
  {
    ...SLOW,
    alert: "HTTPLatencyP95High",
    component: "http",
    threshold: "response_time_p95_ms",
    severity: "medium",
    kind: "symptom",
    signal: SIGNALS.latencyP95,
    keeps: ["namespace", "service"],
    fires: "above",
    limit: ({ responseTimeP95Seconds }) => responseTimeP95Seconds,
    unit: "seconds",
    guard: () => WITH_TRAFFIC,
    pendingMinutes: 10,
    keepFiringMinutes: 5,
    subject: "the 95th percentile of response times of <namespace>/<service>",
    impact: "one request in twenty is slower than promised",
  },
  {
    ...SLOW,
    alert: "HTTPLatencyP99High",
    component: "http",
    threshold: "response_time_p99_ms",
    severity: "medium",
    kind: "symptom",
    signal: SIGNALS.latencyP99,
    keeps: ["namespace", "service"],
    fires: "above",
    limit: ({ responseTimeP99Seconds }) => responseTimeP99Seconds,
    unit: "seconds",
    guard: () => WITH_TRAFFIC,
    pendingMinutes: 10,
    keepFiringMinutes: 5,
    subject: "the 99th percentile of response times of <namespace>/<service>",
    impact: "one request in a hundred is slower than promised",
  },
  {
    ...FAILING,
    alert: "HTTPErrorRateHigh",
    component: "http",
    threshold: "error_rate_threshold",
    severity: "high",
    kind: "symptom",
    signal: SIGNALS.errorRatio,
    keeps: ["namespace", "service"],
    fires: "above",
    limit: ({ errorRatio }) => errorRatio,
    unit: "ratio",
    guard: () => WITH_TRAFFIC,
    pendingMinutes: 5,
    keepFiringMinutes: 5,
    subject: "the share of failed requests of <namespace>/<service>",
    impact: "users of the service see errors",
  },
  {
    ...FAILING,
    alert: "HTTPAvailabilityLow",
    component: "http",
    threshold: "availability_threshold",
    severity: "medium",
    kind: "symptom",
    signal: SIGNALS.availability,
    keeps: ["namespace", "service"],
    fires: "below",
    limit: ({ availabilityRatio }) => availabilityRatio,
    unit: "ratio",
    guard: () => WITH_FAILURES,
    pendingMinutes: 5,
    subject: "the availability of <namespace>/<service> over one day",
    impact: "the service spends its error budget faster than its objective allows",
  },
];
