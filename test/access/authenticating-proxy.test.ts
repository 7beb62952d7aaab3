import { Access, type AccessProps } from "../../constructs/access/access";
import type { HelmValues } from "../../constructs/core/helm-values";
import { valueAt } from "../../constructs/core/value-path";
import { edgesBelow } from "../../constructs/security/edge";
import type { IdentityProvider } from "../../constructs/security/identity-provider";
import { synthesize } from "../support/synthesis";

const PROVIDER: IdentityProvider = {
  issuer: "https://id.example/realm",
  endpoints: {
    authorization: "https://id.example/authorize",
    token: "https://id.example:8443/token",
    userInfo: "https://id.example/me",
  },
  clientId: "tools",
  groups: { admin: ["ops"], editor: ["dev team"], viewer: ["ops", "staff"] },
};

const UNPUBLISHED: AccessProps = {
  namespace: "obs-7",
  profile: "single",
  userInterfaces: {
    jaeger: { url: "https://jaeger.obs-7.svc:16686", authority: { configMapName: "internal-ca" } },
    kibana: { url: "https://kibana-kb-http.obs-7.svc:5601", authority: { secretName: "kibana-ca" } },
  },
};

const published = {
  provider: PROVIDER,
  hosts: { jaeger: "traces.example" },
  ingress: {
    className: "nginx",
    issuer: { kind: "ClusterIssuer", name: "acme" },
    tlsSecretName: "other",
  },
} as const;

const PROPS: AccessProps = { ...UNPUBLISHED, published };

function built(props: AccessProps) {
  return synthesize((stack) => new Access(stack, "access", props));
}

function object(kind: string, props: AccessProps = PROPS): HelmValues {
  const { manifests } = built(props).values("jaeger-proxy") as { manifests: Record<string, HelmValues> };
  return manifests[`${kind}-jaeger-proxy`] ?? {};
}

const pod = (path: string, props?: AccessProps) =>
  valueAt(object("deployment", props), `spec.template.spec.${path}`);

function container(props?: AccessProps): { readonly args: readonly string[]; readonly env: unknown } {
  const [only] = pod("containers", props) as unknown as readonly [ReturnType<typeof container>];
  return only;
}

describe("a user interface", () => {
  it.each<[string, AccessProps, readonly string[]]>([
    ["is published where a host is given", PROPS, ["jaeger-proxy"]],
    ["is not published without one", { ...PROPS, published: { ...published, hosts: {} } }, []],
    ["is not published without a provider", UNPUBLISHED, []],
  ])("%s", (_, props, names) => {
    const releases = Object.values(built(props).document.resource?.helm_release ?? {});
    expect(releases.map(({ name }) => name)).toEqual(names);
  });
});

