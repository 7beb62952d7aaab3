import { ElasticsearchExporter } from "../../constructs/logging/elasticsearch-exporter";
import { synthesize } from "../support/synthesis";

const artifact = synthesize((stack) => {
  new ElasticsearchExporter(stack, "exporter", {
    namespace: "logs",
    profile: "single",
    elasticsearch: {
      url: "https://es.example.org:9200",
      caSecretName: "es-ca",
      userSecretName: (user) => `es-${user}`,
    },
  });
});

describe("ElasticsearchExporter", () => {
  it("watches an Elasticsearch over verified TLS with a user of its own", () => {
    expect(artifact.values("elasticsearch-exporter")).toMatchObject({
      fullnameOverride: "elasticsearch-exporter",
      es: {
        uri: "https://es.example.org:9200",
        ssl: {
          enabled: true,
          useExistingSecrets: true,
          ca: { path: "/ssl/ca.crt" },
          client: { enabled: false },
        },
      },
      secretMounts: [{ name: "elasticsearch-ca", secretName: "es-ca", path: "/ssl" }, { name: "tls" }],
      extraEnvSecrets: {
        ES_USERNAME: { secret: "es-exporter", key: "username" },
        ES_PASSWORD: { secret: "es-exporter", key: "password" },
      },
    });
    expect(artifact.text).not.toContain("sslSkipVerify");
  });

  it("is scraped, and tells whether the lifecycle goes on", () => {
    expect(artifact.values("elasticsearch-exporter")).toMatchObject({
      es: { ilm: true, data_stream: true },
    });
  });

  it("answers over TLS, and is verified by the name of its Service", () => {
    expect(artifact.values("elasticsearch-exporter")).toMatchObject({
      extraArgs: ["--web.config.file=/etc/elasticsearch-exporter/web/web.yaml"],
      livenessProbe: { httpGet: { scheme: "HTTPS" } },
      readinessProbe: { httpGet: { scheme: "HTTPS" } },
      serviceMonitor: { enabled: false },
    });
    expect(artifact.values("elasticsearch-exporter-manifests")).toMatchObject({
      manifests: {
        "certificate-elasticsearch-exporter": {
          spec: {
            dnsNames: expect.arrayContaining(["elasticsearch-exporter.logs.svc"]) as unknown,
            secretName: "elasticsearch-exporter-tls",
          },
        },
        "configmap-elasticsearch-exporter-web-config": {
          data: {
            "web.yaml":
              "tls_server_config:\n" +
              "  cert_file: /etc/elasticsearch-exporter/tls/tls.crt\n" +
              "  key_file: /etc/elasticsearch-exporter/tls/tls.key\n" +
              "  min_version: TLS12\n",
          },
        },
        "servicemonitor-elasticsearch-exporter": {
          spec: {
            endpoints: [
              {
                scheme: "https",
                tlsConfig: {
                  ca: { configMap: { name: "observability-ca", key: "ca.crt" } },
                  serverName: "elasticsearch-exporter.logs.svc",
                },
              },
            ],
          },
        },
      },
    });
  });
});
