import type { Profile } from "../core/chart-values";
import { type Edge, toKubernetesApi } from "../security/edge";
import { toProvider } from "../security/identity-provider";
import { GRAFANA_DATABASE } from "../security/outsider";
import type { Workload } from "../security/workload";
import { DATABASE_PORT, type GrafanaDatabase } from "./grafana-database";
import { CONTROLLER_NAMESPACE, type GrafanaIngress } from "./grafana-ingress";
import type { GrafanaLogin } from "./grafana-login";

/** Ports of Grafana's pods. */
export const GRAFANA_PORTS = { web: 3000, gossip: 9094 } as const;

/** Port of the pod by which cert-manager proves that a published host is ours. */
const ACME_SOLVER_PORT = 8089;

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
    readonly ingress?: GrafanaIngress;
    readonly login?: GrafanaLogin;
  },
): readonly Edge[] {
  const { database, ingress, login, profile } = options;
  return [
    ...toKubernetesApi(grafana, "ConfigMaps with dashboards"),
    ...(profile === "high-availability" ? gossip(grafana) : []),
    ...(database === undefined ? [] : [toDatabase(grafana, database)]),
    ...(ingress === undefined ? [] : fromIngress(grafana, ingress)),
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

function fromIngress(grafana: Workload, ingress: GrafanaIngress): readonly Edge[] {
  const { controllerNamespace = CONTROLLER_NAMESPACE, issuer } = ingress;
  const from = { name: "ingress-controller", namespaces: [controllerNamespace] };
  const solver: Workload = {
    name: "acme-http-solver",
    namespace: grafana.namespace,
    podLabels: { "acme.cert-manager.io/http01-solver": "true" },
    services: [],
  };
  const proof: Edge = {
    from,
    to: solver,
    port: ACME_SOLVER_PORT,
    tls: "none",
    purpose: "proof to the issuer that the host is ours",
    note: "ACME's HTTP-01 asks without TLS; the pod exists while a certificate is made",
  };
  return [
    { from, to: grafana, port: GRAFANA_PORTS.web, tls: "server", purpose: "people" },
    ...(issuer === undefined ? [] : [proof]),
  ];
}
