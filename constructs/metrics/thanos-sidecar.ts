import type { HelmValues } from "../core/helm-values";
import type { Manifest } from "../core/manifest-bundle";
import { certificateManifest, type IssuerReference, serviceDnsNames } from "../security/certificate";
import { exporterWebConfig, overHttps } from "../security/server-tls";

/** Ports of the sidecar in Prometheus' pods: series for whoever has a certificate, and its own figures. */
export const SIDECAR_PORTS = { grpc: 10901, http: 10902 } as const;

/**
 * Label by which the Prometheus operator tells replicas apart, and which is left out when they are made one.
 * @see https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.CommonPrometheusFields
 */
export const REPLICA_LABEL = "prometheus_replica";

const NAME = "thanos-sidecar";
const TLS = { volume: "thanos-tls", folder: "/etc/thanos/tls" } as const;
const WEB = { volume: "thanos-web-config", folder: "/etc/thanos/web", file: "web.yaml" } as const;

/** Name of the headless Service that leads to every sidecar. */
export function sidecarService(fullname: string): string {
  return `${fullname}-thanos-discovery`;
}

/** The sidecars' certificate, and the file that makes their HTTP server use it. */
export function sidecarManifests(
  fullname: string,
  namespace: string,
  issuer: IssuerReference,
): Readonly<Record<string, Manifest>> {
  return {
    [`certificate-${NAME}`]: certificateManifest({
      name: NAME,
      namespace,
      dnsNames: serviceDnsNames(sidecarService(fullname), namespace),
      secretName: `${NAME}-tls`,
      usages: ["server auth"],
      issuer,
    }),
    [`configmap-${NAME}-web-config`]: {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name: `${NAME}-web-config`, namespace },
      data: { [WEB.file]: exporterWebConfig(TLS.folder) },
    },
  };
}

/**
 * Values that put a sidecar beside each Prometheus, which serves its series to Thanos Query. There is no object
 * storage: each replica keeps the mandated days on its own volume.
 */
export function sidecarValues(fullname: string, namespace: string): HelmValues {
  return {
    prometheus: {
      thanosService: { enabled: true },
      thanosServiceMonitor: { enabled: true, ...overHttps(`${sidecarService(fullname)}.${namespace}.svc`) },
      prometheusSpec: {
        volumes: [
          { name: TLS.volume, secret: { secretName: `${NAME}-tls` } },
          { name: WEB.volume, configMap: { name: `${NAME}-web-config` } },
        ],
        thanos: {
          // With an authority for clients the server takes none without a certificate.
          grpcServerTlsConfig: {
            certFile: `${TLS.folder}/tls.crt`,
            keyFile: `${TLS.folder}/tls.key`,
            caFile: `${TLS.folder}/ca.crt`,
          },
          additionalArgs: [{ name: "http.config", value: `${WEB.folder}/${WEB.file}` }],
          volumeMounts: [
            { name: TLS.volume, mountPath: TLS.folder },
            { name: WEB.volume, mountPath: WEB.folder },
          ],
        },
      },
    },
  };
}
