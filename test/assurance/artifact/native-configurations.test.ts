import { nativeConfigurations, type NativeConfiguration, type NativeKind } from "../../../assurance";
import {
  addRelease,
  artifactWith,
  bundle,
  release,
  resources,
  values,
  type Change,
} from "../../support/artifact-fixture";

function filesOf(kind: NativeKind, ...changes: readonly Change[]): readonly NativeConfiguration[] {
  return nativeConfigurations(artifactWith(...changes)).filter((file) => file.kind === kind);
}

function configMap(
  name: string,
  labels: Record<string, string>,
  data: Record<string, string>,
  namespace = "n",
): object {
  return { apiVersion: "v1", kind: "ConfigMap", metadata: { name, namespace, labels }, data };
}

function brought(...objects: readonly object[]): Change {
  const manifests = Object.fromEntries(
    objects.map((object, index) => [`object-${index}`, object as { kind: string }]),
  );
  return addRelease("more", bundle("more", manifests));
}

describe("native configurations", () => {
  test("of the compliant artifact are these files", () => {
    expect(nativeConfigurations(artifactWith()).map(({ kind, fileName }) => `${kind}/${fileName}`)).toEqual([
      "prometheus-rules/platform.yaml",
      "alertmanager/kps.yaml",
      "collectors/otel-agent.yaml",
      "collectors/otel-gateway.yaml",
      "jaeger/jaeger.yaml",
      "elasticsearch/component-template-logs-otel.json",
      "elasticsearch/ilm-logs.json",
      "elasticsearch/setup.sh",
      "instrumentation/default.yaml",
    ]);
  });

  test("are the same bytes each time", () => {
    const read = (): string =>
      nativeConfigurations(artifactWith())
        .map(({ content }) => content)
        .join("");
    expect(read()).toBe(read());
  });

  test("hold Prometheus rules as promtool reads them, from values and objects", () => {
    const rule = { alert: "A", expr: "up == 0", annotations: { summary: "{{ $labels.job }} is down" } };
    const object = {
      apiVersion: "monitoring.coreos.com/v1",
      kind: "PrometheusRule",
      metadata: { name: "own" },
      spec: { groups: [{ name: "g", rules: [rule] }] },
    };
    const [own, platform] = filesOf("prometheus-rules", brought(object));
    expect(own?.content).toBe(
      [
        "groups:",
        "  - name: g",
        "    rules:",
        "      - alert: A",
        "        annotations:",
        '          summary: "{{ $labels.job }} is down"',
        "        expr: up == 0",
        "",
      ].join("\n"),
    );
    expect(own?.path).toBe("manifests.object-0.spec");
    expect(platform).toMatchObject({ name: "platform", address: "helm_release.kps" });
  });

  test("hold Alertmanager's configuration with what the chart adds", () => {
    const [file] = filesOf("alertmanager");
    expect(file?.content).toContain("resolve_timeout: 5m");
    expect(file?.content).toContain('- severity="critical"');
  });

  test("hold a collector's configuration with its variables, and the alternate one where it is used", () => {
    expect(filesOf("collectors")[0]?.content).toContain("endpoint: ${env:IP}:8889");
    const [agent] = filesOf("collectors", values("agent", { alternateConfig: { receivers: { otlp: {} } } }));
    expect(agent).toMatchObject({ path: "alternateConfig", data: { receivers: { otlp: {} } } });
  });

  test("undo the quotes around what Helm must not evaluate", () => {
    const [agent] = filesOf(
      "collectors",
      values("agent", { "config.exporters.x": { format: "{{`{{.x}}`}}" } }),
    );
    expect(agent?.content).toContain('format: "{{.x}}"');
  });

  test("hold Elasticsearch's documents as sorted JSON and its script as it is", () => {
    const contents = filesOf("elasticsearch").map(({ content }) => content);
    expect(contents[0]).toBe(
      '{\n  "template": {\n    "settings": {\n      "index": {\n        "lifecycle.name": "logs"\n      }\n    }\n  }\n}\n',
    );
    expect(contents[2]).toBe("#!/bin/sh\n");
  });

  test("hold Logstash's pipelines in its own language", () => {
    const pipelines = [
      { "pipeline.id": "legacy", "config.string": 'input { } filter { grok { match => ["%{WORD}"] } }' },
    ];
    const logstash = release("eck-logstash", "0.20.0", "logstash", { pipelines });
    expect(filesOf("logstash", addRelease("logstash", logstash))).toMatchObject([
      {
        fileName: "legacy.conf",
        content: pipelines[0]?.["config.string"],
        path: "pipelines[0].config\\.string",
      },
    ]);
  });

  test("hold Grafana's data sources from values, ConfigMaps and Secrets", () => {
    const source = (name: string): string => `datasources: [{name: ${name}, url: "http://x?q=\${__from}"}]`;
    const grafana = release("grafana", "12.11.1", "grafana", {
      datasources: { "datasources.yaml": { datasources: [{ name: "values" }] } },
    });
    const secret = {
      kind: "Secret",
      metadata: { name: "s", labels: { grafana_datasource: "1" } },
      data: { "secret.yaml": Buffer.from(source("secret")).toString("base64") },
    };
    const files = filesOf(
      "grafana-data-sources",
      addRelease("grafana", grafana),
      brought(configMap("c", { grafana_datasource: "1" }, { "map.yaml": source("map") }), secret),
    );
    expect(files.map(({ fileName, data }) => [fileName, data])).toEqual([
      ["grafana-datasources.yaml", { datasources: [{ name: "values" }] }],
      ["map.yaml", { datasources: [{ name: "map", url: "http://x?q=${__from}" }] }],
      ["secret.yaml", { datasources: [{ name: "secret", url: "http://x?q=${__from}" }] }],
    ]);
  });

  test("hold dashboards, and tell two of one name apart", () => {
    const dashboard = (title: string): Record<string, string> => ({
      "a.json": JSON.stringify({ title, panels: [] }),
    });
    const files = filesOf(
      "grafana-dashboards",
      brought(configMap("one", { grafana_dashboard: "1" }, dashboard("first"))),
      resources({
        kubernetes_config_map_v1: {
          two: { metadata: { name: "two", labels: { grafana_dashboard: "1" } }, data: dashboard("second") },
        },
      }),
    );
    expect(files.map(({ name, fileName, content }) => [name, fileName, content])).toEqual([
      ["a", "a.json", '{\n  "panels": [],\n  "title": "first"\n}\n'],
      ["a-2", "a-2.json", '{\n  "panels": [],\n  "title": "second"\n}\n'],
    ]);
  });

  test("cannot leave their folder by a name", () => {
    const rules = { "../../etc/passwd": { groups: [] } };
    const [file] = filesOf("prometheus-rules", values("kps", { additionalPrometheusRulesMap: rules }));
    expect(file?.fileName).toBe("-..-etc-passwd.yaml");
  });
});
