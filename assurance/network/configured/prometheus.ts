import type { Artifact } from "../../artifact/artifact";
import { isObject, valueAt } from "../../artifact/json";
import type { Release } from "../../artifact/release";
import type { Tls } from "../tls";
import type { Call, Listener } from "./configured";

const ALERTMANAGER = "alertmanager.alertmanagerSpec";

/** Who Prometheus sends alerts to, and the gossip of Alertmanagers. What it scrapes is told by monitors. */
export function prometheusCalls(artifact: Artifact): readonly Call[] {
  return stacks(artifact).flatMap(({ address, name, namespace, values }) => [
    {
      from: `${namespace}/${name}-prometheus`,
      host: `${name}-alertmanager.${namespace}.svc`,
      port: 9093,
      tls: valueAt(values, `${ALERTMANAGER}.scheme`) === "https" ? "server" : "none",
      where: `${address}: ${ALERTMANAGER}.scheme`,
    },
    ...(replicas(values) > 1
      ? [
          {
            from: `${namespace}/${name}-alertmanager`,
            host: `alertmanager-operated.${namespace}.svc`,
            port: 9094,
            tls: gossipTls(values),
            where: `${address}: ${ALERTMANAGER}.clusterTLS`,
          },
        ]
      : []),
  ]);
}

/** Ports that Prometheus and Alertmanager, their reloaders included, listen on. */
export function prometheusListeners(artifact: Artifact): readonly Listener[] {
  return stacks(artifact).flatMap(({ address, name, namespace, values }) => {
    const listener = (component: string, port: number, tls: Tls, path: string): Listener => ({
      at: `${namespace}/${name}-${component}`,
      port,
      tls,
      where: `${address}: ${path}`,
    });
    const web = (component: string, path: string, port: number): readonly Listener[] => {
      const tls = isObject(valueAt(values, `${path}.web.tlsConfig`)) ? "server" : "none";
      // The operator gives the reloader the same configuration.
      return [port, 8080].map((each) => listener(component, each, tls, `${path}.web`));
    };
    return [
      ...web("prometheus", "prometheus.prometheusSpec", 9090),
      ...web("alertmanager", ALERTMANAGER, 9093),
      ...(replicas(values) > 1
        ? [listener("alertmanager", 9094, gossipTls(values), `${ALERTMANAGER}.clusterTLS`)]
        : []),
      listener("kube-state-metrics", 8080, exporterTls(values), "kube-state-metrics.extraArgs"),
    ];
  });
}

function stacks({ releases }: Artifact): readonly Release[] {
  return releases.filter(({ chart }) => chart === "kube-prometheus-stack");
}

function replicas(values: Release["values"]): number {
  return Number(valueAt(values, `${ALERTMANAGER}.replicas`) ?? 1);
}

function gossipTls(values: Release["values"]): Tls {
  if (!isObject(valueAt(values, `${ALERTMANAGER}.clusterTLS.server`))) return "none";
  const asked = valueAt(values, `${ALERTMANAGER}.clusterTLS.server.clientAuthType`);
  return asked === "RequireAndVerifyClientCert" ? "mutual" : "server";
}

function exporterTls(values: Release["values"]): Tls {
  const args = JSON.stringify(valueAt(values, "kube-state-metrics.extraArgs") ?? []);
  return args.includes("--tls-config=") ? "server" : "none";
}
