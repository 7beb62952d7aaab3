import type { HelmValues } from "../core/helm-values";
import { issuerAnnotation, type PublishedHost } from "../security/published-host";

/**
 * Values that publish Grafana at the host and tell it so, because links and cookies depend on it.
 * @param backend - annotations by which the controller speaks to Grafana.
 */
export function ingressValues(ingress: PublishedHost, backend: Readonly<Record<string, string>>): HelmValues {
  const { host, className, tlsSecretName = "grafana-ingress-tls", issuer, annotations = {} } = ingress;
  return {
    ingress: {
      enabled: true,
      hosts: [host],
      tls: [{ secretName: tlsSecretName, hosts: [host] }],
      annotations: {
        ...backend,
        ...annotations,
        ...(issuer === undefined ? {} : issuerAnnotation(issuer)),
      },
      ...(className === undefined ? {} : { ingressClassName: className }),
    },
    "grafana.ini": {
      server: { domain: host, root_url: `https://${host}/` },
      security: { strict_transport_security: true },
    },
  };
}
