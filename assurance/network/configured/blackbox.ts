import type { Artifact } from "../../artifact/artifact";
import { itemsOf, textOf, textsOf, valueAt } from "../../artifact/json";
import type { KubernetesObject } from "../../artifact/kubernetes-object";
import type { Release } from "../../artifact/release";
import type { Tls } from "../tls";
import { hostAndPort, type Call, type Listener } from "./configured";

/** Whom Prometheus asks for probes, and whom blackbox exporters connect to for them. */
export function blackboxCalls(artifact: Artifact): readonly Call[] {
  return artifact.objects
    .filter(({ kind }) => kind === "Probe")
    .flatMap((probe) => [
      ...releasesOf(artifact, "kube-prometheus-stack").map((release) => toProber(release, probe)),
      ...releasesOf(artifact, "prometheus-blackbox-exporter").flatMap((release) =>
        toTargets(artifact, release, probe),
      ),
    ]);
}

function toProber({ name, namespace }: Release, { address, body, path }: KubernetesObject): Call {
  const spec = valueAt(body, "spec.prober");
  return {
    from: `${namespace}/${name}-prometheus`,
    ...hostAndPort(textOf(valueAt(spec, "url")) ?? ""),
    tls: textOf(valueAt(spec, "scheme")) === "https" ? "server" : "none",
    where: `${address}: ${path}`,
  };
}

function toTargets(artifact: Artifact, release: Release, probe: KubernetesObject): readonly Call[] {
  const module = textOf(valueAt(probe.body, "spec.module")) ?? "";
  return textsOf(valueAt(probe.body, "spec.targets.staticConfig.static")).map((target) => {
    const { host, port } = hostAndPort(target);
    return {
      from: `${release.namespace}/${release.name}`,
      host,
      port: podPort(artifact, host, port),
      tls: tlsOf(release, module),
      where: `${probe.address}: ${probe.path}`,
    };
  });
}

/** Without an authority to verify by, or with none verified, a connection counts as one without TLS. */
function tlsOf({ values }: Release, module: string): Tls {
  const config = valueAt(valueAt(values, "config.modules"), module);
  const tls = valueAt(config, "tcp.tls_config");
  if (valueAt(config, "tcp.tls") !== true || valueAt(tls, "ca_file") === undefined) return "none";
  if (valueAt(tls, "insecure_skip_verify") === true) return "none";
  return valueAt(tls, "cert_file") === undefined ? "server" : "mutual";
}

/** Charts whose Service has another port than the pods, and the pods' own. */
const CHART_PORTS: Readonly<Record<string, number>> = { grafana: 3000 };

/** The port of the pods behind a Service: one of the artifact's objects, or one that a chart makes. */
function podPort(artifact: Artifact, host: string, port: number): number {
  const [service = "", namespace = ""] = host.split(".");
  const isNamed = (one: { readonly name: string; readonly namespace?: string }): boolean =>
    one.name === service && one.namespace === namespace;
  const chart = artifact.releases.find(isNamed)?.chart ?? "";
  const target = itemsOf(
    valueAt(artifact.objects.find((one) => one.kind === "Service" && isNamed(one))?.body, "spec.ports"),
  )
    .filter((one) => valueAt(one, "port") === port)
    .map((one) => valueAt(one, "targetPort"))[0];
  const named = artifact.objects
    .filter((one) => one.kind === "Deployment" && isNamed(one))
    .flatMap(({ body }) => itemsOf(valueAt(body, "spec.template.spec.containers")))
    .flatMap((container) => itemsOf(valueAt(container, "ports")))
    .find((one) => valueAt(one, "name") === target);
  return Number(valueAt(named, "containerPort") ?? target ?? CHART_PORTS[chart] ?? port);
}

/** Ports of blackbox exporters. */
export function blackboxListeners(artifact: Artifact): readonly Listener[] {
  return releasesOf(artifact, "prometheus-blackbox-exporter").map(({ address, name, namespace, values }) => ({
    at: `${namespace}/${name}`,
    // The chart's own.
    port: 9115,
    tls: JSON.stringify(values.extraArgs ?? []).includes("--web.config.file=") ? "server" : "none",
    where: `${address}: extraArgs`,
  }));
}

function releasesOf({ releases }: Artifact, chart: string): readonly Release[] {
  return releases.filter((release) => release.chart === chart);
}
