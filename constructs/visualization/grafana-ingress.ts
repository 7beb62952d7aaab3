import type { HelmValues } from "../core/helm-values";
import type { IssuerReference } from "../security/certificate";

/** Where ingress-nginx is installed unless told otherwise. */
export const CONTROLLER_NAMESPACE = "ingress-nginx";

/** How people reach Grafana; always over TLS. */
export interface GrafanaIngress {
  readonly host: string;
  /** @default - the cluster's default class */
  readonly className?: string;
  /**
   * Secret with the host's certificate; made by cert-manager where an issuer is given.
   * @default "grafana-ingress-tls"
   */
  readonly tlsSecretName?: string;
  /**
   * Issuer of the host's certificate.
   * @default - the Secret exists before
   */
  readonly issuer?: IssuerReference;
  /**
   * Namespace of the ingress controller's pods, which alone may reach Grafana from outside the stack.
   * @default "ingress-nginx"
   */
  readonly controllerNamespace?: string;
  /** @default - none */
  readonly annotations?: Readonly<Record<string, string>>;
}

/**
 * Values that publish Grafana at the host and tell it so, because links and cookies depend on it.
 * @param backend - annotations by which the controller speaks to Grafana.
 */
export function ingressValues(
  ingress: GrafanaIngress,
  backend: Readonly<Record<string, string>>,
): HelmValues {
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

// https://cert-manager.io/docs/usage/ingress/#supported-annotations
function issuerAnnotation({ kind, name }: IssuerReference): Readonly<Record<string, string>> {
  return { [kind === "ClusterIssuer" ? "cert-manager.io/cluster-issuer" : "cert-manager.io/issuer"]: name };
}
