import type { Artifact } from "../../artifact/artifact";
import { itemsOf, textOf, valueAt, type JsonValue } from "../../artifact/json";
import type { Release } from "../../artifact/release";
import { tlsOfUrl } from "../tls";
import { hostAndPort, type Call, type Listener } from "./configured";

/** What Kibana, Logstash, the exporter and the Job of Elasticsearch connect to. */
export function elasticCalls(artifact: Artifact): readonly Call[] {
  return [
    ...releasesOf(artifact, "eck-kibana").flatMap(kibanaCalls),
    ...releasesOf(artifact, "eck-logstash").flatMap(({ address, name, namespace, values }) =>
      variableCalls(valueAt(values, "podTemplate"), `${namespace}/${name}`, `${address}: podTemplate`),
    ),
    ...releasesOf(artifact, "prometheus-elasticsearch-exporter").map(
      ({ address, name, namespace, values }) => {
        const url = textOf(valueAt(values, "es.uri")) ?? "";
        return {
          ...hostAndPort(url),
          from: `${namespace}/${name}`,
          tls: tlsOfUrl(url),
          where: `${address}: es.uri`,
        };
      },
    ),
    ...artifact.objects
      .filter(({ kind }) => kind === "Job")
      .flatMap(({ address, body, namespace, path }) => {
        const name = textOf(valueAt(body, "spec.template.metadata.labels.app\\.kubernetes\\.io/name")) ?? "";
        return variableCalls(valueAt(body, "spec.template"), `${namespace}/${name}`, `${address}: ${path}`);
      }),
  ];
}

/** Ports that Logstash's inputs and the exporter listen on. */
export function elasticListeners(artifact: Artifact): readonly Listener[] {
  return [
    ...releasesOf(artifact, "eck-logstash").flatMap(logstashListeners),
    ...releasesOf(artifact, "prometheus-elasticsearch-exporter").map(
      ({ address, name, namespace, values }): Listener => ({
        at: `${namespace}/${name}`,
        // The chart's own.
        port: 9108,
        tls: JSON.stringify(values.extraArgs ?? []).includes("--web.config.file=") ? "server" : "none",
        where: `${address}: extraArgs`,
      }),
    ),
  ];
}

function releasesOf({ releases }: Artifact, chart: string): readonly Release[] {
  return releases.filter((release) => release.chart === chart);
}

/** The operator tells Kibana the address, which it makes of the resource's name; it always has TLS. */
function kibanaCalls({ address, name, namespace, values }: Release): readonly Call[] {
  const target = textOf(valueAt(values, "elasticsearchRef.name"));
  const into = textOf(valueAt(values, "elasticsearchRef.namespace")) ?? namespace;
  return target === undefined
    ? []
    : [
        {
          from: `${namespace}/${name}`,
          host: `${target}-es-http.${into}.svc`,
          port: 9200,
          tls: "server",
          where: `${address}: elasticsearchRef`,
        },
      ];
}

/** Of a pod whose containers find the address in the variable ES_URL. */
function variableCalls(pod: JsonValue | undefined, from: string, where: string): readonly Call[] {
  return itemsOf(valueAt(pod, "spec.containers"))
    .flatMap((container) => itemsOf(valueAt(container, "env")))
    .filter((variable) => valueAt(variable, "name") === "ES_URL")
    .map((variable) => {
      const url = textOf(valueAt(variable, "value")) ?? "";
      return { ...hostAndPort(url), from, tls: tlsOfUrl(url), where };
    });
}

function logstashListeners({ address, name, namespace, values }: Release): readonly Listener[] {
  return itemsOf(values.pipelines).flatMap((pipeline, index) => {
    const text = textOf(valueAt(pipeline, "config\\.string")) ?? "";
    return [...text.matchAll(/^ {2}\w+ \{\n((?: {4}.*\n)*?) {2}\}$/gm)]
      .map(([, settings = ""]) => settings)
      .filter((settings) => /^ +port => /m.test(settings))
      .map((settings) => ({
        at: `${namespace}/${name}`,
        port: Number(/port => (\d+)/.exec(settings)?.[1]),
        tls: tlsOfInput(settings),
        where: `${address}: pipelines[${String(index)}]`,
      }));
  });
}

function tlsOfInput(settings: string): Listener["tls"] {
  if (!settings.includes("ssl_enabled => true")) return "none";
  return settings.includes('ssl_client_authentication => "required"') ? "mutual" : "server";
}
