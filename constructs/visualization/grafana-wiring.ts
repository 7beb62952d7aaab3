import { type HelmValues, mergeLayers } from "../core/helm-values";
import { verifiedBackend } from "../security/published-host";
import { fromSecret } from "../security/secret-reference";
import type { GrafanaProps } from "./grafana";
import { databaseMounts, databaseValues } from "./grafana-database";
import { ingressValues } from "./grafana-ingress";
import { loginMounts, loginValues } from "./grafana-login";
import { DASHBOARD_ROLE } from "./grafana-permissions";
import { GRAFANA_TLS_MOUNT, GRAFANA_TLS_SECRET, grafanaTls } from "./grafana-tls";

/** What the props decide, as values of Grafana's chart; the data sources come later, by the verbs. */
export function grafanaWiring(fullname: string, props: GrafanaProps): HelmValues {
  const { adminSecretName = "grafana-admin", database, ingress, login, namespace, profile } = props;
  const serverName = `${fullname}.${namespace}.svc`;
  return mergeLayers([
    grafanaTls(serverName),
    {
      fullnameOverride: fullname,
      admin: {
        existingSecret: adminSecretName,
        userKey: "admin-user",
        passwordKey: "admin-password",
      },
      // Without it Grafana encrypts by a key that is printed in its manual.
      envValueFrom: { GF_SECURITY_SECRET_KEY: fromSecret({ name: adminSecretName, key: "secret-key" }) },
      "grafana.ini": { "auth.anonymous": { enabled: false } },
      extraSecretMounts: [GRAFANA_TLS_MOUNT, ...databaseMounts(database), ...loginMounts(login)],
    },
    dashboardSearch(props),
    database === undefined ? volume(props) : databaseValues(database),
    ingress === undefined
      ? {}
      : ingressValues(ingress, verifiedBackend(`${namespace}/${GRAFANA_TLS_SECRET}`, serverName)),
    login === undefined ? {} : loginValues(login),
    profile === "high-availability" ? alertGossip(fullname) : {},
  ]);
}

function dashboardSearch(props: GrafanaProps): HelmValues {
  const [own, ...others] = searchedNamespaces(props);
  return {
    // The chart adds the release's own namespace by itself.
    rbac: { namespaces: others, useExistingRole: DASHBOARD_ROLE },
    sidecar: { dashboards: { searchNamespace: [own, ...others] } },
  };
}

/** Namespaces whose ConfigMaps may be dashboards; Grafana's own comes first. */
export function searchedNamespaces({
  namespace,
  dashboardNamespaces = [],
}: Pick<GrafanaProps, "namespace" | "dashboardNamespaces">): readonly [string, ...string[]] {
  return [namespace, ...dashboardNamespaces.filter((other) => other !== namespace)];
}

function volume({ storageClassName }: GrafanaProps): HelmValues {
  return { persistence: { enabled: true, ...(storageClassName === undefined ? {} : { storageClassName }) } };
}

// Replicas evaluate the same rules; by gossip only one of them notifies.
function alertGossip(fullname: string): HelmValues {
  const address = "${POD_IP}:9094";
  return {
    "grafana.ini": {
      unified_alerting: {
        enabled: true,
        ha_listen_address: address,
        ha_advertise_address: address,
        ha_peers: `${fullname}-headless:9094`,
      },
    },
  };
}
