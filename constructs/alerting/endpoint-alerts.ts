import { TLS_PROBES_JOB } from "../metrics/tls-probe";
import type { Alert } from "./alert";
import { DASHBOARDS } from "./dashboard-references";

const DAY = 24 * 60 * 60;

const ALL = `{job="${TLS_PROBES_JOB}"}`;
const OF_ONE = `{job="${TLS_PROBES_JOB}",instance="<instance>"}`;

const KEEPS = ["namespace", "workload", "instance"];

/** A Service leads to one replica at a time: in an hour all of them were asked, and the oldest certificate counts. */
const LEFT = `min by (${KEEPS.join(", ")}) (min_over_time(probe_ssl_earliest_cert_expiry${ALL}[1h])) - time()`;

const SERVED = {
  component: "certificate",
  owner: "platform",
  unit: "seconds",
  keeps: KEEPS,
  dashboard: DASHBOARDS.overview,
  query: `probe_ssl_earliest_cert_expiry${OF_ONE} - time()`,
  diagnosis: [
    {
      text: "See whether cert-manager has renewed it; if not, begin there",
      command: "kubectl -n <namespace> get certificates",
    },
    { text: "See since when the pods run", command: "kubectl -n <namespace> get pods" },
  ],
  mitigation: [
    {
      text:
        "Start the pods of <workload> again, one after the other: whoever reads the certificate at the start reads the " +
        "new one then. `kubectl rollout restart` does it for Deployments and StatefulSets; for what an operator makes, " +
        "delete one pod and wait for the next",
    },
  ],
} as const;

/** Alerts on what servers show to those who connect, whatever the Secrets hold. */
export const ENDPOINT_ALERTS: readonly Alert[] = [
  {
    ...SERVED,
    alert: "CertificateServedStale",
    severity: "medium",
    kind: "fault",
    // Renewed are all of them a month before their end, so this one was not taken up for more than a week.
    expr: `${LEFT} < ${20 * DAY}\nand ${LEFT} >= ${3 * DAY}`,
    pendingMinutes: 15,
    summary: "<instance> shows a certificate that ends in <value>",
    description: "A server still shows a certificate whose successor should be there for more than a week.",
    impact: "connections to it fail when the certificate ends, although a new one lies ready",
    verification: {
      text: "It shows a certificate with weeks to go; the alert ends an hour later, when every replica was asked",
      query: `probe_ssl_earliest_cert_expiry${OF_ONE} - time() > ${21 * DAY}`,
    },
  },
  {
    ...SERVED,
    alert: "CertificateServedExpiresSoon",
    severity: "high",
    kind: "saturation",
    expr: `${LEFT} < ${3 * DAY}`,
    pendingMinutes: 10,
    summary: "<instance> shows a certificate that ends in <value>",
    description: "A server shows a certificate that is about to end, whatever lies ready in its place.",
    impact: "connections to it fail from then on: collectors, stores or people are cut off",
    verification: {
      text: "It shows a certificate with weeks to go; the alert ends an hour later, when every replica was asked",
      query: `probe_ssl_earliest_cert_expiry${OF_ONE} - time() > ${21 * DAY}`,
    },
  },
  {
    alert: "EndpointDown",
    component: "endpoint",
    owner: "platform",
    severity: "medium",
    kind: "absence",
    // Most of a quarter of an hour: one of several replicas behind a Service answers in between.
    expr: `avg by (${KEEPS.join(", ")}) (avg_over_time(probe_success${ALL}[15m])) < 0.8`,
    keeps: KEEPS,
    pendingMinutes: 5,
    unit: "ratio",
    summary: "<instance> answers <value> of those who verify it",
    description: "A server does not answer over TLS, or with a certificate that cannot be verified.",
    impact: "whoever calls it waits or is refused, even where its pods look well",
    dashboard: DASHBOARDS.overview,
    query: `probe_success${OF_ONE}`,
    diagnosis: [
      {
        text: "Read at https://localhost:9115 why recent probes failed: refused, timed out, or not verified",
        command: "kubectl -n <namespace> port-forward svc/blackbox-exporter 9115",
      },
      { text: "See whether its pods are ready", command: "kubectl -n <namespace> get pods,endpointslices" },
      {
        text: "See whether a network policy stands between them",
        command: "kubectl -n <namespace> describe networkpolicy <workload>",
      },
    ],
    mitigation: [
      { text: "If its pods are not ready, bring them back: they have an alert of their own" },
      { text: "If its certificate has ended or is of another authority, start its pods again" },
    ],
    verification: { text: "It answers every time", query: `avg_over_time(probe_success${OF_ONE}[15m]) == 1` },
  },
];