describe("the proxy before a user interface", () => {
  const { args } = container();
  const withAuthority = {
    ...PROPS,
    published: { ...published, provider: { ...PROVIDER, ca: { name: "id-ca", key: "root.pem" } } },
  };

  it("lets in members of the groups alone, by the provider alone", () => {
    expect(args).toEqual(
      expect.arrayContaining([
        "--provider=oidc",
        "--oidc-issuer-url=https://id.example/realm",
        "--client-id=tools",
        "--scope=openid profile email",
        "--oidc-groups-claim=groups",
        "--code-challenge-method=S256",
        "--insecure-oidc-skip-nonce=false",
        "--redirect-url=https://traces.example/oauth2/callback",
      ]),
    );
    expect(args.filter((arg) => arg.startsWith("--allowed-group"))).toEqual([
      "--allowed-group=ops",
      "--allowed-group=dev team",
      "--allowed-group=staff",
    ]);
    expect(args.filter((arg) => /skip-(auth|jwt)|trusted|htpasswd|reverse-proxy/.test(arg))).toEqual([]);
  });

  it("tells what it stands before nothing that could be taken for a login there", () => {
    expect(args).toEqual(
      expect.arrayContaining([
        "--upstream=https://jaeger.obs-7.svc:16686",
        "--pass-basic-auth=false",
        "--pass-user-headers=false",
      ]),
    );
  });

  it("keeps sessions in cookies that go to its own host, over TLS, and end with the day", () => {
    expect(args.filter((arg) => arg.startsWith("--cookie"))).toEqual([
      "--cookie-name=__Host-jaeger-proxy",
      "--cookie-secure=true",
      "--cookie-samesite=lax",
      "--cookie-expire=12h",
    ]);
  });

  it("speaks TLS alone", () => {
    expect(args.filter((arg) => /^--(tls-min|.*address)/.test(arg))).toEqual([
      "--http-address=",
      "--https-address=0.0.0.0:8443",
      "--metrics-secure-address=0.0.0.0:9443",
      "--tls-min-version=TLS1.2",
    ]);
  });

  it("verifies what it stands before, and the provider by an authority of its own where one is given", () => {
    expect(args.filter((arg) => arg.includes("skip-verify"))).toEqual([]);
    expect(pod("volumes")).toContainEqual({
      name: "upstream-ca",
      configMap: { name: "internal-ca", items: [{ key: "ca.crt", path: "ca.crt" }] },
    });
    expect(container(withAuthority).args).toEqual(
      expect.arrayContaining([
        "--provider-ca-file=/etc/oauth2-proxy/provider-ca/root.pem",
        "--use-system-trust-store=true",
      ]),
    );
    expect(pod("volumes", withAuthority)).toContainEqual({
      name: "provider-ca",
      secret: { secretName: "id-ca" },
    });
  });

  it("takes its secrets from Secrets", () => {
    expect(container().env).toEqual([
      {
        name: "OAUTH2_PROXY_CLIENT_SECRET",
        valueFrom: { secretKeyRef: { name: "oidc-client", key: "client-secret" } },
      },
      {
        name: "OAUTH2_PROXY_COOKIE_SECRET",
        valueFrom: { secretKeyRef: { name: "jaeger-proxy", key: "cookie-secret" } },
      },
      { name: "SSL_CERT_DIR", value: "/etc/ssl/certs:/etc/oauth2-proxy/upstream-ca" },
    ]);
  });

  it.each([
    ["single", 1, undefined],
    ["high-availability", 2, ["kubernetes.io/hostname", "topology.kubernetes.io/zone"]],
  ] as const)("as %s is %d pods", (profile, replicas, keys) => {
    const props = { ...PROPS, profile };
    expect(valueAt(object("deployment", props), "spec.replicas")).toBe(replicas);
    const spread = pod("topologySpreadConstraints", props) as
      readonly { readonly topologyKey: string }[] | undefined;
    expect(spread?.map(({ topologyKey }) => topologyKey)).toEqual(keys);
  });

  it("is published at its host with a certificate of its own, and verified by the ingress controller", () => {
    expect(object("ingress")).toMatchObject({
      metadata: {
        annotations: {
          "nginx.ingress.kubernetes.io/backend-protocol": "HTTPS",
          "nginx.ingress.kubernetes.io/proxy-ssl-secret": "obs-7/jaeger-proxy-tls",
          "nginx.ingress.kubernetes.io/proxy-ssl-verify": "on",
          "nginx.ingress.kubernetes.io/proxy-ssl-name": "jaeger-proxy.obs-7.svc",
          "cert-manager.io/cluster-issuer": "acme",
        },
      },
      spec: {
        ingressClassName: "nginx",
        tls: [{ secretName: "jaeger-ingress-tls", hosts: ["traces.example"] }],
        rules: [{ host: "traces.example" }],
      },
    });
  });

  it("is reached by the ingress controller, and reaches the provider and what it stands before", () => {
    const edges: string[] = [];
    synthesize((stack) => {
      edgesBelow(new Access(stack, "access", PROPS)).forEach(({ from, to, port, tls }) => {
        edges.push(`${from.name} to ${to.name} at ${String(port)}: ${tls}`);
      });
    });
    expect(edges).toEqual([
      "jaeger-proxy to jaeger.obs-7.svc at 16686: server",
      "jaeger-proxy to identity-provider at 443: server",
      "jaeger-proxy to identity-provider at 8443: server",
      "ingress-controller to jaeger-proxy at 8443: server",
      "ingress-controller to acme-http-solver at 8089: none",
    ]);
  });
});
