import type { HelmValues } from "../core/helm-values";
import type { MetricsPort } from "../metrics/scraped";
import { type Edge, fromKubernetesApi, toKubernetesApi } from "../security/edge";
import { CERTIFICATE_ISSUERS } from "../security/outsider";
import type { Workload } from "../security/workload";

const METRICS_PORT = 9402;
const WEBHOOK_PORTS = { certManager: 10250, trustManager: 6443 } as const;

/** Secret in which cert-manager keeps the authority of its own metrics, and the name that it signs there. */
const METRICS_CA = { secret: "cert-manager-metrics-ca", serverName: "cert-manager-metrics" } as const;

const COMPONENTS = ["controller", "cainjector", "webhook", "startupapicheck"] as const;

function component(name: (typeof COMPONENTS)[number], namespace: string): Workload {
  return {
    name: name === "controller" ? "cert-manager" : `cert-manager-${name}`,
    namespace,
    podLabels: { "app.kubernetes.io/instance": "cert-manager", "app.kubernetes.io/component": name },
    ...(name === "startupapicheck" ? { services: [] } : {}),
  };
}

function trustManager(namespace: string): Workload {
  const name = "trust-manager";
  return { name, namespace, podLabels: { app: name }, services: [name, `${name}-metrics`] };
}

/** Ports at which cert-manager and trust-manager answer Prometheus. */
export function certManagerMetrics(namespace: string): readonly MetricsPort[] {
  return [
    ...(["controller", "cainjector", "webhook"] as const).map((name): MetricsPort => ({
      workload: component(name, namespace),
      port: METRICS_PORT,
      tls: "server",
    })),
    {
      workload: trustManager(namespace),
      port: METRICS_PORT,
      tls: "none",
      note: "trust-manager serves its metrics without TLS; they are figures of the process alone",
    },
  ];
}

/**
 * Values by which cert-manager signs a certificate for its own metrics and renews it, in all three of its processes.
 * @see https://cert-manager.io/docs/devops-tips/prometheus-metrics/#tls
 */
export function certManagerMetricsTls(namespace: string): HelmValues {
  const { secret, serverName } = METRICS_CA;
  const config = {
    metricsTLSConfig: {
      dynamic: { secretNamespace: namespace, secretName: secret, dnsNames: [serverName] },
    },
  };
  const ca = { secret: { name: secret, key: "tls.crt" } };
  return {
    config,
    webhook: { config },
    cainjector: { config },
    prometheus: {
      servicemonitor: {
        endpointAdditionalProperties: { scheme: "https", tlsConfig: { serverName, ca } },
      },
    },
  };
}

/** Connections of cert-manager and trust-manager. */
export function certManagerEdges(namespace: string, externalIssuers: boolean): readonly Edge[] {
  const controller = component("controller", namespace);
  return [
    ...COMPONENTS.flatMap((name) =>
      toKubernetesApi(component(name, namespace), "certificates and their Secrets"),
    ),
    ...toKubernetesApi(trustManager(namespace), "the authority's certificate, into every namespace"),
    fromKubernetesApi(
      component("webhook", namespace),
      WEBHOOK_PORTS.certManager,
      "admission of issuers and certificates",
    ),
    fromKubernetesApi(trustManager(namespace), WEBHOOK_PORTS.trustManager, "admission of bundles"),
    ...(externalIssuers ? issuance(controller) : []),
  ];
}

function issuance(from: Workload): readonly Edge[] {
  const connection = { from, to: CERTIFICATE_ISSUERS, purpose: "certificates of published hosts" } as const;
  return [
    { ...connection, port: 443, tls: "server" },
    { ...connection, port: 80, tls: "none", note: "ACME's HTTP-01 is tried by cert-manager itself first" },
  ];
}
