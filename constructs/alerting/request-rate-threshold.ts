import { ANOMALY, anomalyGuard } from "./anomaly-rules";
import { DASHBOARDS } from "./dashboard-references";
import { SIGNALS } from "./signal-adapters";
import type { Threshold } from "./threshold";

const ONE_SERVICE = '{namespace="<namespace>",service="<service>"}';

/** The alert on request rates that are unusual for the time of day. */
export const REQUEST_RATE_THRESHOLD: Threshold = {
  alert: "RequestRateAnomaly",
  component: "request-rate",
  threshold: "request_rate_anomaly_threshold",
  severity: "medium",
  kind: "anomaly",
  owner: "service",
  signal: `abs(${ANOMALY.score})`,
  keeps: ["namespace", "service"],
  fires: "above",
  limit: ({ requestRateAnomalyDeviations }) => requestRateAnomalyDeviations,
  unit: "deviations",
  guard: anomalyGuard,
  pendingMinutes: 10,
  keepFiringMinutes: 10,
  subject: "the request rate of <namespace>/<service>, against the same time of other days,",
  impact: "callers cannot reach the service, or something calls it far more than usual",
  dashboard: DASHBOARDS.traces,
  diagnosis: [
    {
      text: "See whether the rate fell or rose: a negative score is a loss of traffic",
      query: `${ANOMALY.score}${ONE_SERVICE}`,
    },
    {
      text: "Compare the rate with what was usual at this time of day",
      query: `${SIGNALS.requests}${ONE_SERVICE} / on (namespace, service) ${ANOMALY.median}${ONE_SERVICE}`,
    },
    {
      text: "See which callers changed",
      query: 'sum by (client) (rate(traces_service_graph_request_total{server="<service>"}[5m]))',
    },
    {
      text: "If it fell, see whether the service has ready pods behind its Service",
      command: "kubectl -n <namespace> get endpointslices -l kubernetes.io/service-name=<service>",
    },
  ],
  mitigation: [
    { text: "After a loss, look upstream: ingress, DNS, certificates, and the callers' own rollouts" },
    { text: "After a rise, find the caller and ask whether it is meant; limit its rate where it is not" },
    {
      text: "If the new level is meant, such as a campaign, silence the alert until the baseline has learnt it in a week",
    },
  ],
};
