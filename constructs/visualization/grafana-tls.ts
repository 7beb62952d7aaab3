import type { HelmValue, HelmValues } from "../core/helm-values";
import type { Manifest } from "../core/manifest-bundle";
import { type IssuerReference, serviceCertificate } from "../security/certificate";
import { overHttps } from "../security/server-tls";

const FOLDER = "/etc/grafana/tls";
/** Secret that cert-manager writes with Grafana's certificate. */
export const GRAFANA_TLS_SECRET = "grafana-tls";

/** Grafana's certificate, by its name in a bundle. */
export function grafanaCertificate(
  fullname: string,
  namespace: string,
  issuer: IssuerReference,
): Readonly<Record<string, Manifest>> {
  return {
    ...serviceCertificate(fullname, namespace, {
      secretName: GRAFANA_TLS_SECRET,
      usages: ["server auth"],
      issuer,
    }),
  };
}

/** Values by which Grafana answers over TLS alone, to people, probes and Prometheus. */
export function grafanaTls(serverName: string): HelmValues {
  const overTls = { httpGet: { scheme: "HTTPS" } };
  return {
    "grafana.ini": {
      server: {
        protocol: "https",
        cert_file: `${FOLDER}/tls.crt`,
        cert_key: `${FOLDER}/tls.key`,
        // Certificates are renewed under the running process.
        certs_watch_interval: "1h",
      },
      security: { cookie_secure: true },
    },
    service: { port: 443, appProtocol: "https" },
    readinessProbe: overTls,
    livenessProbe: overTls,
    serviceMonitor: overHttps(serverName),
  };
}

/** The certificate's Secret, in the list of those that the chart mounts. */
export const GRAFANA_TLS_MOUNT: HelmValue = {
  name: "tls",
  secretName: GRAFANA_TLS_SECRET,
  mountPath: FOLDER,
  // The group of the pod reads it, nobody writes; what is left out here the chart writes as nothing.
  defaultMode: 0o440,
  subPath: "",
  readOnly: true,
};
