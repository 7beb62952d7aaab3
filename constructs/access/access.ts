import { Construct } from "constructs";
import type { Profile } from "../core/chart-values";
import type { MetricsPort, Scraped } from "../metrics/scraped";
import type { IssuerReference } from "../security/certificate";
import type { IdentityProvider } from "../security/identity-provider";
import type { PublishedHost } from "../security/published-host";
import type { TlsEndpoint, TlsServer } from "../security/tls-endpoint";
import { AuthenticatingProxy, type UserInterface } from "./authenticating-proxy";

/** User interfaces that are published behind a proxy or not at all. */
export const PROXIED = ["jaeger", "kibana"] as const;

/** One of {@link PROXIED}. */
export type Proxied = (typeof PROXIED)[number];

/** Properties of `Access`. */
export interface AccessProps {
  readonly namespace: string;
  readonly profile: Profile;
  readonly userInterfaces: Readonly<Record<Proxied, UserInterface>>;
  /**
   * Who lets people in, and where each user interface is published.
   * @default - nobody reaches them but by port-forward
   */
  readonly published?: {
    readonly provider: IdentityProvider;
    readonly hosts: Readonly<Partial<Record<Proxied, string>>>;
    /** Class, issuer and controller of all of them; each has a certificate of its own. */
    readonly ingress: Omit<PublishedHost, "host">;
  };
  /**
   * Signs the certificates that the proxies show inside the cluster.
   * @default - the internal CA
   */
  readonly issuer?: IssuerReference;
}

/** How people get at what has no users of its own, or others than the identity provider's. */
export class Access extends Construct implements Scraped, TlsServer {
  public readonly metricsPorts: readonly MetricsPort[];
  public readonly tlsEndpoints: readonly TlsEndpoint[];
  private readonly proxies: readonly AuthenticatingProxy[];

  public constructor(scope: Construct, id: string, props: AccessProps) {
    super(scope, id);
    const { issuer, namespace, profile, published, userInterfaces } = props;
    this.proxies = PROXIED.flatMap((name) => {
      const host = published?.hosts[name];
      if (published === undefined || host === undefined) return [];
      const ingress = { ...published.ingress, host, tlsSecretName: `${name}-ingress-tls` };
      return [
        new AuthenticatingProxy(this, `${name}-proxy`, {
          ...{ namespace, profile, ingress, provider: published.provider },
          ...(issuer === undefined ? {} : { issuer }),
          userInterface: userInterfaces[name],
        }),
      ];
    });
    this.metricsPorts = this.proxies.flatMap((proxy) => proxy.metricsPorts);
    this.tlsEndpoints = this.proxies.flatMap((proxy) => proxy.tlsEndpoints);
  }

  /** Makes Terraform finish everything below the given constructs first. */
  public dependsOn(...others: readonly Construct[]): void {
    this.proxies.forEach((proxy) => {
      proxy.dependsOn(...others);
    });
  }
}
