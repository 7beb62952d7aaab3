import { type Alert, NOT_FOR_PEOPLE, type Step } from "./alert";
import { DASHBOARDS } from "./dashboard-references";
import { REGRESSED, REGRESSION_ALERT, ROLLOUT, rolledOutWithin } from "./rollout-rules";
import { SIGNALS } from "./signal-adapters";

const ONE_SERVICE = '{namespace="<namespace>",service="<service>"}';
const ON_SERVICE = "on (namespace, service)";

// Chance alone passes four standard errors once in thirty thousand comparisons, and must do so for five minutes.
const SIGNIFICANT = 4;

const UNDO: Step = {
  text: "Go back to the version before; it is known to be better",
  command: "kubectl -n <namespace> rollout undo deployment/<service>",
};

const LOOK_INTO_VERSION: Step = {
  text: "Compare traces of the two versions: open slow or failed ones in the dashboard that this alert links to",
};

const REGRESSION = {
  severity: "medium",
  kind: "regression",
  owner: "service",
  dashboard: DASHBOARDS.traces,
} as const;

/** Alerts on new versions that are worse than old ones. What breaks a promise has alerts of its own, so none wakes anybody. */
export const ROLLOUT_ALERTS: readonly Alert[] = [
  {
    ...REGRESSION,
    alert: REGRESSION_ALERT,
    component: "rollout",
    expr: [
      `avg_over_time(${SIGNALS.latencyP95}[10m]) > 1.25 * ${ROLLOUT.baseline}`,
      `and avg_over_time(${SIGNALS.latencyP95}[10m]) - ${ROLLOUT.baseline} > 0.05`,
      `and ${ON_SERVICE} ${SIGNALS.requests} > 0.2`,
      `and ${ON_SERVICE} (`,
      `  ${rolledOutWithin(2)}`,
      `  or ${ON_SERVICE} (${REGRESSED} and ${ON_SERVICE} ${rolledOutWithin(24)})`,
      ")",
    ].join("\n"),
    keeps: ["namespace", "service"],
    pendingMinutes: 5,
    keepFiringMinutes: 5,
    unit: "seconds",
    summary: "<namespace>/<service> has become slower by its last rollout: its 95th percentile is <value>",
    description:
      "The 95th percentile is more than a quarter above what it was before the last rollout, and 50 ms at least.",
    impact: "the service is slower than before, though it may still keep its promise",
    query: `${SIGNALS.latencyP95}${ONE_SERVICE}`,
    diagnosis: [
      { text: "See what it was before", query: `${ROLLOUT.baseline}${ONE_SERVICE}` },
      {
        text: "See when it was rolled out",
        command: "kubectl -n <namespace> rollout history deployment/<service>",
      },
      LOOK_INTO_VERSION,
    ],
    mitigation: [
      UNDO,
      {
        text: "If the new pace is meant, silence the alert: after a day it is what later rollouts are compared with",
      },
    ],
    verification: {
      text: "The 95th percentile is near what it was",
      query: `${SIGNALS.latencyP95}${ONE_SERVICE} < 1.25 * ${ROLLOUT.baseline}${ONE_SERVICE}`,
    },
  },
  {
    ...REGRESSION,
    alert: "CanaryLatencyRegression",
    component: "canary",
    expr: `${ROLLOUT.slowScore} > ${SIGNIFICANT}`,
    keeps: ["namespace", "service", "revision"],
    pendingMinutes: 5,
    unit: "deviations",
    summary:
      "version <revision> of <namespace>/<service> has more slow requests than the versions beside it, by <value>",
    description:
      "The share of requests above the limit of the 95th percentile is larger than that of the other versions, beyond chance.",
    impact: "whoever meets the new version waits longer; all will if it goes on",
    query: `${ROLLOUT.slowScore}${ONE_SERVICE}`,
    diagnosis: [
      {
        text: "See the shares of slow requests",
        query: `${ROLLOUT.slow}${ONE_SERVICE} / ${ROLLOUT.requests}${ONE_SERVICE}`,
      },
      LOOK_INTO_VERSION,
    ],
    mitigation: [
      { text: "Stop the rollout", command: "kubectl -n <namespace> rollout pause deployment/<service>" },
      UNDO,
    ],
    verification: {
      text: "No version stands out any more",
      query: `max(${ROLLOUT.slowScore}${ONE_SERVICE}) < ${SIGNIFICANT}`,
    },
  },
  {
    ...REGRESSION,
    alert: "CanaryErrorRegression",
    component: "canary",
    dashboard: DASHBOARDS.logs,
    expr: `${ROLLOUT.failureScore} > ${SIGNIFICANT}`,
    keeps: ["namespace", "service", "revision"],
    pendingMinutes: 5,
    unit: "deviations",
    summary:
      "version <revision> of <namespace>/<service> fails more often than the versions beside it, by <value>",
    description: "The share of failed requests is larger than that of the other versions, beyond chance.",
    impact: "whoever meets the new version sees errors; all will if it goes on",
    query: `${ROLLOUT.failureScore}${ONE_SERVICE}`,
    diagnosis: [
      {
        text: "See the shares of failed requests",
        query: `${ROLLOUT.failures}${ONE_SERVICE} / ${ROLLOUT.requests}${ONE_SERVICE}`,
      },
      LOOK_INTO_VERSION,
    ],
    mitigation: [
      { text: "Stop the rollout", command: "kubectl -n <namespace> rollout pause deployment/<service>" },
      UNDO,
    ],
    verification: {
      text: "No version stands out any more",
      query: `max(${ROLLOUT.failureScore}${ONE_SERVICE}) < ${SIGNIFICANT}`,
    },
  },
  {
    alert: "DeploymentRollout",
    component: "deployment",
    severity: NOT_FOR_PEOPLE,
    kind: "marker",
    owner: "platform",
    expr: `time() - ${ROLLOUT.timestamp} < 15 * 60`,
    keeps: ["namespace", "service"],
    pendingMinutes: 0,
    unit: "seconds",
    summary: "<namespace>/<service> was rolled out <value> ago",
    description:
      "A marker that notifies nobody: for a quarter of an hour after a rollout it silences anomalies of the service.",
    impact: "unusual request rates of the service are not told; symptoms are",
    dashboard: DASHBOARDS.overview,
    query: `time() - ${ROLLOUT.timestamp}${ONE_SERVICE}`,
    diagnosis: [
      {
        text: "See what was rolled out",
        command: "kubectl -n <namespace> rollout history deployment/<service>",
      },
    ],
    mitigation: [{ text: "Nothing: it ends by itself" }],
    verification: {
      text: "The rollout is older than a quarter of an hour",
      query: `time() - ${ROLLOUT.timestamp}${ONE_SERVICE}`,
    },
  },
];
