import type { HelmValue, HelmValues } from "../core/helm-values";
import type { Manifest } from "../core/manifest-bundle";
import { type IssuerReference, serviceCertificate } from "../security/certificate";
import { exporterWebConfig, overHttps } from "../security/server-tls";
import { BLACKBOX_TLS } from "./blackbox-modules";

/** Port of the exporter's pods and Service, as the chart has it. */
export const BLACKBOX_PORT = 9115;

/** Labels by which the chart marks the exporter's pods and Service. */
export const BLACKBOX_SELECTOR = {
  "app.kubernetes.io/name": "prometheus-blackbox-exporter",
  "app.kubernetes.io/instance": "blackbox-exporter",
};

const WEB_FOLDER = "/etc/blackbox-exporter/web";

/** The exporter's certificate, the file that tells it to use it, and how its own metrics are scraped. */
export function blackboxManifests(
  name: string,
  namespace: string,
  issuer: IssuerReference,
): Readonly<Record<string, Manifest>> {
  return {
    ...serviceCertificate(name, namespace, { issuer }),
    [`configmap-${name}-web-config`]: {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name: `${name}-web-config`, namespace },
      data: { "web.yaml": exporterWebConfig(BLACKBOX_TLS) },
    },
    [`servicemonitor-${name}`]: {
      apiVersion: "monitoring.coreos.com/v1",
      kind: "ServiceMonitor",
      metadata: { name, namespace },
      spec: {
        selector: { matchLabels: BLACKBOX_SELECTOR },
        endpoints: [{ port: "http", ...overHttps(`${name}.${namespace}.svc`) }],
      },
    },
  };
}

/** Volumes and where they are mounted. */
interface Mounted {
  readonly volumes: readonly HelmValue[];
  readonly mounts: readonly HelmValue[];
}

/** Values by which the exporter answers over TLS, beside further volumes. */
export function blackboxTls(name: string, further: Mounted = { volumes: [], mounts: [] }): HelmValues {
  const overTls = { httpGet: { scheme: "HTTPS" } };
  return {
    extraArgs: [`--web.config.file=${WEB_FOLDER}/web.yaml`],
    extraVolumes: [
      { name: "tls", secret: { secretName: `${name}-tls` } },
      { name: "web-config", configMap: { name: `${name}-web-config` } },
      ...further.volumes,
    ],
    extraVolumeMounts: [
      { name: "tls", mountPath: BLACKBOX_TLS, readOnly: true },
      { name: "web-config", mountPath: WEB_FOLDER, readOnly: true },
      ...further.mounts,
    ],
    livenessProbe: overTls,
    readinessProbe: overTls,
  };
}
