import type { HelmValue, HelmValues } from "../core/helm-values";
import type { Manifest } from "../core/manifest-bundle";
import { certificateManifest, type IssuerReference, serviceDnsNames } from "../security/certificate";
import { exporterWebConfig, overHttps } from "../security/server-tls";

/** Port of the exporter's pods, as the chart has it. */
export const EXPORTER_PORT = 9108;

/** Labels by which the chart marks the exporter's pods and Service. */
export const EXPORTER_SELECTOR = {
  "app.kubernetes.io/name": "prometheus-elasticsearch-exporter",
  "app.kubernetes.io/instance": "elasticsearch-exporter",
};

const TLS_FOLDER = "/etc/elasticsearch-exporter/tls";
const WEB_FOLDER = "/etc/elasticsearch-exporter/web";

/** The exporter's certificate, the file that tells it to use it, and how it is scraped. */
export function exporterManifests(
  name: string,
  namespace: string,
  issuer: IssuerReference,
): Readonly<Record<string, Manifest>> {
  const dnsNames = serviceDnsNames(name, namespace);
  return {
    [`certificate-${name}`]: certificateManifest({
      name,
      namespace,
      dnsNames,
      secretName: `${name}-tls`,
      usages: ["server auth"],
      issuer,
    }),
    [`configmap-${name}-web-config`]: {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name: `${name}-web-config`, namespace },
      data: { "web.yaml": exporterWebConfig(TLS_FOLDER) },
    },
    [`servicemonitor-${name}`]: {
      apiVersion: "monitoring.coreos.com/v1",
      kind: "ServiceMonitor",
      metadata: { name, namespace },
      spec: {
        selector: { matchLabels: EXPORTER_SELECTOR },
        endpoints: [
          {
            port: "http",
            ...overHttps(`${name}.${namespace}.svc`),
            // Every scrape asks the whole cluster.
            interval: "60s",
            scrapeTimeout: "50s",
            honorLabels: true,
          },
        ],
      },
    },
  };
}

/** Values by which the exporter answers over TLS. */
export function exporterTls(name: string): HelmValues {
  const overTls = { httpGet: { scheme: "HTTPS" } };
  return {
    extraArgs: [`--web.config.file=${WEB_FOLDER}/web.yaml`],
    extraVolumes: [{ name: "web-config", configMap: { name: `${name}-web-config` } }],
    extraVolumeMounts: [{ name: "web-config", mountPath: WEB_FOLDER, readOnly: true }],
    livenessProbe: overTls,
    readinessProbe: overTls,
    serviceMonitor: { enabled: false },
  };
}

/** The certificate's Secret, in the list of those that the chart mounts. */
export function exporterTlsMount(name: string): HelmValue {
  return { name: "tls", secretName: `${name}-tls`, path: TLS_FOLDER };
}
