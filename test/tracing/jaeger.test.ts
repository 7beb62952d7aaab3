import type { HelmValues } from "../../constructs/core/helm-values";
import { valueAt } from "../../constructs/core/value-path";
import { Elasticsearch } from "../../constructs/logging/elasticsearch";
import { Jaeger, type JaegerProps } from "../../constructs/tracing/jaeger";
import { MAX_SPAN_AGE } from "../../constructs/tracing/jaeger-config";
import { mandateWith, stricterVariant } from "../support/mandate-variants";
import { onlyProblemOf, problemsOf } from "../support/problems";
import { synthesize } from "../support/synthesis";

const PROPS: JaegerProps = { namespace: "traces", profile: "single" };
const METRICS = { url: "http://prometheus.example.org:9090" };

function artifact(props: Partial<JaegerProps> = {}, options: Parameters<typeof synthesize>[1] = {}) {
  return synthesize((stack) => {
    const { profile = "single" } = props;
    const elasticsearch = new Elasticsearch(stack, "elasticsearch", {
      namespace: "traces",
      profile,
      storageSize: "11Gi",
    });
    const jaeger = new Jaeger(stack, "jaeger", { ...PROPS, ...props });
    jaeger.storeIn(elasticsearch);
    jaeger.readSpanMetricsFrom(METRICS);
  }, options);
}

const values = (...args: Parameters<typeof artifact>): HelmValues => artifact(...args).values("jaeger");
const configLabel = (props: Partial<JaegerProps>) =>
  valueAt(values(props), "jaeger.podLabels.observability\\.qms/config");
const ages = (document: HelmValues) => ({
  cleaner: valueAt(document, "esIndexCleaner.numberOfDays"),
  query: valueAt(document, MAX_SPAN_AGE),
});

