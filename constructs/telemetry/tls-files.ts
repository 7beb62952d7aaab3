import type { HelmValues } from "../core/helm-values";
import { type Mount, secretMount } from "./mounts";

const FOLDER = "/etc/otelcol/tls";

const OWN_CERTIFICATE: HelmValues = {
  cert_file: `${FOLDER}/tls.crt`,
  key_file: `${FOLDER}/tls.key`,
  // Certificates are renewed under the running process.
  reload_interval: "1h",
};

/** TLS of a connection that the collector opens with its own certificate. */
export const CLIENT_TLS: HelmValues = { ca_file: `${FOLDER}/ca.crt`, ...OWN_CERTIFICATE };

/** TLS of a port that accepts any peer. */
export const SERVER_TLS: HelmValues = OWN_CERTIFICATE;

/** TLS of a port that accepts only peers with a certificate of the internal authority. */
export const MUTUAL_TLS: HelmValues = { client_ca_file: `${FOLDER}/ca.crt`, ...OWN_CERTIFICATE };

/** The collector's own certificate, as cert-manager writes it. */
export function tlsMount(secretName: string): Mount {
  return secretMount("tls", secretName, FOLDER);
}
