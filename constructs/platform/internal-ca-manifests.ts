import type { Manifest } from "../core/manifest-bundle";
import { CA_BUNDLE } from "../security/ca-bundle";
import { INTERNAL_ISSUER } from "../security/certificate";
import type { SecretReference } from "../security/secret-reference";

const SELF_SIGNED = "observability-selfsigned";
const CA_SECRET = "observability-ca";

// Ten years, renewed in the last: whoever verifies by a copy of the certificate has a year to take the new one.
const CA_LIFETIME_HOURS = 87600;
const CA_RENEW_BEFORE_HOURS = 8760;

/** Signs the CA's own certificate and nothing else. */
export function selfSignedIssuer(): Manifest {
  return {
    apiVersion: "cert-manager.io/v1",
    kind: "ClusterIssuer",
    metadata: { name: SELF_SIGNED },
    spec: { selfSigned: {} },
  };
}

/** @param namespace - of cert-manager, where ClusterIssuers look for their key. */
export function caCertificate(namespace: string): Manifest {
  return {
    apiVersion: "cert-manager.io/v1",
    kind: "Certificate",
    metadata: { name: CA_SECRET, namespace },
    spec: {
      isCA: true,
      commonName: "observability-ca",
      secretName: CA_SECRET,
      usages: ["cert sign", "crl sign", "digital signature"],
      duration: `${CA_LIFETIME_HOURS}h`,
      renewBefore: `${CA_RENEW_BEFORE_HOURS}h`,
      // The key stays at renewal, so that certificates signed before verify against the new CA certificate too.
      privateKey: { algorithm: "ECDSA", size: 384, rotationPolicy: "Never" },
      issuerRef: { name: SELF_SIGNED, kind: "ClusterIssuer", group: "cert-manager.io" },
    },
  };
}

/** The issuer that components name in their certificates. */
export function caIssuer(): Manifest {
  return {
    apiVersion: "cert-manager.io/v1",
    kind: INTERNAL_ISSUER.kind,
    metadata: { name: INTERNAL_ISSUER.name },
    spec: { ca: { secretName: CA_SECRET } },
  };
}

/**
 * Distributes the CA's certificate, never its key.
 * @param namespaces - that get it; all where left out.
 * @param further - certificates of other authorities.
 */
export function caBundle(namespaces?: readonly string[], further: readonly SecretReference[] = []): Manifest {
  return {
    apiVersion: "trust.cert-manager.io/v1alpha1",
    kind: "Bundle",
    metadata: { name: CA_BUNDLE.name },
    spec: {
      sources: [{ name: CA_SECRET, key: "tls.crt" }, ...further].map(({ name, key }) => ({
        secret: { name, key },
      })),
      target: {
        configMap: { key: CA_BUNDLE.key },
        ...(namespaces === undefined ? {} : { namespaceSelector: onlyIn(namespaces) }),
      },
    },
  };
}

// The API server puts this label on every namespace, also on those that we don't create.
function onlyIn(namespaces: readonly string[]) {
  return {
    matchExpressions: [{ key: "kubernetes.io/metadata.name", operator: "In", values: [...namespaces] }],
  };
}
