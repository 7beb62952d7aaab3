import type { IssuerReference } from "./certificate";
import type { Edge } from "./edge";
import type { Outsider } from "./outsider";
import type { Workload } from "./workload";

/** Where ingress-nginx is installed unless told otherwise. */
export const CONTROLLER_NAMESPACE = "ingress-nginx";

/** Port of the pod by which cert-manager proves that a published host is ours. */
const ACME_SOLVER_PORT = 8089;

/** How people reach a user interface from outside the cluster; always over TLS. */
export interface PublishedHost {
  readonly host: string;
  /** @default - the cluster's default class */
  readonly className?: string;
  /**
   * Secret with the host's certificate; made by cert-manager where an issuer is given.
   * @default - the component's name with `-ingress-tls` behind it, such as "grafana-ingress-tls"
   */
  readonly tlsSecretName?: string;
  /**
   * Issuer of the host's certificate.
   * @default - the Secret exists before
   */
  readonly issuer?: IssuerReference;
  /**
   * Namespace of the ingress controller's pods, which alone may reach the component from outside the stack.
   * @default "ingress-nginx"
   */
  readonly controllerNamespace?: string;
  /** @default - none */
  readonly annotations?: Readonly<Record<string, string>>;
}

/**
 * Annotation by which cert-manager makes the host's certificate.
 * @see https://cert-manager.io/docs/usage/ingress/#supported-annotations
 */
export function issuerAnnotation({ kind, name }: IssuerReference): Readonly<Record<string, string>> {
  return { [kind === "ClusterIssuer" ? "cert-manager.io/cluster-issuer" : "cert-manager.io/issuer"]: name };
}

/**
 * What makes ingress-nginx speak TLS to the component and verify it; other controllers read other annotations, and the
 * protocol of the Service's port.
 * @param secret - `namespace/name` of the component's certificate.
 * @see https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/annotations/#backend-certificate-authentication
 */
export function verifiedBackend(secret: string, serverName: string): Readonly<Record<string, string>> {
  const annotation = (name: string, value: string) => [`nginx.ingress.kubernetes.io/${name}`, value] as const;
  return Object.fromEntries([
    annotation("backend-protocol", "HTTPS"),
    annotation("proxy-ssl-secret", secret),
    annotation("proxy-ssl-verify", "on"),
    annotation("proxy-ssl-name", serverName),
    annotation("proxy-ssl-server-name", "on"),
  ]);
}

/** Edges of the ingress controller to a component, and to what proves that its host is ours. */
export function fromIngress(to: Workload, port: number, published: PublishedHost): readonly Edge[] {
  const { controllerNamespace = CONTROLLER_NAMESPACE, issuer } = published;
  const from: Outsider = { name: "ingress-controller", namespaces: [controllerNamespace] };
  return [
    { from, to, port, tls: "server", purpose: "people" },
    ...(issuer === undefined ? [] : [proof(from, to.namespace)]),
  ];
}

function proof(from: Outsider, namespace: string): Edge {
  return {
    from,
    to: {
      name: "acme-http-solver",
      namespace,
      podLabels: { "acme.cert-manager.io/http01-solver": "true" },
      services: [],
    },
    port: ACME_SOLVER_PORT,
    tls: "none",
    purpose: "proof to the issuer that the host is ours",
    note: "ACME's HTTP-01 asks without TLS; the pod exists while a certificate is made",
  };
}
