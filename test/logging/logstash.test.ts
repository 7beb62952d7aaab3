import type { HelmValues } from "../../constructs/core/helm-values";
import { Logstash, type LogstashProps } from "../../constructs/logging/logstash";
import { onlyProblemOf } from "../support/problems";
import { synthesize } from "../support/synthesis";

const ELASTICSEARCH = {
  url: "https://es.example.org:9200",
  caSecretName: "es-ca",
  userSecretName: (user: string) => `es-${user}`,
};
const PROPS: LogstashProps = { namespace: "logs", profile: "single", storageSize: "9Gi" };

function artifact(props: Partial<LogstashProps> = {}) {
  return synthesize((stack) => {
    new Logstash(stack, "logstash", { ...PROPS, ...props }).writeTo(ELASTICSEARCH);
  });
}

describe("Logstash", () => {
  it("writes to an Elasticsearch with a user of its own, not with the operator's, who could delete", () => {
    const values = artifact().values("logstash");
    expect(values).toMatchObject({
      fullnameOverride: "logstash",
      version: "9.5.0",
      count: 1,
      podTemplate: {
        spec: {
          containers: [
            {
              name: "logstash",
              env: [
                { name: "LS_JAVA_OPTS", value: "-Xms400m -Xmx400m" },
                { name: "ES_URL", value: "https://es.example.org:9200" },
                {
                  name: "ES_USERNAME",
                  valueFrom: { secretKeyRef: { name: "es-logstash", key: "username" } },
                },
                {
                  name: "ES_PASSWORD",
                  valueFrom: { secretKeyRef: { name: "es-logstash", key: "password" } },
                },
              ],
            },
          ],
          volumes: [
            { name: "tls", secret: { secretName: "logstash-tls" } },
            { name: "elasticsearch-ca", secret: { secretName: "es-ca" } },
          ],
        },
      },
    });
    expect(values.elasticsearchRefs).toBeUndefined();
  });

  it("escapes its references to the environment, which Terraform would take for its own", () => {
    const { text } = artifact();
    expect(text).toContain("$${ES_PASSWORD}");
  });

  it("fits its queues on its volume", () => {
    expect(artifact().values("logstash")).toMatchObject({
      config: {
        "queue.type": "persisted",
        "queue.max_bytes": "4608mb",
        "dead_letter_queue.enable": true,
        "dead_letter_queue.max_bytes": "2304mb",
      },
      volumeClaimTemplates: [
        { metadata: { name: "logstash-data" }, spec: { resources: { requests: { storage: "9Gi" } } } },
      ],
    });
  });

  it.each(["9G", "0Gi", "511Mi", "much"])("refuses %s as the size of its volume", (storageSize) => {
    expect(onlyProblemOf(() => artifact({ storageSize }))).toBe(
      [
        "test/logstash: storageSize: is no size of a volume that its queues fit on",
        `  found:    "${storageSize}"`,
        "  allowed:  a whole number of Mi, Gi or Ti, 512Mi or more",
      ].join("\n"),
    );
  });

  it("has a certificate for its Service, with a key in the only form that its inputs read", () => {
    const { manifests } = artifact().values("logstash-certificate") as { manifests: HelmValues };
    expect(manifests).toMatchObject({
      "certificate-logstash": {
        kind: "Certificate",
        spec: {
          secretName: "logstash-tls",
          dnsNames: expect.arrayContaining(["logstash-ls-ingest.logs.svc"]) as unknown,
          privateKey: { encoding: "PKCS8", rotationPolicy: "Always" },
          issuerRef: { name: "observability-ca", kind: "ClusterIssuer" },
        },
      },
    });
  });

  it("offers every input on one Service, and tells where", () => {
    expect(artifact().values("logstash")).toMatchObject({
      services: [
        {
          name: "ingest",
          service: {
            spec: {
              type: "ClusterIP",
              ports: [
                { name: "syslog", port: 6514, targetPort: 6514 },
                { name: "beats", port: 5044, targetPort: 5044 },
                { name: "http", port: 8443, targetPort: 8443 },
              ],
            },
          },
        },
      ],
    });
    synthesize((stack) => {
      const logstash = new Logstash(stack, "logstash", PROPS);
      logstash.writeTo(ELASTICSEARCH);
      expect(logstash.endpoints.syslog).toBe("logstash-ls-ingest.logs.svc:6514");
    });
  });

  it("masks further kinds of values beside the mandated ones", () => {
    const badge = {
      name: "badge",
      class: "contact",
      pattern: "BADGE-[0-9]{6}",
      examples: ["BADGE-123456"],
      counterExamples: [],
    } as const;
    const pipelines = artifact({ additionalPiiPatterns: [badge] }).values("logstash").pipelines;
    expect(JSON.stringify(pipelines).match(/BADGE-\[0-9\]\{6\}/g)).toHaveLength(3);
    expect(JSON.stringify(pipelines)).toContain("-----BEGIN");
  });

  it("refuses a kind that has the name of a mandated one", () => {
    const email = {
      name: "email",
      class: "contact",
      pattern: "x@y",
      examples: ["x@y"],
      counterExamples: [],
    } as const;
    expect(onlyProblemOf(() => artifact({ additionalPiiPatterns: [email] }))).toBe(
      [
        "test/logstash: additionalPiiPatterns[0]: the name is taken; mandated patterns cannot be replaced",
        "  found:    email",
        "  mandate:  observability_configuration.pii_scrubbing_enabled",
      ].join("\n"),
    );
  });

  it("refuses pipelines of the caller, which would store what must be masked", () => {
    expect(onlyProblemOf(() => artifact({ values: { pipelines: [] } }))).toContain(
      "value pipelines contradicts what the component sets",
    );
    expect(onlyProblemOf(() => artifact({ values: { pipelines: [] } }))).toContain(
      "mandate:  observability_configuration.pii_scrubbing_enabled",
    );
  });

  it("fails when nobody told it where to write", () => {
    expect(() =>
      synthesize((stack) => {
        new Logstash(stack, "logstash", PROPS);
      }),
    ).toThrow("nothing to write to: call writeTo()");
  });
});
