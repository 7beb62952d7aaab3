import type { Manifest } from "../core/manifest-bundle";
import type { MetricsPort } from "../metrics/scraped";
import { type IssuerReference, serviceCertificate } from "../security/certificate";
import { type Edge, fromKubernetesApi, type Peer, toKubernetesApi } from "../security/edge";
import { overHttps } from "../security/server-tls";
import type { Workload } from "../security/workload";

/** Secret with the certificate of the operator's metrics. */
export const ECK_METRICS_SECRET = "elastic-operator-metrics-tls";

const NAME = "elastic-operator";
const METRICS_SERVICE = `${NAME}-metrics`;
const PORTS = { metrics: 8443, webhook: 9443 } as const;
const POD_LABELS = { "app.kubernetes.io/name": NAME };

function operator(namespace: string): Workload {
  return {
    name: NAME,
    namespace,
    podLabels: { ...POD_LABELS, "app.kubernetes.io/instance": "eck-operator" },
    services: [METRICS_SERVICE, `${NAME}-webhook`],
  };
}

/** The operator's pods; where others run it, those of its chart's label in any namespace. */
export function eckPeer(namespace: string | undefined): Peer {
  return namespace === undefined
    ? { name: NAME, namespaces: "all", podLabels: POD_LABELS }
    : operator(namespace);
}

/** The port at which the operator answers Prometheus. */
export function eckMetrics(namespace: string): readonly MetricsPort[] {
  return [{ workload: operator(namespace), port: PORTS.metrics, tls: "server", note: "with a token" }];
}

/** Connections of the operator but those to what it manages. */
export function eckEdges(namespace: string): readonly Edge[] {
  const workload = operator(namespace);
  return [
    ...toKubernetesApi(workload, "objects that it makes real"),
    fromKubernetesApi(workload, PORTS.webhook, "admission of Elastic's objects"),
  ];
}

/** The certificate of the operator's metrics, and how they are scraped. */
export function eckMetricsManifests(
  namespace: string,
  issuer: IssuerReference,
): Readonly<Record<string, Manifest>> {
  return {
    ...serviceCertificate(METRICS_SERVICE, namespace, {
      secretName: ECK_METRICS_SECRET,
      usages: ["server auth"],
      issuer,
    }),
    [`servicemonitor-${NAME}`]: {
      apiVersion: "monitoring.coreos.com/v1",
      kind: "ServiceMonitor",
      metadata: { name: NAME, namespace },
      spec: {
        selector: {
          matchLabels: {
            "app.kubernetes.io/name": `${METRICS_SERVICE}-service`,
            "app.kubernetes.io/instance": "eck-operator",
          },
        },
        endpoints: [
          {
            port: "https",
            ...overHttps(`${METRICS_SERVICE}.${namespace}.svc`),
            bearerTokenFile: "/var/run/secrets/kubernetes.io/serviceaccount/token",
          },
        ],
      },
    },
  };
}
