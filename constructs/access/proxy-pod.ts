import type { Profile } from "../core/chart-values";
import type { HelmValue, HelmValues } from "../core/helm-values";
import { PRIORITIES } from "../platform/priority-classes";
import { spread } from "../platform/spread";
import { CLIENT_SECRET } from "../security/identity-provider";
import { fromSecret } from "../security/secret-reference";
import type { AuthoritySource } from "../security/tls-endpoint";
import type { Labels } from "../security/workload";
import {
  PROXY_PORTS,
  PROXY_PROVIDER_CA,
  PROXY_TLS,
  PROXY_UPSTREAM_CA,
  proxyArguments,
  type ProxyOptions,
} from "./proxy-arguments";

/** What the pods of a proxy are made of. */
export interface ProxyPodOptions extends ProxyOptions {
  readonly image: string;
  readonly profile: Profile;
  readonly labels: Labels;
  /** Key `ca.crt` of it. */
  readonly upstreamAuthority: AuthoritySource;
}

/** Key, in the Secret of the proxy's own name, by which it encrypts its sessions. */
export const COOKIE_SECRET_KEY = "cookie-secret";

/** The proxy's pod under Pod Security `restricted`. */
export function proxyPod(options: ProxyPodOptions): HelmValues {
  const { labels, profile } = options;
  return {
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    priorityClassName: PRIORITIES.backends,
    // Requests in flight end, and the ingress controller learns that the pod is leaving.
    terminationGracePeriodSeconds: 30,
    ...(profile === "high-availability" ? { topologySpreadConstraints: spread(labels) } : {}),
    securityContext: {
      runAsNonRoot: true,
      runAsUser: 65532,
      runAsGroup: 65532,
      fsGroup: 65532,
      seccompProfile: { type: "RuntimeDefault" },
    },
    containers: [container(options)],
    volumes: volumes(options),
  };
}

function container(options: ProxyPodOptions): HelmValue {
  const { image, name, provider } = options;
  return {
    name: "oauth2-proxy",
    image,
    args: [...proxyArguments(options)],
    env: [
      { name: "OAUTH2_PROXY_CLIENT_SECRET", valueFrom: fromSecret(provider.clientSecret ?? CLIENT_SECRET) },
      { name: "OAUTH2_PROXY_COOKIE_SECRET", valueFrom: fromSecret({ name, key: COOKIE_SECRET_KEY }) },
      // Go's own variable: the proxy has no option for the authority of what it stands before.
      { name: "SSL_CERT_DIR", value: `/etc/ssl/certs:${PROXY_UPSTREAM_CA}` },
    ],
    ports: Object.entries(PROXY_PORTS).map(([port, containerPort]) => ({ name: port, containerPort })),
    readinessProbe: { httpGet: { path: "/ready", port: "web", scheme: "HTTPS" } },
    livenessProbe: { httpGet: { path: "/ping", port: "web", scheme: "HTTPS" } },
    resources: { requests: { cpu: "10m", memory: "32Mi" }, limits: { memory: "128Mi" } },
    securityContext: {
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ["ALL"] },
    },
    volumeMounts: [
      { name: "tls", mountPath: PROXY_TLS, readOnly: true },
      { name: "upstream-ca", mountPath: PROXY_UPSTREAM_CA, readOnly: true },
      ...(provider.ca === undefined
        ? []
        : [{ name: "provider-ca", mountPath: PROXY_PROVIDER_CA, readOnly: true }]),
    ],
  };
}

function volumes({ name, provider, upstreamAuthority }: ProxyPodOptions): readonly HelmValue[] {
  const items = [{ key: "ca.crt", path: "ca.crt" }];
  return [
    { name: "tls", secret: { secretName: `${name}-tls` } },
    {
      name: "upstream-ca",
      ...("secretName" in upstreamAuthority
        ? { secret: { secretName: upstreamAuthority.secretName, items } }
        : { configMap: { name: upstreamAuthority.configMapName, items } }),
    },
    ...(provider.ca === undefined ? [] : [{ name: "provider-ca", secret: { secretName: provider.ca.name } }]),
  ];
}
