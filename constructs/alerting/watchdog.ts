import { type Alert, NOT_FOR_PEOPLE } from "./alert";
import { DASHBOARDS } from "./dashboard-references";

/** Fires always: whoever expects it outside the cluster notices when alerting has died. */
export const WATCHDOG: Alert = {
  alert: "Watchdog",
  component: "watchdog",
  severity: NOT_FOR_PEOPLE,
  kind: "heartbeat",
  owner: "platform",
  expr: "vector(1)",
  keeps: [],
  pendingMinutes: 0,
  unit: "count",
  summary: "alerting works from Prometheus to the receiver",
  description: "This alert fires always. Its receiver tells when it stops to arrive.",
  impact: "none while it fires; without it no other alert can be trusted",
  dashboard: DASHBOARDS.alerting,
  query: 'ALERTS{alertname="Watchdog"}',
  diagnosis: [
    {
      text: "When the receiver misses it, see whether Prometheus and Alertmanager run",
      command: "kubectl get pods -A -l 'app.kubernetes.io/name in (prometheus, alertmanager)'",
    },
    {
      text: "See whether Prometheus reaches an Alertmanager",
      query: "prometheus_notifications_alertmanagers_discovered",
    },
    {
      text: "See whether Alertmanager reaches the receiver",
      query: 'rate(alertmanager_notifications_failed_total{integration="webhook"}[5m])',
    },
  ],
  mitigation: [
    { text: "Until it arrives again, watch the dashboards by hand: nobody is told of anything" },
    { text: "If the cluster is gone, follow the plan for the loss of a cluster" },
    {
      text: "If only the way out is closed, open it: an egress rule, a proxy, or the Secret with the receiver's address",
    },
  ],
  verification: { text: "The receiver gets a call every minute again" },
};
