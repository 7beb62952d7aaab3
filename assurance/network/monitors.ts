import type { Artifact } from "../artifact/artifact";
import { itemsOf, textOf, valueAt, type JsonValue } from "../artifact/json";
import type { Release } from "../artifact/release";
import type { Tls } from "./tls";

/** One endpoint of a ServiceMonitor or PodMonitor. */
export interface Scrape {
  /** `namespace/name` of the workload that is asked, or `nodes`. */
  readonly workload: string;
  readonly tls: Tls;
  readonly where: string;
}

/**
 * What Prometheus is told to scrape of the stack's own components: by monitors among the objects, which have the names
 * of their workloads, and by those that charts make of their values.
 */
export function monitors(artifact: Artifact): readonly Scrape[] {
  return [
    ...artifact.objects
      .filter(({ kind }) => kind === "ServiceMonitor" || kind === "PodMonitor")
      .flatMap(({ address, body, name, namespace, path }) =>
        endpoints(`${namespace}/${name}`, valueAt(body, "spec"), `${address}: ${path}`),
      ),
    ...artifact.releases.flatMap((release) => CHARTS[release.chart]?.(release) ?? []),
  ];
}

/** How each chart makes monitors of its values, at the versions of `charts-values/charts.json`. */
const CHARTS: Readonly<Record<string, (release: Release) => readonly Scrape[]>> = {
  "opentelemetry-collector": (release) =>
    ["podMonitor", "serviceMonitor"].flatMap((path) => ifEnabled(release, path, path, [release.name])),
  "opentelemetry-operator": (release) =>
    ifEnabled(release, "manager.serviceMonitor", "manager.serviceMonitor", [release.name]),
  "eck-operator": (release) => ifEnabled(release, "serviceMonitor", "serviceMonitor", ["elastic-operator"]),
  "prometheus-elasticsearch-exporter": (release) =>
    ifEnabled(release, "serviceMonitor", "serviceMonitor", [release.name]),
  grafana: (release) => ifEnabled(release, "serviceMonitor", "serviceMonitor", [release.name]),
  thanos: (release) =>
    ifEnabled(release, "serviceMonitor", "serviceMonitor.endpointConfig", [`${release.name}-query`]),
  "trust-manager": (release) =>
    ifEnabled(release, "app.metrics.service.servicemonitor", "app.metrics.service.servicemonitor", [
      release.name,
    ]),
  "cert-manager": (release) =>
    ifEnabled(
      release,
      "prometheus.servicemonitor",
      "prometheus.servicemonitor.endpointAdditionalProperties",
      ["", "-cainjector", "-webhook"].map((suffix) => `${release.name}${suffix}`),
    ),
  "kube-prometheus-stack": prometheusMonitors,
};

function ifEnabled(release: Release, path: string, at: string, names: readonly string[]): readonly Scrape[] {
  const { address, namespace, values } = release;
  return valueAt(values, `${path}.enabled`) === true
    ? names.flatMap((name) => endpoints(`${namespace}/${name}`, valueAt(values, at), `${address}: ${at}`))
    : [];
}

/** Each endpoint of a list, or the one that the map itself describes. */
function endpoints(workload: string, spec: JsonValue | undefined, where: string): readonly Scrape[] {
  const lists = ["endpoints", "podMetricsEndpoints", "metricsEndpoints"].flatMap((name) =>
    itemsOf(valueAt(spec, name)),
  );
  return (lists.length === 0 ? [spec] : lists).map((endpoint) => ({ workload, tls: tlsOf(endpoint), where }));
}

function tlsOf(endpoint: JsonValue | undefined): Tls {
  return textOf(valueAt(endpoint, "scheme")) === "https" ? "server" : "none";
}

/** Both Prometheus and Alertmanager have a second endpoint, of the reloader beside them. */
function prometheusMonitors({ address, name, namespace, values }: Release): readonly Scrape[] {
  const of = (workload: string, path: string): Scrape => ({
    workload,
    tls: tlsOf(valueAt(values, path)),
    where: `${address}: ${path}`,
  });
  const own = (component: string): string => `${namespace}/${name}-${component}`;
  const reloaded = (component: string): readonly Scrape[] => {
    const scrape = of(own(component), `${component}.serviceMonitor`);
    return [scrape, scrape];
  };
  return [
    ...reloaded("prometheus"),
    ...reloaded("alertmanager"),
    ...(valueAt(values, "prometheus.thanosServiceMonitor.enabled") === true
      ? [of(own("prometheus"), "prometheus.thanosServiceMonitor")]
      : []),
    of(own("kube-state-metrics"), "kube-state-metrics.prometheus.monitor.http"),
    of("nodes", "prometheus-node-exporter.prometheus.monitor"),
    // The chart asks it over TLS unless its TLS is off.
    {
      workload: own("operator"),
      tls: valueAt(values, "prometheusOperator.tls.enabled") === false ? "none" : "server",
      where: `${address}: prometheusOperator.tls`,
    },
  ];
}
