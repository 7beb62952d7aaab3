import type { Alert } from "../alerting/alert";
import { knownSince } from "./history";
import { ONES, withObjectiveLabels } from "./objective-vector";
import { OBJECTIVE_LABELS, OF_ONE, SLO_ALERT } from "./slo-alert";
import { SLO_SERIES } from "./slo-series";

const { bad, objective, total, totalStep } = SLO_SERIES;

/** Below this share of its usual traffic a service is as good as unreachable. */
const VANISHED_SHARE = 0.05;

/** Less than three events a minute make gaps of ten minutes by chance, about once in four months. */
const LEAST_USUAL_TRAFFIC = 0.05;

const SELECTED = 'namespace="<namespace>",service="<service>"';

/** The objective is there, its events are not: nothing else would notice. */
export const TELEMETRY_ABSENT: Alert = {
  ...SLO_ALERT,
  alert: "SLOTelemetryAbsent",
  severity: "high",
  kind: "absence",
  expr: `${objective} unless on (slo) (${total} and on (slo) ${bad})`,
  keeps: OBJECTIVE_LABELS,
  pendingMinutes: 5,
  unit: "ratio",
  summary: "nothing is known of the events of <slo>",
  description:
    "The objective <slo> exists, but the series that it is computed from do not, for five minutes or more.",
  impact: "the service may be down altogether; if it is not, nobody would be told when it fails",
  diagnosis: [
    {
      text: "Is any pod of the service running",
      command: "kubectl -n <namespace> get pods -l app.kubernetes.io/name=<service>",
    },
    { text: "Are its targets scraped", query: 'up{namespace="<namespace>"}' },
    {
      text: "Do the collectors hand metrics on",
      query: "sum(rate(otelcol_exporter_sent_metric_points_total[5m]))",
    },
    { text: "Does the indicator still read metrics that the service emits: was one renamed by an update?" },
  ],
  mitigation: [
    {
      text: "Where the pods are gone, bring the service back",
      command: "kubectl -n <namespace> rollout restart deployment/<service>",
    },
    { text: "Where metrics are gone, restore the scrape or the instrumentation, or correct the indicator" },
    {
      text: "A new pod of a service that is rarely called has no series before its first request: then wait for it",
    },
  ],
  verification: { text: "The events are back", query: `${total}{slo="<slo>"}` },
  query: `${total}${OF_ONE}`,
};

/** Counters that stand still make no errors, and no error ratio either. */
export const TRAFFIC_VANISHED: Alert = {
  ...SLO_ALERT,
  alert: "SLOTrafficVanished",
  severity: "high",
  kind: "symptom",
  expr: [
    `(${total} < on (slo) ${VANISHED_SHARE} * (max by (slo) (`,
    `  avg_over_time(${totalStep}[1h] offset 167h30m)`,
    `  or on (slo) avg_over_time(${totalStep}[1h] offset 23h30m)`,
    `  or on (slo) avg_over_time(${totalStep}[6h] offset 30m)`,
    `) > ${LEAST_USUAL_TRAFFIC})) * ${withObjectiveLabels} ${ONES}`,
  ].join("\n"),
  keeps: OBJECTIVE_LABELS,
  pendingMinutes: 5,
  unit: "count",
  summary: "<slo> sees hardly any traffic: <value> events a second",
  description:
    "The events of <slo> are below a twentieth of what is usual at this time: of last week, of yesterday, or of the hours before.",
  impact:
    "callers most likely do not reach <namespace>/<service>; what does not arrive cannot fail, so no error shows it",
  diagnosis: [
    { text: "Compare with other days", query: `${total}{slo="<slo>"} or ${total}{slo="<slo>"} offset 1d` },
    {
      text: "Did all services of the namespace lose traffic",
      query: 'platform:http_requests:rate5m{namespace="<namespace>"}',
    },
    {
      text: "Is the way in intact: endpoints, ingress, certificates, names",
      command: "kubectl -n <namespace> get endpointslices,ingress",
    },
  ],
  mitigation: [
    { text: "Repair the way in, or undo its last change" },
    {
      text: "Where the service holds requests without answering them, restart it",
      command: "kubectl -n <namespace> rollout restart deployment/<service>",
    },
  ],
  verification: { text: "Traffic is back", query: `platform:http_requests:rate5m{${SELECTED}}` },
  query: `${total}${OF_ONE}`,
};

/** Young objectives are judged by their fast tiers alone. */
export const COLD_START: Alert = {
  ...SLO_ALERT,
  alert: "SLOColdStart",
  severity: "low",
  kind: "hygiene",
  expr: `${objective}\nand on (slo) ${total}\nunless on (slo) ${knownSince("36h")}`,
  keeps: OBJECTIVE_LABELS,
  pendingMinutes: 60,
  unit: "ratio",
  summary: "<slo> is too young for its slow alerts",
  description:
    "Less than a day and a half of events is known of <slo>. Until then its medium and low tiers do not judge, and its budget is that of the time so far.",
  impact: "a slow loss of quality is not told yet; a fast one is",
  diagnosis: [
    { text: "Is the objective new, or is its period", query: `${objective}{slo="<slo>"}` },
    { text: "Where it is not: since when are there events", query: `${totalStep}{slo="<slo>"}` },
  ],
  mitigation: [
    { text: "Wait; nothing is broken" },
    {
      text: "Where an objective is not new, its series were renamed: give it its old name, or accept a new beginning",
    },
  ],
  verification: {
    text: "A day and a half of events is known",
    query: `${totalStep}{slo="<slo>"} offset 36h`,
  },
  query: `${total}${OF_ONE}`,
};
