import type { Profile } from "../core/chart-values";
import { type Edge, toKubernetesApi } from "../security/edge";
import { toProvider } from "../security/identity-provider";
import { GRAFANA_DATABASE } from "../security/outsider";
import { fromIngress, type PublishedHost } from "../security/published-host";
import type { Workload } from "../security/workload";
import { DATABASE_PORT, type GrafanaDatabase } from "./grafana-database";
import type { GrafanaLogin } from "./grafana-login";

/** Ports of Grafana's pods. */
export const GRAFANA_PORTS = { web: 3000, gossip: 9094 } as const;

/** Grafana's pods. */
export function grafanaWorkload(fullname: string, namespace: string): Workload {
  const podLabels = { "app.kubernetes.io/name": "grafana", "app.kubernetes.io/instance": fullname };
  return { name: fullname, namespace, podLabels };
}

/** Every connection of Grafana but those to its data sources and of its scraping. */
export function grafanaEdges(
  grafana: Workload,
  options: {
    readonly profile: Profile;
    readonly database?: GrafanaDatabase;
    readonly ingress?: PublishedHost;
    readonly login?: GrafanaLogin;
  },
): readonly Edge[] {
  const { database, ingress, login, profile } = options;
  return [
    ...toKubernetesApi(grafana, "ConfigMaps with dashboards"),
    ...(profile === "high-availability" ? gossip(grafana) : []),
    ...(database === undefined ? [] : [toDatabase(grafana, database)]),
    ...(ingress === undefined ? [] : fromIngress(grafana, GRAFANA_PORTS.web, ingress)),
    ...(login === undefined ? [] : toProvider(grafana, [login.endpoints.token, login.endpoints.userInfo])),
  ];
}

function gossip(grafana: Workload): readonly Edge[] {
  return (["TCP", "UDP"] as const).map((protocol) => ({
    from: grafana,
    to: grafana,
    port: GRAFANA_PORTS.gossip,
    protocol,
    tls: "none",
    purpose: "gossip of Grafana's own alerts",
    note: "Grafana's gossip has no TLS; alerts of this stack come from Prometheus and are not in it",
  }));
}

function toDatabase(
  grafana: Workload,
  { port = DATABASE_PORT, sslMode = "verify-full" }: GrafanaDatabase,
): Edge {
  const purpose = "users, preferences, states of alerts";
  return { from: grafana, to: GRAFANA_DATABASE, port, tls: "server", purpose, note: `ssl_mode ${sslMode}` };
}
