import { Construct } from "constructs";
import type { Profile } from "../core/chart-values";
import { type Image, imageReference } from "../core/images";
import { ManifestBundle } from "../core/manifest-bundle";
import { TIMEOUT_SECONDS } from "../core/release-settings";
import type { MetricsPort, Scraped } from "../metrics/scraped";
import type { IssuerReference } from "../security/certificate";
import { declareEdges, edgeTo } from "../security/edge";
import { type IdentityProvider, toProvider } from "../security/identity-provider";
import { fromIngress, type PublishedHost } from "../security/published-host";
import {
  type AuthoritySource,
  type TlsEndpoint,
  tlsEndpointAt,
  type TlsServer,
} from "../security/tls-endpoint";
import type { InNetwork, Workload } from "../security/workload";
import { PROXY_PORTS } from "./proxy-arguments";
import { proxyManifests } from "./proxy-manifests";

/** A user interface that asks nobody who they are, or asks in another way. */
export interface UserInterface extends InNetwork {
  /** Base URL inside the cluster. */
  readonly url: string;
  /** Where the authority that signed its certificate is found, key `ca.crt`. */
  readonly authority: AuthoritySource;
  /**
   * What brings the authority, and so is waited for.
   * @default - it is there
   */
  readonly server?: Construct;
}

/** Properties of an `AuthenticatingProxy`. */
export interface AuthenticatingProxyProps {
  readonly namespace: string;
  readonly profile: Profile;
  /** What it stands before. */
  readonly userInterface: UserInterface;
  readonly provider: IdentityProvider;
  /** Where people reach it. */
  readonly ingress: PublishedHost;
  /**
   * Signs the certificate that it shows inside the cluster.
   * @default - the internal CA
   */
  readonly issuer?: IssuerReference;
}

/** The proxy in its only version. */
export const OAUTH2_PROXY: Image = {
  registry: "quay.io",
  repository: "oauth2-proxy/oauth2-proxy",
  tag: "v7.15.3",
};

/**
 * Stands before a user interface and lets in whoever the identity provider knows as a member of one of the groups. Its
 * sessions are cookies, so that replicas share nothing. It reads its certificate when it starts, and has to be started
 * again before that expires.
 */
export class AuthenticatingProxy extends Construct implements Scraped, TlsServer {
  /** Its pods. */
  public readonly workload: Workload;
  public readonly metricsPorts: readonly MetricsPort[];
  public readonly tlsEndpoints: readonly TlsEndpoint[];
  private readonly bundle: ManifestBundle;

  /** @param id - also the name of its objects, and of the Secret with the key `cookie-secret`. */
  public constructor(scope: Construct, id: string, props: AuthenticatingProxyProps) {
    super(scope, id);
    const { ingress, issuer, namespace, profile, provider, userInterface } = props;
    const { host, ...published } = ingress;
    const labels = { "app.kubernetes.io/name": "oauth2-proxy", "app.kubernetes.io/instance": id };
    this.workload = { name: id, namespace, podLabels: labels };
    this.metricsPorts = [{ workload: this.workload, port: PROXY_PORTS.metrics, tls: "server" }];
    this.tlsEndpoints = [
      { ...tlsEndpointAt(`https://${id}.${namespace}.svc`, this.workload), podPort: PROXY_PORTS.web },
    ];
    const manifests = proxyManifests({
      ...{ name: id, namespace, profile, labels, host, provider, ingress: published },
      ...(issuer === undefined ? {} : { issuer }),
      image: imageReference(this, OAUTH2_PROXY),
      upstreamUrl: userInterface.url,
      upstreamAuthority: userInterface.authority,
    });
    this.bundle = new ManifestBundle(this, "manifests", {
      namespace,
      releaseName: id,
      timeoutSeconds: TIMEOUT_SECONDS.pods,
      manifests,
    });
    if (userInterface.server !== undefined) {
      this.bundle.dependsOn(userInterface.server);
    }
    const { token, userInfo } = provider.endpoints;
    declareEdges(
      this,
      edgeTo(this.workload, userInterface, userInterface.url, "people who have proved who they are"),
      ...toProvider(this.workload, [provider.issuer, token, userInfo]),
      ...fromIngress(this.workload, PROXY_PORTS.web, ingress),
    );
  }

  /** Makes Terraform finish everything below the given constructs first. */
  public dependsOn(...others: readonly Construct[]): void {
    this.bundle.dependsOn(...others);
  }
}
