import { everyGroup, type IdentityProvider, SCOPES } from "../security/identity-provider";

/** Ports of the proxy's pods; both speak TLS. */
export const PROXY_PORTS = { web: 8443, metrics: 9443 } as const;

/** Folders of its container. */
export const PROXY_TLS = "/etc/oauth2-proxy/tls";
export const PROXY_UPSTREAM_CA = "/etc/oauth2-proxy/upstream-ca";
export const PROXY_PROVIDER_CA = "/etc/oauth2-proxy/provider-ca";

/** How long somebody who has left every group may go on: a working day. */
const SESSION = "12h";

/** What a proxy is told. */
export interface ProxyOptions {
  readonly name: string;
  /** Where it is published. */
  readonly host: string;
  /** What it stands before. */
  readonly upstreamUrl: string;
  readonly provider: IdentityProvider;
}

/**
 * Arguments of oauth2-proxy 7. Whoever is not logged in sees nothing but the provider's page, whoever is in none of the
 * groups nothing at all; neither its secrets nor anybody's name or token go on to what it stands before.
 * @see https://oauth2-proxy.github.io/oauth2-proxy/configuration/overview
 */
export function proxyArguments({ host, name, provider, upstreamUrl }: ProxyOptions): readonly string[] {
  const { ca, clientId, groups, groupsClaim = "groups", issuer, scopes = SCOPES } = provider;
  const options = {
    provider: "oidc",
    "oidc-issuer-url": issuer,
    "client-id": clientId,
    scope: scopes.join(" "),
    "oidc-groups-claim": groupsClaim,
    "code-challenge-method": "S256",
    "insecure-oidc-skip-nonce": "false",
    "redirect-url": `https://${host}/oauth2/callback`,
    // Groups decide; without it nobody would be let in.
    "email-domain": "*",
    "skip-provider-button": "true",
    upstream: upstreamUrl,
    "pass-basic-auth": "false",
    "pass-user-headers": "false",
    // Browsers send such a cookie over TLS alone, and back to this very host.
    "cookie-name": `__Host-${name}`,
    "cookie-secure": "true",
    "cookie-samesite": "lax",
    "cookie-expire": SESSION,
    "http-address": "",
    "https-address": `0.0.0.0:${String(PROXY_PORTS.web)}`,
    ...certificate(""),
    "metrics-secure-address": `0.0.0.0:${String(PROXY_PORTS.metrics)}`,
    ...certificate("metrics-"),
    "tls-min-version": "TLS1.2",
    "silence-ping-logging": "true",
    ...(ca === undefined ? {} : trusting(`${PROXY_PROVIDER_CA}/${ca.key}`)),
  };
  return [
    ...Object.entries(options).map(([option, value]) => `--${option}=${value}`),
    ...everyGroup(groups).map((group) => `--allowed-group=${group}`),
  ];
}

/** Named authorities hold for every connection: the provider's alone would shut out the upstream's. */
function trusting(file: string): Readonly<Record<string, string>> {
  return { "provider-ca-file": file, "use-system-trust-store": "true" };
}

function certificate(prefix: string): Readonly<Record<string, string>> {
  return {
    [`${prefix}tls-cert-file`]: `${PROXY_TLS}/tls.crt`,
    [`${prefix}tls-key-file`]: `${PROXY_TLS}/tls.key`,
  };
}
