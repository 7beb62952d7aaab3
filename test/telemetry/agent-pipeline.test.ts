import { sampleAgent } from "../support/collector-samples";
import { PII_PATTERNS } from "../../mandate/pii-patterns";

const agent = sampleAgent();

describe("the agent's pipelines", () => {
  test("scrub logs and traces in the order that was proved", () => {
    const origin = ["memory_limiter", "k8s_attributes", "resource/cluster"];
    expect(agent.pipelines.logs).toEqual({
      receivers: ["otlp", "file_log/pods"],
      processors: [
        ...origin,
        "transform/flatten",
        "redaction/pii",
        "transform/normalise",
        "filter/log_policy",
        "transform/document_id",
      ],
      exporters: ["otlp_grpc/gateway", "count/logs"],
    });
    expect(agent.pipelines.traces).toEqual({
      receivers: ["otlp", "zipkin"],
      processors: [...origin, "transform/flatten", "redaction/pii", "transform/pii_strings"],
      exporters: ["load_balancing"],
    });
  });

  test("redact in every pipeline that takes what applications write", () => {
    const unscrubbed = Object.entries(agent.pipelines)
      .filter(([, { receivers }]) =>
        receivers.some((name) => ["otlp", "zipkin", "file_log/pods", "file_log/k8s_audit"].includes(name)),
      )
      .filter(([, { processors }]) => !processors.some((name) => name.startsWith("redaction/")));
    expect(unscrubbed).toEqual([]);
  });

  test("mask every mandated kind in logs and in the labels of metrics", () => {
    for (const name of ["redaction/pii", "redaction/metrics"]) {
      expect(agent.processors[name]).toHaveProperty(
        "blocked_values",
        PII_PATTERNS.map(({ pattern }) => pattern),
      );
    }
    // Counts of what was masked would become labels.
    expect(agent.processors["redaction/metrics"]).toHaveProperty("summary", "silent");
  });

  test("keep the actor of the audit trail and mask its credentials", () => {
    expect(agent.pipelines["logs/audit"]?.processors).toEqual([
      "memory_limiter",
      "resource/cluster",
      "redaction/audit",
      "transform/audit_document_id",
    ]);
    const { blocked_values: values, blocked_key_patterns: keys } = agent.processors["redaction/audit"] as {
      blocked_values: string[];
      blocked_key_patterns: string[];
    };
    const masked = PII_PATTERNS.filter(({ pattern }) => values.includes(pattern));
    expect([...new Set(masked.map((kind) => kind.class))]).toEqual(["credential"]);
    expect(masked).toHaveLength(PII_PATTERNS.filter((kind) => kind.class === "credential").length);
    expect(keys.join()).not.toContain("mail");
    expect(keys.join()).toContain("passw");
  });

  test("add an environment's patterns to values, keys, names and messages", () => {
    const member = {
      name: "member",
      class: "national-id",
      pattern: String.raw`\bMBR-[0-9]{8}\b`,
      examples: ["MBR-12345678"],
      counterExamples: [],
    } as const;
    const { processors } = sampleAgent({ piiPatterns: [...PII_PATTERNS, member] });
    expect(processors["redaction/pii"]).toHaveProperty("blocked_values.18", member.pattern);
    const escaped = JSON.stringify(String.raw`\\bMBR-[0-9]{8}\\b`).slice(1, -1);
    const strings = JSON.stringify(processors["transform/pii_strings"]);
    expect(strings.split(escaped)).toHaveLength(6);
    expect(JSON.stringify(processors["transform/normalise"]).split(escaped)).toHaveLength(3);
  });

  test("let nobody but the agent say which cluster and environment it is", () => {
    expect(agent.processors["resource/cluster"]).toEqual({
      attributes: [
        { key: "k8s.cluster.name", value: "north", action: "upsert" },
        { key: "deployment.environment.name", value: "trial", action: "upsert" },
      ],
    });
  });

  test("keep logs on disk until the gateway has them, however long that takes", () => {
    expect(agent.exporters["otlp_grpc/gateway"]).toMatchObject({
      endpoint: "dns:///gw.obs.svc:4317",
      retry_on_failure: { enabled: true, max_elapsed_time: "0s" },
      sending_queue: { storage: "file_storage/queue", block_on_overflow: true },
      tls: { ca_file: "/etc/otelcol/tls/ca.crt", cert_file: "/etc/otelcol/tls/tls.crt" },
    });
    expect(agent.receivers["file_log/pods"]).toMatchObject({
      storage: "file_storage/offsets",
      retry_on_failure: { enabled: true, max_elapsed_time: "0s" },
    });
  });

  test("send all spans of a trace to one replica by its name, with queue and retries at one level only", () => {
    expect(agent.exporters.load_balancing).toMatchObject({
      routing_key: "traceID",
      resolver: { k8s: { service: "gw.obs", ports: [4317], return_hostnames: true } },
      protocol: {
        otlp: { sending_queue: { enabled: false }, retry_on_failure: { enabled: false } },
      },
      sending_queue: { enabled: true, storage: "file_storage/queue" },
      retry_on_failure: { enabled: true, max_elapsed_time: "0s" },
    });
  });

  test("add up increments before Prometheus reads them", () => {
    for (const name of ["metrics", "metrics/apps"]) {
      expect(agent.pipelines[name]?.processors.at(-1)).toBe("delta_to_cumulative");
    }
  });

  test("have only the sources that are switched on", () => {
    const { receivers, pipelines } = sampleAgent({
      kubeletMetrics: false,
      hostMetrics: false,
      auditLog: false,
    });
    expect(Object.keys(receivers)).toEqual(["otlp", "zipkin", "file_log/pods"]);
    expect(pipelines.metrics?.receivers).toEqual(["count/logs"]);
  });
});
