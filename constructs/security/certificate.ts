import type { Manifest } from "../core/manifest-bundle";

/** Who signs: an Issuer of the certificate's own namespace, or a ClusterIssuer. */
export interface IssuerReference {
  readonly name: string;
  readonly kind: "ClusterIssuer" | "Issuer";
}

/** The issuer that the platform's internal CA provides. */
export const INTERNAL_ISSUER: IssuerReference = { name: "observability-ca", kind: "ClusterIssuer" };

/** Key usages in cert-manager's words; a peer that both accepts and opens connections needs both "auth" ones. */
export type KeyUsage = "server auth" | "client auth" | "digital signature" | "key encipherment" | "cert sign";

export interface CertificateOptions {
  /** Name of the Certificate object. */
  readonly name: string;
  readonly namespace: string;
  /** Every name under which a peer reaches the service; the first one is also the common name where it fits. */
  readonly dnsNames: readonly string[];
  /** Secret that cert-manager writes: keys `tls.crt`, `tls.key` and `ca.crt`. */
  readonly secretName: string;
  /** @default INTERNAL_ISSUER */
  readonly issuer?: IssuerReference;
  /** @default ["server auth", "client auth"] */
  readonly usages?: readonly KeyUsage[];
}

// Ninety days with a month to spare: a renewal that fails is seen by an alert weeks before it hurts.
const LIFETIME_HOURS = 2160;
const RENEW_BEFORE_HOURS = 720;

/**
 * A cert-manager Certificate with a fresh ECDSA key at each renewal.
 * @see https://cert-manager.io/docs/reference/api-docs/#cert-manager.io/v1.CertificateSpec
 */
export function certificateManifest(options: CertificateOptions): Manifest {
  const {
    name,
    namespace,
    dnsNames,
    secretName,
    issuer = INTERNAL_ISSUER,
    usages = ["server auth", "client auth"],
  } = options;
  return {
    apiVersion: "cert-manager.io/v1",
    kind: "Certificate",
    metadata: { name, namespace },
    spec: {
      secretName,
      dnsNames: [...dnsNames],
      ...commonName(dnsNames),
      usages: [...usages],
      duration: `${LIFETIME_HOURS}h`,
      renewBefore: `${RENEW_BEFORE_HOURS}h`,
      privateKey: { algorithm: "ECDSA", size: 256, rotationPolicy: "Always" },
      issuerRef: { name: issuer.name, kind: issuer.kind, group: "cert-manager.io" },
    },
  };
}

/** What is said of the certificate of a Service beside whose it is. */
export interface ServiceCertificateOptions extends Pick<CertificateOptions, "issuer" | "usages"> {
  /** @default - the name of the Service with `-tls` after it */
  readonly secretName?: string;
}

/** The certificate of a Service, for all its names, by the name of the object in a bundle. */
export function serviceCertificate(
  service: string,
  namespace: string,
  { secretName = `${service}-tls`, ...options }: ServiceCertificateOptions = {},
): Readonly<Record<string, Manifest>> {
  return {
    [`certificate-${service}`]: certificateManifest({
      name: service,
      namespace,
      dnsNames: serviceDnsNames(service, namespace),
      secretName,
      ...options,
    }),
  };
}

// X.509 limits the common name to 64 octets; a certificate without one is valid, its names are the SANs.
function commonName(dnsNames: readonly string[]): { readonly commonName?: string } {
  const first = dnsNames[0];
  return first !== undefined && first.length <= 64 ? { commonName: first } : {};
}

/**
 * Names under which pods of the cluster reach a Service, from the shortest to the full one.
 * @param clusterDomain - DNS domain of the cluster.
 */
export function serviceDnsNames(
  service: string,
  namespace: string,
  clusterDomain = "cluster.local",
): readonly string[] {
  return [
    `${service}.${namespace}.svc`,
    service,
    `${service}.${namespace}`,
    `${service}.${namespace}.svc.${clusterDomain}`,
  ];
}
