import { sampleAgent } from "../support/collector-samples";
import { PII_PATTERNS } from "../../mandate/pii-patterns";

const agent = sampleAgent();
const BY_CLASS = ["credential", "contact", "financial", "national-id", "network"].flatMap((name) => [
  `redaction/${name}`,
  `transform/masked_${name}`,
]);

/** The patterns that a pipeline masks, sorted. */
function masked(pipeline: string): readonly string[] {
  return (agent.pipelines[pipeline]?.processors ?? [])
    .flatMap((name) => (agent.processors[name] as { blocked_values?: string[] }).blocked_values ?? [])
    .map((pattern) => pattern.replaceAll("$$", "$"))
    .sort();
}

describe("the agent's pipelines", () => {
  test("scrub logs and traces in the order that was proved", () => {
    const origin = ["k8s_attributes", "resource/cluster"];
    expect(agent.pipelines["logs/otlp"]).toEqual({
      receivers: ["otlp"],
      processors: ["memory_limiter", "transform/senders"],
      exporters: ["forward/logs"],
    });
    expect(agent.pipelines.logs).toEqual({
      receivers: ["file_log/pods", "forward/logs"],
      processors: [
        "memory_limiter",
        "transform/own_keys",
        ...origin,
        ...BY_CLASS,
        "transform/normalise",
        "filter/log_policy",
        "transform/document_id",
      ],
      exporters: ["otlp_grpc/gateway", "count/logs"],
    });
    expect(agent.pipelines.traces).toEqual({
      receivers: ["otlp", "zipkin"],
      processors: ["memory_limiter", "transform/senders", ...origin, ...BY_CLASS, "transform/pii_strings"],
      exporters: ["load_balancing", "count/masked"],
    });
  });

  test("take from senders what is not theirs to say before anything is added to it", () => {
    const late = Object.entries(agent.pipelines)
      .filter(([, { receivers }]) => receivers.includes("otlp"))
      .filter(([, { processors }]) => processors[1] !== "transform/senders");
    expect(late).toEqual([]);
  });

  test("mask every mandated kind in logs, in traces and in the labels of metrics, each once", () => {
    const all = PII_PATTERNS.map(({ pattern }) => pattern).sort();
    expect(masked("logs")).toEqual(all);
    expect(masked("traces")).toEqual(all);
    expect(masked("metrics/apps")).toEqual(all);
    // Counts of what was masked would become labels.
    expect(agent.processors["redaction/metrics"]).toHaveProperty("summary", "silent");
  });

  test("turn named kinds into pseudonyms by a key from a variable before their class is masked", () => {
    const { pipelines, processors } = sampleAgent({ pseudonymKinds: ["email", "ipv4_public"] });
    const [keyed, contact] = ["contact_pseudonyms", "contact"].map((name) => processors[`redaction/${name}`]);
    expect(pipelines.logs?.processors.filter((name) => /contact|network/.test(name))).toEqual([
      "redaction/contact_pseudonyms",
      "redaction/contact",
      "transform/masked_contact",
      "redaction/network_pseudonyms",
      "redaction/network",
      "transform/masked_network",
    ]);
    expect(keyed).toMatchObject({
      hash_function: "hmac-sha256",
      hmac_key: "${env:PII_PSEUDONYM_KEY}",
      blocked_key_patterns: ["(?i)(e-?mail(?:[_-]?address)?)$$"],
    });
    expect(keyed).toHaveProperty("blocked_values.length", 1);
    // What stands below a key of e-mail addresses would be masked after all.
    expect(JSON.stringify(contact)).not.toContain("mail");
    expect(contact).not.toHaveProperty("hash_function");
  });

  test("leave no pseudonyms in labels, which would be too many", () => {
    const { processors } = sampleAgent({ pseudonymKinds: ["email"] });
    expect(processors["redaction/metrics"]).toEqual(agent.processors["redaction/metrics"]);
  });

  test("look at the values of all keys but those that the agent itself fills", () => {
    const ignored = Object.entries(agent.processors)
      .filter(([name]) => name.startsWith("redaction/") && name !== "redaction/audit")
      .map(([, processor]) => processor as { ignored_keys: string[]; ignored_key_patterns?: string[] });
    const own = ["log.iostream", "logtag", "log.file.path", "log.file.record_offset", "obs_clean"];
    expect(ignored.map(({ ignored_keys: keys }) => keys)).toEqual(ignored.map(() => own));
    expect(ignored.flatMap(({ ignored_key_patterns: patterns = [] }) => patterns)).toEqual([]);
  });

  test("keep the actor of the audit trail and mask its credentials", () => {
    expect(agent.pipelines["logs/audit"]?.processors).toEqual([
      "memory_limiter",
      "resource/cluster",
      "redaction/audit",
      "transform/masked_credential",
      "transform/audit_document_id",
    ]);
    const credentials = PII_PATTERNS.filter((kind) => kind.class === "credential");
    expect(masked("logs/audit")).toEqual(credentials.map(({ pattern }) => pattern).sort());
    const { blocked_key_patterns: keys, ignored_keys: ignored } = agent.processors["redaction/audit"] as {
      blocked_key_patterns: string[];
      ignored_keys: string[];
    };
    // Objects that users create have keys of their choice.
    expect(ignored).toEqual([]);
    expect(keys.join()).not.toContain("mail");
    expect(keys.join()).toContain("passw");
  });

  test("count when records come, whatever time they say they are from", () => {
    expect(agent.pipelines["metrics/counts"]).toEqual({
      receivers: ["count/logs", "count/masked"],
      processors: ["transform/counted_now", "transform/metric_resource", "delta_to_cumulative"],
      exporters: ["prometheus"],
    });
    expect(agent.processors["transform/counted_now"]).toMatchObject({
      metric_statements: [
        { statements: ["set(datapoint.start_time_unix_nano, 0)", "set(datapoint.time, Now())"] },
      ],
    });
  });

  test("add an environment's patterns to values, keys, names and messages", () => {
    const member = {
      name: "member",
      class: "national-id",
      pattern: String.raw`\bMBR-[0-9]{8}\b`,
      examples: ["MBR-12345678"],
      counterExamples: [],
    } as const;
    const { processors, receivers } = sampleAgent({ piiPatterns: [...PII_PATTERNS, member] });
    expect(processors["redaction/national-id"]).toHaveProperty("blocked_values.1", member.pattern);
    const escaped = JSON.stringify(String.raw`\\bMBR-[0-9]{8}\\b`).slice(1, -1);
    const strings = JSON.stringify(processors["transform/pii_strings"]);
    expect(strings.split(escaped)).toHaveLength(7);
    expect(JSON.stringify(processors["transform/normalise"]).split(escaped)).toHaveLength(2);
    const guard = JSON.stringify(receivers["file_log/pods"]);
    expect(guard).toContain(JSON.stringify(`raw matches ${JSON.stringify(member.pattern)}`).slice(1, -1));
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

  test("wait as long for an answer about spans as about logs, around the replicas and at each of them", () => {
    expect(agent.exporters.load_balancing).toMatchObject({
      timeout: "30s",
      protocol: { otlp: { timeout: "30s" } },
    });
  });

  test("bound what spans take on the disk, however large they are", () => {
    expect(agent.exporters.load_balancing).toMatchObject({
      sending_queue: { sizer: "bytes", queue_size: 2 ** 30 },
    });
  });

  test("add up increments before Prometheus reads them", () => {
    for (const name of ["metrics", "metrics/counts", "metrics/apps"]) {
      expect(agent.pipelines[name]?.processors.at(-1)).toBe("delta_to_cumulative");
    }
  });

  test("have only the sources that are switched on", () => {
    const { receivers, pipelines } = sampleAgent({
      kubeletMetrics: false,
      hostMetrics: false,
      auditLog: false,
    });
    expect(Object.keys(receivers).sort()).toEqual(["file_log/pods", "otlp", "zipkin"]);
    expect(pipelines).not.toHaveProperty("metrics");
  });
});
