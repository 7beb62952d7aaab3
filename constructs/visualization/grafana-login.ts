import type { HelmValue, HelmValues } from "../core/helm-values";
import { CLIENT_SECRET, type IdentityProvider, type RoleGroups, SCOPES } from "../security/identity-provider";
import { fromSecret } from "../security/secret-reference";

const CA_PATH = "/etc/grafana/oidc-ca";

/** How people log in to Grafana. */
export interface GrafanaLogin extends IdentityProvider {
  /**
   * Whether whoever is not logged in goes to the provider at once, without a page that offers it.
   * @default true
   */
  readonly autoLogin?: boolean;
}

/**
 * Values by which the provider alone lets people in: no form, no name and password of the administrator, nobody without
 * a role.
 * @see https://grafana.com/docs/grafana/latest/setup-grafana/configure-access/configure-authentication/generic-oauth/
 */
export function loginValues(login: GrafanaLogin): HelmValues {
  return {
    "grafana.ini": {
      auth: { disable_login_form: true },
      "auth.basic": { enabled: false },
      "auth.generic_oauth": provider(login),
    },
    envValueFrom: { GF_AUTH_GENERIC_OAUTH_CLIENT_SECRET: fromSecret(login.clientSecret ?? CLIENT_SECRET) },
  };
}

function provider(login: GrafanaLogin): HelmValues {
  const {
    autoLogin = true,
    ca,
    clientId,
    endpoints,
    groups,
    groupsClaim = "groups",
    scopes = SCOPES,
  } = login;
  return {
    enabled: true,
    name: "Single sign-on",
    auto_login: autoLogin,
    // Whoever the provider knows, and has a group for, is made known here at the first login.
    allow_sign_up: true,
    client_id: clientId,
    scopes: scopes.join(" "),
    auth_url: endpoints.authorization,
    token_url: endpoints.token,
    api_url: endpoints.userInfo,
    use_pkce: true,
    role_attribute_path: roleExpression(groups, groupsClaim),
    // Without it, whoever is in no group would come in as a viewer.
    role_attribute_strict: true,
    allow_assign_grafana_admin: false,
    ...(ca === undefined ? {} : { tls_client_ca: `${CA_PATH}/${ca.key}` }),
  };
}

/** The provider's authority, in the list of Secrets that the chart mounts. */
export function loginMounts(login: GrafanaLogin | undefined): readonly HelmValue[] {
  const ca = login?.ca;
  return ca === undefined
    ? []
    : [{ name: "oidc-ca", secretName: ca.name, mountPath: CA_PATH, readOnly: true }];
}

/** The JMESPath expression that makes groups a role; the strongest that fits. */
export function roleExpression(groups: RoleGroups, groupsClaim: string): string {
  const { admin, editor = [], viewer = [] } = groups;
  const roles = [
    ["Admin", admin],
    ["Editor", editor],
    ["Viewer", viewer],
  ] as const;
  return roles
    .filter(([, names]) => names.length > 0)
    .map(([role, names]) => `${memberOf(names, groupsClaim)} && '${role}'`)
    .join(" || ");
}

function memberOf(names: readonly string[], groupsClaim: string): string {
  const tests = names.map((name) => `contains(${claim(groupsClaim)}[*], ${groupName(name)})`);
  return tests.length === 1 ? tests.join("") : `(${tests.join(" || ")})`;
}

/** A claim whose name is no identifier, such as `cognito:groups`, has to be quoted. */
function claim(name: string): string {
  return /^[A-Za-z_]\w*$/.test(name) ? name : JSON.stringify(name);
}

/** A group as a text of JMESPath: in JSON where a quote would end it, because raw texts are read differently with more than one. */
function groupName(text: string): string {
  return /['\\]/.test(text) ? `\`${JSON.stringify(text).replaceAll("`", "\\`")}\`` : `'${text}'`;
}
