import { type Edge, portOf } from "./edge";
import { IDENTITY_PROVIDER } from "./outsider";
import type { SecretReference } from "./secret-reference";
import type { Workload } from "./workload";

/**
 * An OpenID Connect provider at which a confidential client is registered for this environment. It knows the groups of
 * people; the stack knows what a group may do.
 */
export interface IdentityProvider {
  /** Address of the provider, as it stands in its tokens; its discovery document is below it. */
  readonly issuer: string;
  /** Addresses out of the discovery document; Grafana does not read it by itself. */
  readonly endpoints: {
    readonly authorization: string;
    readonly token: string;
    readonly userInfo: string;
  };
  readonly clientId: string;
  /**
   * The client's secret, in the namespace of the component that asks.
   * @default - key `client-secret` of Secret `oidc-client`
   */
  readonly clientSecret?: SecretReference;
  /**
   * Scopes that are asked for.
   * @default ["openid", "profile", "email"]
   */
  readonly scopes?: readonly string[];
  /**
   * Claim with the groups of who logs in.
   * @default "groups"
   */
  readonly groupsClaim?: string;
  /** Who may do what; whoever is in none of these groups is turned away. */
  readonly groups: RoleGroups;
  /**
   * Certificate of the authority that signed the provider's.
   * @default - the public authorities of the images
   */
  readonly ca?: SecretReference;
}

/** Groups of the provider by what their members may do in Grafana; Kibana and Jaeger open to all of them. */
export interface RoleGroups {
  readonly admin: readonly string[];
  /** @default - none */
  readonly editor?: readonly string[];
  /** @default - none */
  readonly viewer?: readonly string[];
}

/** Where the client's secret is unless told otherwise. */
export const CLIENT_SECRET: SecretReference = { name: "oidc-client", key: "client-secret" };

/** What is asked of the provider unless told otherwise. */
export const SCOPES: readonly string[] = ["openid", "profile", "email"];

/** Every group that may come in. */
export function everyGroup({ admin, editor = [], viewer = [] }: RoleGroups): readonly string[] {
  return [...new Set([...admin, ...editor, ...viewer])];
}

/** Edges of who asks the provider at the given addresses; browsers go there by themselves. */
export function toProvider(from: Workload, urls: readonly string[]): readonly Edge[] {
  return [...new Set(urls.map(portOf))].map((port) => ({
    from,
    to: IDENTITY_PROVIDER,
    port,
    tls: "server",
    purpose: "who somebody is",
  }));
}
