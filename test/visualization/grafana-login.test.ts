import { search } from "jmespath";
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

describe("whoever logs in to Grafana", () => {
  const groups = { admin: ["ops", "ops/on call"], editor: ["dev:write"], viewer: ["staff", "O'Hara's team"] };
  const everybody = Array.from({ length: 200 }, (_, index) => `team-${index}`);

  /** The role that Grafana makes of claims; none where the expression gives no text, or fails. */
  const roleOf = (claims: object, groupsClaim = "groups"): unknown => {
    try {
      const found: unknown = search(claims, roleExpression(groups, groupsClaim));
      return typeof found === "string" ? found : undefined;
    } catch {
      return undefined;
    }
  };

  it.each([
    ["Admin", ["ops"]],
    ["Admin", ["ops/on call"]],
    ["Editor", ["dev:write"]],
    ["Viewer", ["staff"]],
    ["Viewer", ["O'Hara's team"]],
  ])("is %s in the group %s", (role, claimed) => {
    expect(roleOf({ groups: claimed })).toBe(role);
  });

  it("has the strongest role of many groups, in any order", () => {
    expect(roleOf({ groups: ["staff", ...everybody, "dev:write", "ops"] })).toBe("Admin");
    expect(roleOf({ groups: ["staff", "dev:write", ...everybody] })).toBe("Editor");
  });

  it.each([
    ["no group", { groups: [] }],
    ["other groups", { groups: everybody }],
    ["groups whose names begin or end alike", { groups: ["ops-interns", "devops", "OPS", " ops"] }],
    ["no claim", { name: "Jane" }],
    ["a claim that is one text", { groups: "ops" }],
    ["a claim that is nothing", { groups: null }],
    ["a claim of maps", { groups: [{ name: "ops" }] }],
    ["groups in another claim", { roles: ["ops"], name: "ops", sub: "Admin" }],
  ])("has no role with %s, and does not come in", (_, claims) => {
    expect(roleOf(claims)).toBeUndefined();
  });

  it("has the groups of a claim whose name has to be quoted", () => {
    expect(roleOf({ "cognito:groups": ["dev:write"] }, "cognito:groups")).toBe("Editor");
  });
});
