import type { Manifest } from "../core/manifest-bundle";
import { INTERNAL_ISSUER, type IssuerReference, serviceCertificate } from "../security/certificate";
import { issuerAnnotation, type PublishedHost, verifiedBackend } from "../security/published-host";
import { overHttps } from "../security/server-tls";
import { PROXY_PORTS } from "./proxy-arguments";
import { proxyPod, type ProxyPodOptions } from "./proxy-pod";

/** What the objects of a proxy are made of. */
export interface ProxyManifestsOptions extends ProxyPodOptions {
  readonly namespace: string;
  readonly ingress: Omit<PublishedHost, "host">;
  /** @default INTERNAL_ISSUER */
  readonly issuer?: IssuerReference;
}

/** The objects of a proxy, by their names in a bundle. */
export function proxyManifests(options: ProxyManifestsOptions): Readonly<Record<string, Manifest>> {
  const { issuer = INTERNAL_ISSUER, labels, name, namespace, profile } = options;
  const metadata = { name, namespace, labels };
  return {
    ...serviceCertificate(name, namespace, { usages: ["server auth"], issuer }),
    [`deployment-${name}`]: {
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata,
      spec: {
        replicas: profile === "high-availability" ? 2 : 1,
        strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
        selector: { matchLabels: labels },
        template: { metadata: { labels }, spec: proxyPod(options) },
      },
    },
    [`poddisruptionbudget-${name}`]: {
      apiVersion: "policy/v1",
      kind: "PodDisruptionBudget",
      metadata,
      spec: { maxUnavailable: 1, selector: { matchLabels: labels } },
    },
    [`service-${name}`]: {
      apiVersion: "v1",
      kind: "Service",
      metadata,
      spec: {
        selector: labels,
        ports: [
          { name: "web", port: 443, targetPort: "web", appProtocol: "https" },
          { name: "metrics", port: PROXY_PORTS.metrics, targetPort: "metrics" },
        ],
      },
    },
    [`servicemonitor-${name}`]: {
      apiVersion: "monitoring.coreos.com/v1",
      kind: "ServiceMonitor",
      metadata,
      spec: {
        selector: { matchLabels: labels },
        endpoints: [{ port: "metrics", ...overHttps(`${name}.${namespace}.svc`) }],
      },
    },
    [`ingress-${name}`]: ingress(options),
  };
}

function ingress({ host, ingress: published, labels, name, namespace }: ProxyManifestsOptions): Manifest {
  const { annotations = {}, className, issuer, tlsSecretName = `${name}-ingress-tls` } = published;
  return {
    apiVersion: "networking.k8s.io/v1",
    kind: "Ingress",
    metadata: {
      name,
      namespace,
      labels,
      annotations: {
        ...verifiedBackend(`${namespace}/${name}-tls`, `${name}.${namespace}.svc`),
        // A session is a cookie of some kilobytes, and comes in one header.
        "nginx.ingress.kubernetes.io/proxy-buffer-size": "16k",
        ...annotations,
        ...(issuer === undefined ? {} : issuerAnnotation(issuer)),
      },
    },
    spec: {
      ...(className === undefined ? {} : { ingressClassName: className }),
      tls: [{ secretName: tlsSecretName, hosts: [host] }],
      rules: [
        {
          host,
          http: {
            paths: [{ path: "/", pathType: "Prefix", backend: { service: { name, port: { name: "web" } } } }],
          },
        },
      ],
    },
  };
}
