import type { HelmValues } from "../../constructs/core/helm-values";
import { Elasticsearch, type ElasticsearchProps } from "../../constructs/logging/elasticsearch";
import { mandateWith, stricterVariant } from "../support/mandate-variants";
import { onlyProblemOf } from "../support/problems";
import { synthesize } from "../support/synthesis";

const PROPS: ElasticsearchProps = { namespace: "logs", profile: "single", storageSize: "11Gi" };

function artifact(props: Partial<ElasticsearchProps> = {}, options: Parameters<typeof synthesize>[1] = {}) {
  return synthesize((stack) => new Elasticsearch(stack, "elasticsearch", { ...PROPS, ...props }), options);
}

/** The JSON documents that the Job applies, by their keys. */
function setup(props: Partial<ElasticsearchProps> = {}, options: Parameters<typeof synthesize>[1] = {}) {
  const { manifests } = artifact(props, options).values("elasticsearch-setup") as {
    manifests: Record<string, { data: Record<string, string> }>;
  };
  const data = manifests["configmap-elasticsearch-setup"]?.data ?? {};
  return (key: string) => JSON.parse(data[key] ?? "null") as HelmValues;
}

const deletesAfter = (age: string) => ({ policy: { phases: { delete: { min_age: age } } } });

describe("Elasticsearch", () => {
  it("deletes logs at the mandated age, and follows another mandate", () => {
    const days = stricterVariant("log_retention_days");
    const mandate = mandateWith({ log_retention_days: days });
    expect(setup({}, { mandate })("ilm-qms-logs.json")).toMatchObject(deletesAfter(`${days}d`));
    expect(setup({}, { mandate })("component-template-logs-otel-custom.json")).toMatchObject({
      template: { data_stream_options: { failure_store: { lifecycle: { data_retention: `${days}d` } } } },
    });
  });

  it("keeps logs longer where it is asked to", () => {
    expect(setup({ retentionDays: 123 })("ilm-qms-logs.json")).toMatchObject(deletesAfter("123d"));
  });

  it("refuses to keep logs for fewer days than the mandate says", () => {
    expect(onlyProblemOf(() => artifact({ retentionDays: 89 }))).toBe(
      [
        "test/elasticsearch: retentionDays: the retention is weaker than the mandate",
        "  found:    89 days",
        "  allowed:  at least 90 days",
        "  mandate:  observability_configuration.log_retention_days",
        "  fix:      remove retentionDays, or set it to 90 or more",
      ].join("\n"),
    );
  });

  it("refuses a part of a day", () => {
    expect(onlyProblemOf(() => artifact({ retentionDays: 91.5 }))).toBe(
      [
        "test/elasticsearch: retentionDays: the retention is no whole number of days",
        "  found:    91.5 days",
        "  allowed:  at least 90 days",
        "  mandate:  observability_configuration.log_retention_days",
      ].join("\n"),
    );
  });

  it("is one node without copies in the profile single", () => {
    expect(artifact().values("elasticsearch")).toMatchObject({
      fullnameOverride: "elasticsearch",
      version: "9.5.0",
      image: "docker.elastic.co/elasticsearch/elasticsearch:9.5.0",
      nodeSets: [
        {
          count: 1,
          podTemplate: {
            spec: {
              containers: [
                {
                  name: "elasticsearch",
                  resources: { requests: { memory: "1536Mi" }, limits: { memory: "1536Mi" } },
                },
              ],
            },
          },
          volumeClaimTemplates: [
            {
              metadata: { name: "elasticsearch-data" },
              spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "11Gi" } } },
            },
          ],
        },
      ],
    });
    expect(setup()("existing-settings.json")).toMatchObject({ index: { number_of_replicas: 0 } });
  });

  it("is three nodes on nodes and in zones of their own with a copy of every shard when highly available", () => {
    expect(artifact({ profile: "high-availability" }).values("elasticsearch")).toMatchObject({
      nodeSets: [
        {
          count: 3,
          podTemplate: {
            spec: {
              topologySpreadConstraints: ["kubernetes.io/hostname", "topology.kubernetes.io/zone"].map(
                (topologyKey) => ({ topologyKey, whenUnsatisfiable: "DoNotSchedule" }),
              ),
            },
          },
        },
      ],
    });
    expect(setup({ profile: "high-availability" })("existing-settings.json")).toMatchObject({
      index: { number_of_replicas: 1 },
    });
  });

  it("keeps copies in different zones when highly available, and asks for no zones otherwise", () => {
    const nodeSets = (profile: ElasticsearchProps["profile"]) =>
      artifact({ profile }).values("elasticsearch").nodeSets as [HelmValues];
    expect(nodeSets("high-availability")[0].zoneAwareness).toEqual({
      topologyKey: "topology.kubernetes.io/zone",
    });
    expect(nodeSets("single")[0]).not.toHaveProperty("zoneAwareness");
  });

  it.each(["single", "high-availability"] as const)(
    "has nodes with the roles that are asked of them, and watermarks that hold on large disks too, as %s",
    (profile) => {
      expect(artifact({ profile }).values("elasticsearch")).toMatchObject({
        nodeSets: [
          {
            config: {
              "node.roles": ["master", "data", "ingest"],
              "cluster.routing.allocation.disk.watermark.low": "85%",
              "cluster.routing.allocation.disk.watermark.high": "90%",
              "cluster.routing.allocation.disk.watermark.flood_stage": "95%",
            },
          },
        ],
      });
    },
  );

  it("takes its size, class, zones and memory mapping from the props", () => {
    const props = {
      storageClassName: "fast",
      memory: "13Gi",
      cpu: "3",
      zones: ["a", "b", "c"],
      memoryMapping: true,
    };
    expect(artifact({ profile: "high-availability", ...props }).values("elasticsearch")).toMatchObject({
      nodeSets: [
        {
          config: { "node.store.allow_mmap": true },
          zoneAwareness: { topologyKey: "topology.kubernetes.io/zone", zones: ["a", "b", "c"] },
          podTemplate: {
            spec: {
              containers: [
                { resources: { requests: { cpu: "3", memory: "13Gi" }, limits: { memory: "13Gi" } } },
              ],
            },
          },
          volumeClaimTemplates: [{ spec: { storageClassName: "fast" } }],
        },
      ],
    });
  });

  it("knows its users by Secrets, and no password", () => {
    const users = ["collector", "jaeger", "grafana", "logstash", "setup", "exporter", "auditor"];
    expect(artifact().values("elasticsearch").auth).toEqual({
      fileRealm: users.map((user) => ({ secretName: `elasticsearch-user-${user}` })),
      roles: [{ secretName: "elasticsearch-roles" }],
    });
  });

  it("is applied after its roles and before its setup, whose Job is a hook that Helm waits for", () => {
    const written = artifact();
    const after = (release: string) =>
      written.resource("helm_release", release).depends_on as readonly string[];
    expect(after("elasticsearch")).toEqual([expect.stringMatching(/^helm_release\..*elasticsearch-roles/)]);
    expect(after("elasticsearch-setup")).toEqual([
      expect.stringMatching(/^helm_release\.elasticsearch_[0-9A-F]{8}$/),
    ]);
    expect(written.values("elasticsearch-setup")).toMatchObject({
      manifests: {
        "job-elasticsearch-setup": {
          metadata: {
            annotations: {
              "helm.sh/hook": "post-install,post-upgrade",
              "helm.sh/hook-delete-policy": "before-hook-creation,hook-succeeded",
            },
          },
        },
      },
    });
  });

  it("takes the image of its Job from the mirror", () => {
    const { text } = artifact({}, { mirrors: { images: "mirror.example.org/hub" } });
    expect(text).toContain("mirror.example.org/hub/curlimages/curl:");
    expect(text).not.toContain("docker.io");
  });

  it("is an endpoint for those who write and read", () => {
    synthesize((stack) => {
      const elasticsearch = new Elasticsearch(stack, "elasticsearch", PROPS);
      expect(elasticsearch.url).toBe("https://elasticsearch-es-http.logs.svc:9200");
      expect(elasticsearch.caSecretName).toBe("elasticsearch-es-http-certs-public");
      expect(elasticsearch.userSecretName("grafana")).toBe("elasticsearch-user-grafana");
      expect(elasticsearch.retentionDays).toBe(90);
    });
  });

  it("refuses values that change its nodes behind its back", () => {
    expect(onlyProblemOf(() => artifact({ values: { nodeSets: [] } }))).toMatch(
      /^test\/elasticsearch\/elasticsearch \(release elasticsearch\): value nodeSets contradicts what the component sets\n/,
    );
  });
});
