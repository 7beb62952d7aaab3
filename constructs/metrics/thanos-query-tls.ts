import { stringify } from "yaml";
import type { HelmValues } from "../core/helm-values";
import type { Manifest } from "../core/manifest-bundle";
import { type IssuerReference, serviceCertificate } from "../security/certificate";
import { exporterWebConfig, overHttps } from "../security/server-tls";

const TLS = "/etc/thanos/tls";
const CONFIG = "/etc/thanos/config";
const ENDPOINTS = "endpoints.yaml";
const FILES = { cert: `${TLS}/tls.crt`, key: `${TLS}/tls.key`, ca: `${TLS}/ca.crt` } as const;

/** The certificate of Thanos Query, for its own servers and to show to sidecars, and its configuration. */
export function queryManifests(
  name: string,
  namespace: string,
  options: { readonly issuer: IssuerReference; readonly host: string },
): Readonly<Record<string, Manifest>> {
  return {
    ...serviceCertificate(name, namespace, { issuer: options.issuer }),
    [`configmap-${name}-config`]: {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name: `${name}-config`, namespace },
      data: { "web.yaml": exporterWebConfig(TLS), [ENDPOINTS]: endpoints(options.host) },
    },
  };
}

/**
 * Whom it reads from, and how. They are called by address, so all of them answer to the name of their Service. Renewed
 * certificates are read without a restart.
 * @see https://thanos.io/tip/components/query.md/#endpoint-configuration
 */
function endpoints(host: string): string {
  return stringify({
    default_client_config: {
      tls_config: { cert_file: FILES.cert, key_file: FILES.key, ca_file: FILES.ca },
      server_name: host,
    },
    endpoints: [{ address: `dnssrv+_grpc._tcp.${host}` }],
  });
}

/** Values by which Thanos Query has its certificate, and is probed and scraped over TLS. */
export function queryTls(name: string, namespace: string): HelmValues {
  const overTls = { httpGet: { scheme: "HTTPS" } };
  return {
    serviceMonitor: { enabled: true, endpointConfig: overHttps(`${name}.${namespace}.svc`) },
    query: {
      extraArgs: [
        `--http.config=${CONFIG}/web.yaml`,
        `--endpoint.sd-config-file=${CONFIG}/${ENDPOINTS}`,
        `--grpc-server-tls-cert=${FILES.cert}`,
        `--grpc-server-tls-key=${FILES.key}`,
        `--grpc-server-tls-client-ca=${FILES.ca}`,
      ],
      livenessProbe: overTls,
      readinessProbe: overTls,
      extraVolumes: [
        { name: "tls", secret: { secretName: `${name}-tls` } },
        { name: "config", configMap: { name: `${name}-config` } },
      ],
      extraVolumeMounts: [
        { name: "tls", mountPath: TLS, readOnly: true },
        { name: "config", mountPath: CONFIG, readOnly: true },
      ],
    },
  };
}
