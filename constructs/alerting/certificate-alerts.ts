import type { Alert } from "./alert";
import { DASHBOARDS } from "./dashboard-references";

const HOUR = 60 * 60;
const DAY = 24 * HOUR;

// cert-manager's scrape keeps its own namespace as the label; the one of the certificate has a prefix.
const OF_ONE = '{exported_namespace="<exported_namespace>",name="<name>"}';

const CERTIFICATE = {
  component: "certificate",
  owner: "platform",
  unit: "seconds",
  keeps: ["exported_namespace", "name"],
  dashboard: DASHBOARDS.overview,
} as const;

function earliest(metric: string): string {
  return `min by (exported_namespace, name) (${metric})`;
}

/** Alerts on certificates that cert-manager should have renewed long ago, and on those that are about to expire. */
export const CERTIFICATE_ALERTS: readonly Alert[] = [
  {
    ...CERTIFICATE,
    alert: "CertificateRenewalLate",
    severity: "medium",
    kind: "fault",
    expr: `time() - (${earliest("certmanager_certificate_renewal_timestamp_seconds")} > 0) > ${6 * HOUR}`,
    pendingMinutes: 15,
    summary: "certificate <exported_namespace>/<name> should have been renewed <value> ago",
    description: "cert-manager wanted to renew a certificate and has not managed to for hours.",
    impact: "connections that use it will fail when it expires",
    query: `certmanager_certificate_renewal_timestamp_seconds${OF_ONE}`,
    diagnosis: [
      {
        text: "See why it is not renewed",
        command: "kubectl -n <exported_namespace> describe certificate <name>",
      },
      {
        text: "Follow its requests",
        command: "kubectl -n <exported_namespace> get certificaterequests,orders,challenges",
      },
    ],
    mitigation: [
      { text: "If the issuer is not ready, see its status and the Secret with its key" },
      {
        text: "Once the cause is gone, ask for renewal",
        command: "kubectl cert-manager renew -n <exported_namespace> <name>",
      },
    ],
    verification: {
      text: "The next renewal lies in the future",
      query: `certmanager_certificate_renewal_timestamp_seconds${OF_ONE} > time()`,
    },
  },
  {
    ...CERTIFICATE,
    alert: "CertificateExpiresSoon",
    severity: "high",
    kind: "saturation",
    expr: `(${earliest("certmanager_certificate_expiration_timestamp_seconds")} > 0) - time() < ${3 * DAY}`,
    pendingMinutes: 10,
    summary: "certificate <exported_namespace>/<name> expires in <value>",
    description: "A certificate that is renewed weeks before its end is about to end.",
    impact: "connections that use it fail from then on: collectors, stores or people are cut off",
    query: `certmanager_certificate_expiration_timestamp_seconds${OF_ONE} - time()`,
    diagnosis: [
      {
        text: "See why it was not renewed",
        command: "kubectl -n <exported_namespace> describe certificate <name>",
      },
      {
        text: "See whether cert-manager runs",
        command: "kubectl get pods -A -l app.kubernetes.io/name=cert-manager",
      },
    ],
    mitigation: [
      { text: "Ask for renewal", command: "kubectl cert-manager renew -n <exported_namespace> <name>" },
      { text: "If the issuer cannot sign, use another issuer until it can" },
    ],
    verification: {
      text: "It is valid for weeks again",
      query: `certmanager_certificate_expiration_timestamp_seconds${OF_ONE} - time() > ${7 * DAY}`,
    },
  },
];
