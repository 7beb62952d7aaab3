import { SEVERITIES } from "../../mandate";
import type { Alert } from "./alert";
import { DASHBOARDS } from "./dashboard-references";
import { FOREIGN_SEVERITIES } from "./severity-normalisation";

const KNOWN_SEVERITIES = [...SEVERITIES, ...Object.keys(FOREIGN_SEVERITIES), "none"].join("|");

const ON_ALERTING = { owner: "platform", unit: "count", dashboard: DASHBOARDS.alerting } as const;

/** Alerts on the way of an alert: from the rule that finds it to the person who is told. */
export const PROMETHEUS_ALERTS: readonly Alert[] = [
  {
    ...ON_ALERTING,
    alert: "PrometheusRuleFailures",
    component: "prometheus",
    severity: "high",
    kind: "fault",
    expr: "sum by (namespace, pod, rule_group) (increase(prometheus_rule_evaluation_failures_total[5m])) > 0",
    keeps: ["namespace", "pod", "rule_group"],
    pendingMinutes: 10,
    summary: "rules of <rule_group> fail in <namespace>/<pod>",
    description: "Prometheus cannot evaluate some rules of a group.",
    impact: "alerts of the group may be silent although their condition holds",
    query: "sum by (rule_group) (increase(prometheus_rule_evaluation_failures_total[5m]))",
    diagnosis: [
      { text: "Read why", command: "kubectl -n <namespace> logs <pod> -c prometheus --tail=200" },
      {
        text: "Try the rule's expression; usually a join has found several series for one",
        query: "prometheus_rule_group_last_evaluation_samples",
      },
    ],
    mitigation: [
      { text: "If the rule was changed lately, go back to the one before" },
      {
        text: "If series were doubled, such as by a second exporter, remove the double or aggregate before the join",
      },
    ],
    verification: {
      text: "The group evaluates again",
      query:
        'increase(prometheus_rule_evaluation_failures_total{pod="<pod>",rule_group="<rule_group>"}[5m]) == 0',
    },
  },
  {
    ...ON_ALERTING,
    alert: "PrometheusNotificationsDropped",
    component: "prometheus",
    severity: "critical",
    kind: "fault",
    expr: "sum by (namespace, pod) (increase(prometheus_notifications_dropped_total[5m])) > 0",
    keeps: ["namespace", "pod"],
    pendingMinutes: 2,
    summary: "<namespace>/<pod> could not hand <value> alerts to any Alertmanager",
    description: "Prometheus drops alerts because no Alertmanager takes them.",
    impact: "people are not told of what this Prometheus finds",
    query: "sum by (pod) (increase(prometheus_notifications_dropped_total[5m]))",
    diagnosis: [
      {
        text: "See whether it knows an Alertmanager at all",
        query: "prometheus_notifications_alertmanagers_discovered",
      },
      {
        text: "See whether Alertmanager runs",
        command: "kubectl -n <namespace> get pods -l app.kubernetes.io/name=alertmanager",
      },
      {
        text: "See whether a network policy stands between them",
        command: "kubectl -n <namespace> get networkpolicies",
      },
    ],
    mitigation: [
      { text: "Bring Alertmanager back; Prometheus sends again what still fires" },
      { text: "Until then, watch the dashboard that this alert links to by hand" },
    ],
    verification: {
      text: "Nothing is dropped",
      query: 'increase(prometheus_notifications_dropped_total{pod="<pod>"}[5m]) == 0',
    },
  },
  {
    ...ON_ALERTING,
    alert: "KubeStateMetricsDown",
    component: "kube-state-metrics",
    severity: "high",
    kind: "absence",
    expr: 'absent(up{job="kube-state-metrics"} == 1)',
    keeps: [],
    pendingMinutes: 5,
    summary: "nothing is known of the cluster's objects",
    description: "kube-state-metrics does not answer, or is not there.",
    impact: "alerts on pods that are down, on limits and on rollouts are silent",
    query: 'up{job="kube-state-metrics"}',
    diagnosis: [
      { text: "See its pod", command: "kubectl get pods -A -l app.kubernetes.io/name=kube-state-metrics" },
      { text: "See whether it is killed for memory, which it needs in step with the number of objects" },
    ],
    mitigation: [
      { text: "Raise its memory limit if it is killed; otherwise restart it, for it keeps nothing" },
    ],
    verification: { text: "It answers", query: 'up{job="kube-state-metrics"} == 1' },
  },
  {
    ...ON_ALERTING,
    alert: "AlertmanagerNotificationsFailing",
    component: "alertmanager",
    severity: "critical",
    kind: "fault",
    expr:
      "sum by (namespace, integration) (rate(alertmanager_notifications_failed_total[5m]))" +
      " / (sum by (namespace, integration) (rate(alertmanager_notifications_total[5m])) > 0) > 0.05",
    keeps: ["namespace", "integration"],
    pendingMinutes: 3,
    unit: "ratio",
    summary: "<value> of the notifications by <integration> fail",
    description: "Alertmanager cannot deliver by one of its channels.",
    impact: "people who are told by this channel alone are not told",
    query: "sum by (integration, reason) (rate(alertmanager_notifications_failed_total[5m]))",
    diagnosis: [
      {
        text: "Read the answer of the other side",
        command:
          "kubectl -n <namespace> logs -l app.kubernetes.io/name=alertmanager -c alertmanager --tail=100",
      },
      { text: "See the status page of the provider" },
      {
        text: "See whether the Secret with the key or address is there",
        command: "kubectl -n <namespace> get secrets",
      },
    ],
    mitigation: [
      {
        text: "If the key was revoked or changed, put the new one into the Secret; Alertmanager reads the file at every call",
      },
      {
        text: "If the provider is down, tell people by another channel and watch the dashboard that this alert links to",
      },
    ],
    verification: {
      text: "Notifications succeed",
      query: 'rate(alertmanager_notifications_failed_total{integration="<integration>"}[5m]) == 0',
    },
  },
  {
    ...ON_ALERTING,
    alert: "AlertmanagerUnroutedAlerts",
    component: "alertmanager",
    severity: "medium",
    kind: "hygiene",
    expr:
      "count by (rule, foreign_severity) (\n" +
      `  label_replace(label_replace(ALERTS{alertstate="firing",severity!~"${KNOWN_SEVERITIES}"},\n` +
      '    "rule", "$1", "alertname", "(.+)"), "foreign_severity", "$1", "severity", "(.+)")\n) > 0',
    keeps: ["rule", "foreign_severity"],
    pendingMinutes: 0,
    summary: "alert <rule> has a severity that no route knows",
    description: "An alert carries another severity than critical, high, medium and low, or none.",
    impact:
      "it ends with the receiver for what fits nowhere, as if it were critical, and its owner is not told",
    query: `ALERTS{alertstate="firing",severity!~"${KNOWN_SEVERITIES}"}`,
    diagnosis: [
      { text: "Find the rule and whoever brought it", command: "kubectl get prometheusrules -A -o yaml" },
    ],
    mitigation: [{ text: "Give the rule one of the four severities" }],
    verification: {
      text: "No alert has another severity",
      query: `count(ALERTS{severity!~"${KNOWN_SEVERITIES}"}) == 0`,
    },
  },
];
