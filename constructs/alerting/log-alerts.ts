import type { Alert } from "./alert";
import { DASHBOARDS } from "./dashboard-references";
import { LOGS } from "./log-rules";

const ONE_SERVICE = '{namespace="<namespace>",service="<service>"}';

const LOG = {
  component: "log",
  owner: "service",
  keeps: ["namespace", "service"],
  dashboard: DASHBOARDS.logs,
} as const;

/** Share of a service's records, where there are enough to speak of a share. */
function share(part: string, whole: string, least: number): string {
  return `${part} / (${whole} >= ${least})`;
}

/** Far more than at the same time yesterday, where there was something. */
function burst(signal: string, least: number): string {
  return `${signal} > ${least}\nand ${signal} > 5 * (${signal} offset 1d or 0 * ${signal})`;
}

/** Alerts on what services write to their logs. */
export const LOG_ALERTS: readonly Alert[] = [
  {
    ...LOG,
    alert: "LogErrorRatioHigh",
    severity: "medium",
    kind: "fault",
    expr: `${share(LOGS.errors, LOGS.records, 100)} > 0.2`,
    pendingMinutes: 10,
    keepFiringMinutes: 5,
    unit: "ratio",
    summary: "<value> of the log records of <namespace>/<service> are errors",
    description: "More than a fifth of what the service logs is at ERROR or above.",
    impact: "the service does not do what it should, even where its callers do not see an error yet",
    query: share(`${LOGS.errors}${ONE_SERVICE}`, `${LOGS.records}${ONE_SERVICE}`, 100),
    diagnosis: [
      {
        text: "Read the errors in the dashboard that this alert links to; one message usually stands for most of them",
      },
      {
        text: "See whether it began with a rollout",
        query: `time() - platform:rollout:timestamp${ONE_SERVICE}`,
      },
    ],
    mitigation: [
      {
        text: "If it began with a rollout, go back to the version before",
        command: "kubectl -n <namespace> rollout undo deployment/<service>",
      },
      { text: "If something that it depends on fails, follow that one's alerts" },
      { text: "If the records are no errors, have them logged at a lower level" },
    ],
    verification: {
      text: "The share has fallen",
      query: `${LOGS.errors}${ONE_SERVICE} / ${LOGS.records}${ONE_SERVICE} < 0.2`,
    },
  },
  {
    ...LOG,
    alert: "LogUnstructuredRatioHigh",
    severity: "low",
    kind: "hygiene",
    expr: `${share(LOGS.unstructured, LOGS.records, 100)} > 0.2`,
    pendingMinutes: 30,
    unit: "ratio",
    summary: "<value> of the log records of <namespace>/<service> are no JSON",
    description: "More than a fifth of what the service logs is plain text.",
    impact: "its records can be neither searched nor masked by field, and are found by full text only",
    query: share(`${LOGS.unstructured}${ONE_SERVICE}`, `${LOGS.records}${ONE_SERVICE}`, 100),
    diagnosis: [
      {
        text: "Look at some records in the data stream of unstructured logs; stack traces over several lines are the usual ones",
      },
      {
        text: "See what the container writes itself",
        command: "kubectl -n <namespace> logs deployment/<service> --tail=20",
      },
    ],
    mitigation: [
      { text: "Switch the logger to JSON; every common logger has a setting for it" },
      {
        text: "If a third-party image cannot log JSON, note it with the service and silence this alert for it",
      },
    ],
    verification: {
      text: "The share has fallen",
      query: `${LOGS.unstructured}${ONE_SERVICE} / ${LOGS.records}${ONE_SERVICE} < 0.2`,
    },
  },
  {
    ...LOG,
    alert: "LogPersonalDataBurst",
    severity: "medium",
    kind: "security",
    expr: burst(LOGS.masked, 100),
    pendingMinutes: 5,
    unit: "count",
    summary: "<namespace>/<service> logged personal data in <value> records within a quarter of an hour",
    description:
      "Values were masked before they left the node, in far more records than at the same time yesterday.",
    impact: "the service logs what it must not; what no pattern knows was stored as it is",
    query: `${LOGS.masked}${ONE_SERVICE}`,
    diagnosis: [
      {
        text: "Look at masked records in the dashboard that this alert links to: which message, which field",
      },
      {
        text: "See whether it began with a rollout",
        query: `time() - platform:rollout:timestamp${ONE_SERVICE}`,
      },
    ],
    mitigation: [
      {
        text: "If it began with a rollout, go back to the version before",
        command: "kubectl -n <namespace> rollout undo deployment/<service>",
      },
      { text: "Have the message changed so that it carries no personal data" },
      {
        text: "If values passed unmasked, tell whoever is in charge of data protection, and have them deleted",
      },
    ],
    verification: { text: "Hardly a record is masked", query: `${LOGS.masked}${ONE_SERVICE} < 10` },
  },
  {
    ...LOG,
    alert: "LogAuthenticationFailuresHigh",
    severity: "high",
    kind: "security",
    expr: burst(LOGS.authenticationFailures, 100),
    pendingMinutes: 2,
    unit: "count",
    summary: "<namespace>/<service> refused <value> log-ins or tokens within a quarter of an hour",
    description: "Far more failures of authentication or authorisation than at the same time yesterday.",
    impact: "somebody tries passwords or tokens, or nobody can log in",
    query: `${LOGS.authenticationFailures}${ONE_SERVICE}`,
    diagnosis: [
      {
        text: "See in the dashboard that this alert links to whether one address or account stands out, or all are refused",
      },
      { text: "If all are refused, see whether keys, certificates or the identity provider changed" },
      { text: "See whether log-ins that succeed come from the same addresses" },
    ],
    mitigation: [
      {
        text: "If somebody attacks, block the address at the ingress, lock the accounts, and call the security team",
      },
      { text: "If nobody can log in, go back to the last working keys or configuration" },
    ],
    verification: {
      text: "Failures are as rare as before",
      query: `${LOGS.authenticationFailures}${ONE_SERVICE} < 100`,
    },
  },
  {
    ...LOG,
    alert: "LogErrorsWithoutTrace",
    severity: "low",
    kind: "hygiene",
    expr: `${share(LOGS.untraced, LOGS.errors, 50)} > 0.5`,
    pendingMinutes: 30,
    unit: "ratio",
    summary: "<value> of the errors that <namespace>/<service> logs have no trace",
    description: "More than half of the error records carry no trace id.",
    impact: "an error in the logs does not lead to the request that it belongs to",
    query: share(`${LOGS.untraced}${ONE_SERVICE}`, `${LOGS.errors}${ONE_SERVICE}`, 50),
    diagnosis: [
      {
        text: "See whether the service is instrumented",
        command: "kubectl -n <namespace> get deployment <service> -o yaml",
      },
      {
        text: "See whether its logger puts the trace id into its records: the integration of OpenTelemetry for the logger does",
      },
    ],
    mitigation: [
      { text: "Annotate the workload for automatic instrumentation, or enable the logger's integration" },
      { text: "Errors outside of requests, such as in timers, have no trace: start a span around the job" },
    ],
    verification: {
      text: "Most errors have a trace",
      query: `${LOGS.untraced}${ONE_SERVICE} / ${LOGS.errors}${ONE_SERVICE} < 0.5`,
    },
  },
  {
    ...LOG,
    alert: "LogLevelLowered",
    severity: "low",
    kind: "hygiene",
    expr: `${LOGS.belowFloor} > 0`,
    // Looking for an error takes less.
    pendingMinutes: 60,
    unit: "count",
    summary:
      "<namespace>/<service> keeps <value> log records below the environment's level within a quarter of an hour",
    description:
      "A pod's annotation has lowered the service's log level for an hour; the environment's lowestLogLevel allows it.",
    impact: "debug records fill the store, and say more than records of the environment's level do",
    query: `${LOGS.belowFloor}${ONE_SERVICE}`,
    diagnosis: [
      {
        text: "See which pods carry the annotation; its prefix is the environment's",
        command:
          "kubectl -n <namespace> get pods -o custom-columns='NAME:.metadata.name,ANNOTATIONS:.metadata.annotations'",
      },
      { text: "Ask the team whether somebody still reads the records" },
    ],
    mitigation: [
      { text: "Take the annotation out of the workload's pod template; its pods are replaced" },
      { text: "If the records are needed for long, have them logged at the environment's level" },
    ],
    verification: {
      text: "Nothing below the level comes any more",
      query: `${LOGS.belowFloor}${ONE_SERVICE} == 0`,
    },
  },
];
