import { Construct } from "constructs";
import { ManifestBundle } from "../core/manifest-bundle";
import { CA_BUNDLE } from "../security/ca-bundle";
import { INTERNAL_ISSUER } from "../security/certificate";
import type { SecretReference } from "../security/secret-reference";
import { caBundle, caCertificate, caIssuer, selfSignedIssuer } from "./internal-ca-manifests";

/** Properties of `InternalCa`. */
export interface InternalCaProps {
  /** Namespace of cert-manager; the CA's key stays there. */
  readonly namespace: string;
  /**
   * Namespaces that get the CA's certificate as ConfigMap `observability-ca`, key `ca.crt`.
   * @default - every namespace, because instrumented pods verify their collector wherever they run
   */
  readonly trustedNamespaces?: readonly string[];
  /**
   * Certificates of further authorities, which are distributed beside the CA's own; keys of Secrets of this namespace.
   * @default - none
   */
  readonly furtherAuthorities?: readonly SecretReference[];
}

/**
 * A CA of the environment's own: issuer `observability-ca` signs for any namespace, and the CA's certificate is
 * distributed to those who verify.
 */
export class InternalCa extends Construct {
  /** Refer to it in certificates. */
  public readonly issuer = INTERNAL_ISSUER;
  /** ConfigMap with the CA's certificate, of this name in every trusted namespace. */
  public readonly bundleName: string = CA_BUNDLE.name;
  /** What signs. Wait for it alone where certificates are asked for and nobody else's is verified. */
  public readonly authority: ManifestBundle;
  private readonly distribution: ManifestBundle;

  public constructor(scope: Construct, id: string, props: InternalCaProps) {
    super(scope, id);
    const { namespace, trustedNamespaces, furtherAuthorities = [] } = props;
    this.authority = new ManifestBundle(this, "internal-ca", {
      namespace,
      manifests: {
        "clusterissuer-observability-selfsigned": selfSignedIssuer(),
        "certificate-observability-ca": caCertificate(namespace),
        "clusterissuer-observability-ca": caIssuer(),
      },
    });
    // A release of its own: it needs trust-manager, and the operators, which need a certificate only, do not.
    this.distribution = new ManifestBundle(this, "internal-ca-bundle", {
      namespace,
      manifests: { "bundle-observability-ca": caBundle(trustedNamespaces, furtherAuthorities) },
    });
    this.distribution.dependsOn(this.authority);
  }

  /** Makes Terraform finish everything below the given constructs before anything is signed. */
  public dependsOn(...others: readonly Construct[]): void {
    this.authority.dependsOn(...others);
  }

  /** Makes Terraform finish what distributes certificates before there is anything to distribute. */
  public distributedBy(trustManager: Construct): void {
    this.distribution.dependsOn(trustManager);
  }
}
