import type { Artifact } from "../../artifact/artifact";
import { entriesOf, itemsOf, textOf, textsOf, valueAt, type JsonValue } from "../../artifact/json";
import { jaegerConfigurations, type JaegerConfiguration } from "../../artifact/native/jaeger";
import { tlsOfClient, tlsOfServer, tlsOfUrl } from "../tls";
import { hostAndPort, type Call, type Listener } from "./configured";

const BACKENDS = "extensions.jaeger_storage.backends";
const METRICS = "extensions.jaeger_storage.metric_backends";

/** What Jaeger and the job that cleans its storage connect to. */
export function jaegerCalls(artifact: Artifact): readonly Call[] {
  return jaegerConfigurations(artifact).flatMap((jaeger) => {
    const { address, config, values } = jaeger;
    const from = workloadOf(artifact, jaeger);
    const storage = entriesOf(valueAt(config, BACKENDS)).flatMap(([name, backend]) =>
      textsOf(valueAt(backend, "elasticsearch.server_urls")).map((url) => ({
        ...hostAndPort(url),
        from,
        tls: tlsOfClient(valueAt(backend, "elasticsearch.tls")),
        where: `${address}: userconfig.${BACKENDS}.${name}`,
      })),
    );
    const metrics = entriesOf(valueAt(config, METRICS)).map(([name, backend]) => {
      const url = textOf(valueAt(backend, "prometheus.endpoint")) ?? "";
      return {
        ...hostAndPort(url),
        from,
        tls: tlsOfUrl(url),
        where: `${address}: userconfig.${METRICS}.${name}`,
      };
    });
    const url = textOf(valueAt(values, "storage.elasticsearch.url")) ?? "";
    const cleaner = {
      ...hostAndPort(url),
      from: `${from}-es-index-cleaner`,
      tls: hasTls(valueAt(values, "esIndexCleaner.extraEnv")) ? tlsOfUrl(url) : ("none" as const),
      where: `${address}: storage.elasticsearch.url`,
    };
    return [...storage, ...metrics, cleaner];
  });
}

/** Ports that Jaeger listens on for others than the kubelet. */
export function jaegerListeners(artifact: Artifact): readonly Listener[] {
  return jaegerConfigurations(artifact).flatMap((jaeger) => {
    const { address, config } = jaeger;
    const at = workloadOf(artifact, jaeger);
    const served = [
      "receivers.otlp.protocols.grpc",
      "receivers.otlp.protocols.http",
      "extensions.jaeger_query.http",
      "extensions.jaeger_query.grpc",
    ].filter((path) => valueAt(config, path) !== undefined);
    const metrics = "service.telemetry.metrics.readers";
    return [
      ...served.map((path) => ({
        at,
        port: hostAndPort(textOf(valueAt(config, `${path}.endpoint`)) ?? "").port,
        tls: tlsOfServer(valueAt(config, `${path}.tls`)),
        where: `${address}: userconfig.${path}`,
      })),
      ...itemsOf(valueAt(config, metrics)).map((reader) => ({
        at,
        port: Number(valueAt(reader, "pull.exporter.prometheus.port")),
        tls: "none" as const,
        where: `${address}: userconfig.${metrics}`,
      })),
    ];
  });
}

function workloadOf({ releases }: Artifact, { address, name }: JaegerConfiguration): string {
  return `${releases.find((release) => release.address === address)?.namespace ?? ""}/${name}`;
}

function hasTls(environment: JsonValue | undefined): boolean {
  return itemsOf(environment).some(
    (variable) => valueAt(variable, "name") === "ES_TLS_ENABLED" && valueAt(variable, "value") === "true",
  );
}
