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
      secretMounts: [{ name: "elasticsearch-ca", secretName: "es-ca", path: "/ssl" }],
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
      serviceMonitor: { enabled: true },
    });
  });
});
