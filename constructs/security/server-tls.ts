import type { HelmValues } from "../core/helm-values";
import { CA_BUNDLE } from "./ca-bundle";

/**
 * How Prometheus verifies a target: by the CA bundle of the target's own namespace, and by a name of its certificate,
 * because targets are called by address.
 * @see https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.SafeTLSConfig
 */
export function verifiedAs(serverName: string): HelmValues {
  return { ca: { configMap: { name: CA_BUNDLE.name, key: CA_BUNDLE.key } }, serverName };
}

/** An endpoint of a ServiceMonitor or PodMonitor whose target has a certificate of the internal authority. */
export function overHttps(serverName: string): HelmValues {
  return { scheme: "https", tlsConfig: verifiedAs(serverName) };
}

/**
 * The file that the exporters of the Prometheus project read for `--web.config.file`; it is read again for every
 * connection, so a renewed certificate needs no restart.
 * @param folder - where the certificate's Secret is mounted.
 * @see https://github.com/prometheus/exporter-toolkit/blob/master/docs/web-configuration.md
 */
export function exporterWebConfig(folder: string): string {
  return `tls_server_config:
  cert_file: ${folder}/tls.crt
  key_file: ${folder}/tls.key
  min_version: TLS12
`;
}
