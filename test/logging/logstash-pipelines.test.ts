import { logstashPipelines } from "../../constructs/logging/logstash-pipelines";
import { PII_PATTERNS } from "../../mandate/pii-patterns";

const pipelines = logstashPipelines({ patterns: PII_PATTERNS }) as readonly Record<string, string>[];
const text = (id: string) =>
  pipelines.find((pipeline) => pipeline["pipeline.id"] === id)?.["config.string"] ?? "";

/** The block that begins with a line, up to its closing brace at the same depth. */
function block(source: string, head: string): string {
  const [, indent = ""] = new RegExp(`^( *)${head} \\{$`, "m").exec(source) ?? [];
  const from = source.indexOf(`${indent}${head} {\n`);
  return source.slice(from, source.indexOf(`\n${indent}}\n`, from));
}

describe("logstashPipelines", () => {
  it.each([
    ["tcp", 6514],
    ["beats", 5044],
    ["http", 8443],
  ])("takes %s in on port %d over TLS from senders with a certificate", (plugin, port) => {
    const input = block(text("legacy"), plugin);
    expect(input).toContain(`port => ${port}`);
    expect(input).toContain("ssl_enabled => true");
    expect(input).toContain('ssl_client_authentication => "required"');
    expect(input).toContain('ssl_certificate_authorities => ["/usr/share/logstash/tls/ca.crt"]');
  });

  it.each([
    ["legacy", "legacy"],
    ["rejected", "rejected"],
  ])("writes what the pipeline %s has into the data stream logs-%s-default alone", (id, dataset) => {
    const output = block(text(id), "elasticsearch");
    expect(output).toContain(`data_stream_dataset => "${dataset}"`);
    expect(output).toContain('data_stream_type => "logs"');
    expect(output).toContain("data_stream_auto_routing => false");
    expect(text(id).match(/elasticsearch \{/g)).toHaveLength(1);
  });

  it.each(["legacy", "rejected"])("masks last in the pipeline %s, after all that makes fields", (id) => {
    const filter = block(text(id), "filter");
    const plugins = [...filter.matchAll(/^ {2}(\w+) \{$|id => "(mask[-\w]*)"/gm)].map(
      ([, plugin, mask]) => mask ?? plugin,
    );
    expect(plugins.at(-1)).toMatch(/^mask/);
  });

  it("takes what Elasticsearch rejected from the queue of the other pipeline, and never from its own", () => {
    const [, rejected] = pipelines;
    expect(block(text("rejected"), "dead_letter_queue")).toContain('pipeline_id => "legacy"');
    expect(rejected).toMatchObject({ "dead_letter_queue.enable": false, "queue.type": "memory" });
  });

  it("takes address and credentials from the environment", () => {
    expect(text("legacy")).toContain('hosts => ["${ES_URL}"]');
    expect(text("legacy")).toContain('password => "${ES_PASSWORD}"');
  });

  it.each(["legacy", "rejected"])("has nothing in the pipeline %s that a quote would end", (id) => {
    const ruby = block(text(id), "filter");
    const quoted = ruby.split(/^ {4}(?:init|code) => '\n([^']*)'$/m);
    expect(quoted.join("")).not.toContain("'");
    expect(quoted.length).toBeGreaterThan(4);
  });
});
