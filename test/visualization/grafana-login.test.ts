import { valueAt } from "../../constructs/core/value-path";
import { Grafana } from "../../constructs/visualization/grafana";
import { type GrafanaLogin, roleExpression } from "../../constructs/visualization/grafana-login";
import { synthesize } from "../support/synthesis";

const LOGIN: GrafanaLogin = {
  issuer: "https://id.example",
  endpoints: {
    authorization: "https://id.example/authorize",
    token: "https://id.example/token",
    userInfo: "https://api.id.example/me",
  },
  clientId: "dashboards",
  groups: { admin: ["ops"], viewer: ["staff", "guests"] },
};

const ingress = { host: "dash.example" };

function values(login?: Partial<GrafanaLogin>) {
  const given = login === undefined ? {} : { login: { ...LOGIN, ...login } };
  return synthesize((stack) => {
    new Grafana(stack, "grafana", { namespace: "obs-7", profile: "single", ingress, ...given });
  }).values("grafana");
}

const provider = (login: Partial<GrafanaLogin> = {}) =>
  valueAt(values(login), "grafana\\.ini.auth\\.generic_oauth");

describe("the login of Grafana", () => {
  it("is the provider's alone: no form, no name and password, nobody without a role", () => {
    expect(valueAt(values({}), "grafana\\.ini.auth")).toEqual({ disable_login_form: true });
    expect(valueAt(values({}), "grafana\\.ini.auth\\.basic")).toEqual({ enabled: false });
    expect(valueAt(values({}), "grafana\\.ini.auth\\.anonymous")).toEqual({ enabled: false });
    expect(provider()).toEqual({
      enabled: true,
      name: "Single sign-on",
      auto_login: true,
      allow_sign_up: true,
      client_id: "dashboards",
      scopes: "openid profile email",
      auth_url: "https://id.example/authorize",
      token_url: "https://id.example/token",
      api_url: "https://api.id.example/me",
      use_pkce: true,
      role_attribute_path:
        "contains(groups[*], 'ops') && 'Admin' || (contains(groups[*], 'staff') || contains(groups[*], 'guests')) && 'Viewer'",
      role_attribute_strict: true,
      allow_assign_grafana_admin: false,
    });
  });

  it("takes the client's secret from a Secret", () => {
    const variable = "envValueFrom.GF_AUTH_GENERIC_OAUTH_CLIENT_SECRET";
    expect(valueAt(values({}), variable)).toEqual({
      secretKeyRef: { name: "oidc-client", key: "client-secret" },
    });
    expect(valueAt(values({ clientSecret: { name: "sso", key: "pw" } }), variable)).toEqual({
      secretKeyRef: { name: "sso", key: "pw" },
    });
  });

  it("may show a page first, ask for other scopes, and trust another authority", () => {
    const login = { autoLogin: false, scopes: ["openid", "groups"], ca: { name: "id-ca", key: "root.pem" } };
    expect(provider(login)).toMatchObject({
      auto_login: false,
      scopes: "openid groups",
      tls_client_ca: "/etc/grafana/oidc-ca/root.pem",
    });
    expect(valueAt(values(login), "extraSecretMounts")).toContainEqual({
      name: "oidc-ca",
      secretName: "id-ca",
      mountPath: "/etc/grafana/oidc-ca",
      readOnly: true,
    });
  });

  it("is Grafana's own where no provider is given", () => {
    expect(valueAt(values(), "grafana\\.ini.auth\\.generic_oauth")).toBeUndefined();
    expect(valueAt(values(), "grafana\\.ini.auth\\.basic")).toBeUndefined();
  });
});

describe("roleExpression", () => {
  it("quotes a claim that is no identifier", () => {
    expect(roleExpression({ admin: ["ops"] }, "cognito:groups")).toBe(
      `contains("cognito:groups"[*], 'ops') && 'Admin'`,
    );
  });

  it("names the strongest role first, because the first that fits counts", () => {
    const expression = roleExpression({ viewer: ["v"], editor: ["e"], admin: ["a"] }, "groups");
    expect([...expression.matchAll(/'(Admin|Editor|Viewer)'/g)].map(([, role]) => role)).toEqual([
      "Admin",
      "Editor",
      "Viewer",
    ]);
  });
});
