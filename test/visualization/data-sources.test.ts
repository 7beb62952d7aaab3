import { dataSourceUid } from "../../constructs/visualization/data-source";
import { dataSourceValues } from "../../constructs/visualization/data-source-values";
import {
  alertmanagerSource,
  elasticsearchSource,
  jaegerSource,
  prometheusSource,
} from "../../constructs/visualization/data-sources";

const prometheus = prometheusSource("Prometheus", {
  url: "http://kps-prometheus.obs:9090",
  scrapeInterval: "45s",
});
const jaeger = jaegerSource("Jaeger", { queryUrl: "http://jaeger.obs:16686" });
const elasticsearch = elasticsearchSource("Elasticsearch", {
  url: "https://elasticsearch-es-http.obs:9200",
  caSecretName: "es-ca",
  userSecretName: (reader) => `es-user-${reader}`,
});
const alertmanager = alertmanagerSource("Alertmanager", { url: "https://kps-alertmanager.obs:9093" });

function provisioned(sources: Parameters<typeof dataSourceValues>[0], uid: string) {
  const files = dataSourceValues(sources).datasources as Record<
    string,
    { datasources: Record<string, unknown>[] }
  >;
  return files[`${uid}.yaml`]?.datasources[0];
}

describe("dataSourceUid", () => {
  it.each([
    ["Prometheus", "prometheus"],
    ["Metrics (long term)", "metrics-long-term"],
    ["ES 9", "es-9"],
  ])("turns %s into %s", (name, uid) => {
    expect(dataSourceUid(name)).toBe(uid);
  });
});

describe("dataSourceValues", () => {
  it("gives each source a file of its own, from which Grafana also learns what is gone", () => {
    expect(dataSourceValues([prometheus])).toEqual({
      datasources: {
        "prometheus.yaml": {
          apiVersion: 1,
          prune: true,
          datasources: [
            {
              name: "Prometheus",
              type: "prometheus",
              uid: "prometheus",
              url: "http://kps-prometheus.obs:9090",
              access: "proxy",
              orgId: 1,
              editable: false,
              isDefault: true,
              jsonData: {
                httpMethod: "POST",
                prometheusType: "Prometheus",
                timeInterval: "45s",
                manageAlerts: true,
                allowAsRecordingRulesTarget: false,
              },
            },
          ],
        },
      },
      envValueFrom: {},
    });
  });

  it("makes the first Prometheus the default and nothing else", () => {
    const second = prometheusSource("Archive", { url: "http://thanos.obs:9090" });
    const sources = [jaeger, prometheus, second];
    expect(sources.map(({ uid }) => provisioned(sources, uid)?.isDefault)).toEqual([false, true, false]);
  });

  it("reads the logs' password and CA from Secrets, each expanded once only", () => {
    expect(provisioned([elasticsearch], "elasticsearch")).toMatchObject({
      basicAuth: true,
      basicAuthUser: "$ELASTICSEARCH_USERNAME",
      secureJsonData: { basicAuthPassword: "$ELASTICSEARCH_PASSWORD", tlsCACert: "$ELASTICSEARCH_CA" },
      jsonData: { tlsAuthWithCACert: true },
    });
    expect(dataSourceValues([elasticsearch]).envValueFrom).toEqual({
      ELASTICSEARCH_USERNAME: { secretKeyRef: { name: "es-user-grafana", key: "username" } },
      ELASTICSEARCH_PASSWORD: { secretKeyRef: { name: "es-user-grafana", key: "password" } },
      ELASTICSEARCH_CA: { secretKeyRef: { name: "es-ca", key: "ca.crt" } },
    });
  });

  it("reads the message and level where the collectors store them", () => {
    expect(provisioned([elasticsearch], "elasticsearch")?.jsonData).toMatchObject({
      index: "logs-*",
      timeField: "@timestamp",
      logMessageField: "body.text",
      logLevelField: "severity_text",
    });
  });

  it("verifies https by the internal CA", () => {
    expect(provisioned([alertmanager], "alertmanager")).toMatchObject({
      jsonData: { implementation: "prometheus", tlsAuthWithCACert: true },
      secureJsonData: { tlsCACert: "$INTERNAL_CA" },
    });
    expect(dataSourceValues([alertmanager]).envValueFrom).toEqual({
      INTERNAL_CA: { configMapKeyRef: { name: "observability-ca", key: "ca.crt" } },
    });
  });
});

describe("links between data sources", () => {
  it("lead from an exemplar to its trace", () => {
    expect(provisioned([prometheus, jaeger], "prometheus")?.jsonData).toMatchObject({
      exemplarTraceIdDestinations: [{ name: "trace_id", datasourceUid: "jaeger" }],
    });
  });

  it("lead from a log record to its trace, whichever pipeline wrote it", () => {
    expect(provisioned([elasticsearch, jaeger], "elasticsearch")?.jsonData).toMatchObject({
      dataLinks: [
        {
          field: "^trace[._]id$$",
          url: "$${__value.raw}",
          urlDisplayLabel: "Trace",
          datasourceUid: "jaeger",
        },
      ],
    });
  });

  it("lead from a trace to the logs and metrics around it", () => {
    expect(provisioned([prometheus, elasticsearch, jaeger], "jaeger")?.jsonData).toMatchObject({
      tracesToLogsV2: {
        datasourceUid: "elasticsearch",
        customQuery: true,
        query: 'trace_id:"$${__trace.traceId}" OR trace.id:"$${__trace.traceId}"',
      },
      tracesToMetrics: {
        datasourceUid: "prometheus",
        queries: [
          { name: "Request rate", query: "sum(rate(traces_span_metrics_calls_total{$$__tags}[5m]))" },
          {
            name: "Error rate",
            query:
              'sum(rate(traces_span_metrics_calls_total{$$__tags, status_code="STATUS_CODE_ERROR"}[5m]))',
          },
        ],
      },
    });
  });

  it("lead nowhere that is not there", () => {
    expect(provisioned([jaeger], "jaeger")?.jsonData).toEqual({
      nodeGraph: { enabled: true },
      spanBar: { type: "None" },
    });
    expect(provisioned([elasticsearch], "elasticsearch")?.jsonData).not.toHaveProperty("dataLinks");
    expect(provisioned([prometheus], "prometheus")?.jsonData).not.toHaveProperty(
      "exemplarTraceIdDestinations",
    );
  });
});