describe("Jaeger", () => {
  it("keeps and finds traces for the mandated days, and follows another mandate", () => {
    expect(ages(values())).toEqual({ cleaner: 16, query: "336h" });
    const days = stricterVariant("trace_retention_days");
    const mandate = mandateWith({ trace_retention_days: days });
    expect(ages(values({}, { mandate }))).toEqual({ cleaner: days + 2, query: `${days * 24}h` });
  });

  it("keeps them longer where a prop asks for it", () => {
    expect(ages(values({ retentionDays: 23 }))).toEqual({ cleaner: 25, query: "552h" });
  });

  it("keeps them longer where values ask for it", () => {
    expect(ages(values({ values: { esIndexCleaner: { numberOfDays: 41 } } }))).toEqual({
      cleaner: 41,
      query: "336h",
    });
  });

  it("refuses a prop that is weaker than the mandate", () => {
    expect(onlyProblemOf(() => artifact({ retentionDays: 13 }))).toBe(
      [
        "test/jaeger: retentionDays: the retention is weaker than the mandate",
        "  found:    13 days",
        "  allowed:  at least 14 days",
        "  mandate:  observability_configuration.trace_retention_days",
        "  fix:      remove retentionDays, or set it to 14 or more",
      ].join("\n"),
    );
  });

  it("refuses a value that is weaker than the mandate", () => {
    expect(onlyProblemOf(() => artifact({ values: { esIndexCleaner: { numberOfDays: 15 } } }))).toBe(
      [
        "test/jaeger/jaeger (release jaeger): value esIndexCleaner.numberOfDays is weaker than the mandate",
        "  found:    15",
        "  allowed:  at least 14 days, as in 16",
        "  mandate:  observability_configuration.trace_retention_days",
        "  fix:      remove esIndexCleaner.numberOfDays, or set it to something stricter",
      ].join("\n"),
    );
  });

  it.each([
    ["esIndexCleaner", { esIndexCleaner: { enabled: false } }],
    ["esLookback", { esLookback: { enabled: true } }],
    ["esRollover", { esRollover: { enabled: true } }],
  ])("refuses that %s is switched, which would change what is kept or found", (job, changed) => {
    expect(problemsOf(() => artifact({ values: changed }))).toMatchObject([
      {
        what: `value ${job}.enabled contradicts what the component sets`,
        mandate: "observability_configuration.trace_retention_days",
      },
    ]);
  });

  it("reaches Elasticsearch with credentials from Secrets, and its cleaner too", () => {
    const user = (key: string) => ({ secretKeyRef: { name: "elasticsearch-user-jaeger", key } });
    const document = values();
    expect(document).toMatchObject({
      jaeger: {
        extraEnv: [{ name: "ES_USERNAME", valueFrom: user("username") }],
        extraVolumes: [
          { name: "tls", secret: { secretName: "jaeger-tls" } },
          { name: "elasticsearch-ca", secret: { secretName: "elasticsearch-es-http-certs-public" } },
          { name: "elasticsearch-user", secret: { secretName: "elasticsearch-user-jaeger" } },
        ],
      },
      storage: { elasticsearch: { url: "https://elasticsearch-es-http.traces.svc:9200" } },
      esIndexCleaner: {
        enabled: true,
        extraEnv: [
          { name: "ES_USERNAME", valueFrom: user("username") },
          { name: "ES_PASSWORD", valueFrom: user("password") },
          { name: "ES_TLS_ENABLED", value: "true" },
          { name: "ES_TLS_CA", value: "/elasticsearch-ca/ca.crt" },
        ],
      },
    });
    expect(valueAt(document, "storage.elasticsearch.password")).toBeUndefined();
  });

  it.each([
    ["single", 1, 0],
    ["high-availability", 2, 1],
  ] as const)(
    "runs in the profile %s as %d replicas with %d copies of every index",
    (profile, replicas, copies) => {
      expect(values({ profile })).toMatchObject({
        jaeger: { replicas },
        userconfig: {
          extensions: {
            jaeger_storage: {
              backends: { elasticsearch: { elasticsearch: { indices: { spans: { replicas: copies } } } } },
            },
          },
        },
      });
    },
  );

  it("restarts its pods when the configuration changes, whoever changes it, and not otherwise", () => {
    const label = configLabel({});
    expect(label).toMatch(/^[0-9a-f]{16}$/);
    expect(configLabel({})).toBe(label);
    expect(configLabel({ values: { jaeger: { nodeSelector: { disk: "ssd" } } } })).toBe(label);
    expect(configLabel({ retentionDays: 23 })).not.toBe(label);
    expect(configLabel({ values: { userconfig: { processors: { batch: {} } } } })).not.toBe(label);
    expect(configLabel({ values: { uiconfig: { archiveEnabled: true } } })).not.toBe(label);
  });

  it("brings what its chart lacks: certificate, disruption budget, scrape", () => {
    const { manifests } = artifact().values("jaeger-manifests") as { manifests: Record<string, HelmValues> };
    expect(Object.keys(manifests)).toEqual([
      "certificate-jaeger",
      "poddisruptionbudget-jaeger",
      "servicemonitor-jaeger",
    ]);
    expect(manifests["certificate-jaeger"]).toMatchObject({
      spec: { secretName: "jaeger-tls", dnsNames: expect.arrayContaining(["jaeger.traces.svc"]) as unknown },
    });
    expect(manifests["servicemonitor-jaeger"]).toMatchObject({
      spec: {
        selector: {
          matchLabels: { "app.kubernetes.io/name": "jaeger", "app.kubernetes.io/instance": "jaeger" },
        },
        endpoints: [{ port: "internal-metrics" }],
      },
    });
  });

  it("is applied after its certificate and after Elasticsearch with its setup", () => {
    expect(artifact().resource("helm_release", "jaeger").depends_on).toEqual([
      expect.stringMatching(/^helm_release\.elasticsearch_[0-9A-F]{8}$/),
      expect.stringContaining("elasticsearch-roles"),
      expect.stringContaining("elasticsearch-setup"),
      expect.stringContaining("jaeger-manifests"),
    ]);
  });

  it("is an endpoint for those who send and query", () => {
    synthesize((stack) => {
      const jaeger = new Jaeger(stack, "jaeger", PROPS);
      jaeger.storeIn({ url: "https://es.example.org", caSecretName: "ca", userSecretName: (user) => user });
      expect(jaeger.otlpEndpoint).toBe("jaeger.traces.svc:4317");
      expect(jaeger.queryUrl).toBe("https://jaeger.traces.svc:16686");
      expect(jaeger.retentionDays).toBe(14);
    });
  });

  it("fails when nobody told it where to store", () => {
    expect(() =>
      synthesize((stack) => {
        new Jaeger(stack, "jaeger", PROPS);
      }),
    ).toThrow("nowhere to store traces: call storeIn()");
  });
});
