import type { HelmValues } from "../core/helm-values";
import type { MetricsPort } from "../metrics/scraped";
import { type Edge, fromKubernetesApi, toKubernetesApi } from "../security/edge";
import { overHttps } from "../security/server-tls";
import type { Workload } from "../security/workload";

const NAME = "opentelemetry-operator";
const WEBHOOK_SERVICE = `${NAME}-webhook`;
const PORTS = { metrics: 8443, webhook: 9443 } as const;

/** Where the chart mounts the webhook's certificate. */
const WEBHOOK_TLS = "/tmp/k8s-webhook-server/serving-certs";

function operator(namespace: string): Workload {
  const podLabels = { "app.kubernetes.io/name": NAME, "app.kubernetes.io/component": "controller-manager" };
  return { name: NAME, namespace, podLabels, services: [NAME, WEBHOOK_SERVICE] };
}

/** The port at which the operator answers Prometheus. */
export function otelOperatorMetrics(namespace: string): readonly MetricsPort[] {
  return [{ workload: operator(namespace), port: PORTS.metrics, tls: "server", note: "with a token" }];
}

/** Connections of the operator. */
export function otelOperatorEdges(namespace: string): readonly Edge[] {
  const workload = operator(namespace);
  return [
    ...toKubernetesApi(workload, "pods that ask for instrumentation"),
    fromKubernetesApi(workload, PORTS.webhook, "instrumentation of pods; admission of its objects"),
  ];
}

/**
 * Values below `manager` by which the metrics answer with the webhook's certificate: the chart has values for one of
 * their own, and no template that reads them, nor a volume for it.
 */
export function otelOperatorMetricsTls(namespace: string): HelmValues {
  return {
    extraArgs: [
      `--metrics-tls-cert-file=${WEBHOOK_TLS}/tls.crt`,
      `--metrics-tls-key-file=${WEBHOOK_TLS}/tls.key`,
    ],
    serviceMonitor: {
      metricsEndpoints: [
        {
          port: "metrics",
          ...overHttps(`${WEBHOOK_SERVICE}.${namespace}.svc`),
          bearerTokenFile: "/var/run/secrets/kubernetes.io/serviceaccount/token",
        },
      ],
    },
  };
}
