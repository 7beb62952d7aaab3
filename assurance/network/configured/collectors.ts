import type { Artifact } from "../../artifact/artifact";
import { entriesOf, itemsOf, textOf, textsOf, valueAt, type JsonValue } from "../../artifact/json";
import { collectors, type Collector } from "../../artifact/native/collectors";
import { tlsOfClient, tlsOfServer } from "../tls";
import { hostAndPort, type Call, type Listener } from "./configured";

interface Component {
  readonly type: string;
  readonly path: string;
  readonly settings: JsonValue;
}

/** What the collectors' exporters and receivers connect to. */
export function collectorCalls(artifact: Artifact): readonly Call[] {
  return collectors(artifact).flatMap((collector) => {
    const from = workloadOf(artifact, collector);
    const parts = ["exporters", "receivers", "processors"].flatMap((section) =>
      components(collector, section),
    );
    return parts.flatMap((component) =>
      calls(component).map((call) => ({ ...call, from, where: `${collector.address}: ${component.path}` })),
    );
  });
}

/** Ports that the collectors listen on for others than the kubelet. */
export function collectorListeners(artifact: Artifact): readonly Listener[] {
  return collectors(artifact).flatMap((collector) => {
    const at = workloadOf(artifact, collector);
    const servers = [
      ...components(collector, "receivers").flatMap(receivers),
      ...components(collector, "exporters").filter(({ type }) => type === "prometheus"),
      ...readers(collector),
    ];
    return servers.map(({ path, settings }) => ({
      at,
      port: hostAndPort(textOf(valueAt(settings, "endpoint"))?.replace(/^\$\{[^}]*\}/, "pod") ?? "").port,
      tls: tlsOfServer(valueAt(settings, "tls")),
      where: `${collector.address}: ${path}`,
    }));
  });
}

function workloadOf({ releases }: Artifact, { address, name }: Collector): string {
  return `${releases.find((release) => release.address === address)?.namespace ?? ""}/${name}`;
}

function components({ config, path }: Collector, section: string): readonly Component[] {
  return entriesOf(config[section]).map(([id, settings]) => ({
    type: id.split("/")[0] ?? "",
    path: `${path}.${section}.${id}`,
    settings,
  }));
}

type Target = Pick<Call, "host" | "port" | "tls">;

function calls({ type, settings }: Component): readonly Target[] {
  const tls = tlsOfClient(valueAt(settings, "tls"));
  switch (type) {
    case "otlp_grpc":
      return [{ ...hostAndPort(textOf(valueAt(settings, "endpoint")) ?? ""), tls }];
    case "elasticsearch":
      return textsOf(valueAt(settings, "endpoints")).map((url) => ({ ...hostAndPort(url), tls }));
    case "load_balancing":
      return itemsOf(valueAt(settings, "resolver.k8s.ports")).map((port) => ({
        host: textOf(valueAt(settings, "resolver.k8s.service")) ?? "",
        port: Number(port),
        tls: tlsOfClient(valueAt(settings, "protocol.otlp.tls")),
      }));
    case "kubelet_stats":
      return [
        {
          host: "nodes",
          port: hostAndPort(textOf(valueAt(settings, "endpoint"))?.replace(/\$\{[^}]*\}/, "node") ?? "").port,
          tls: "server",
        },
      ];
    case "k8s_attributes":
    case "k8s_cluster":
    case "k8s_events":
      return [{ host: "kubernetes-api", port: 443, tls: "server" }];
    default:
      return [];
  }
}

function receivers(component: Component): readonly Component[] {
  const { type, path, settings } = component;
  if (type === "zipkin") return [component];
  if (type !== "otlp") return [];
  return entriesOf(valueAt(settings, "protocols"))
    .filter(([, protocol]) => protocol !== null)
    .map(([name, protocol]) => ({ type, path: `${path}.protocols.${name}`, settings: protocol }));
}

/** Of the collector's metrics about itself; they know no TLS. */
function readers({ config, path }: Collector): readonly Component[] {
  const at = "service.telemetry.metrics.readers";
  return itemsOf(valueAt(config, at)).map((reader) => {
    const port = Number(valueAt(reader, "pull.exporter.prometheus.port"));
    return { type: "reader", path: `${path}.${at}`, settings: { endpoint: `pod:${String(port)}` } };
  });
}
