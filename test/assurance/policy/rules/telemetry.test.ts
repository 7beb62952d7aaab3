import { attributes, addRelease, release, values, withoutRelease } from "../../../support/artifact-fixture";
import { findingsUnder, findingsWith } from "../../../support/findings";
import { loadMandate, type Mandate } from "../../../../mandate";
import { PII_PATTERNS } from "../../../../mandate/pii-patterns";
import { UNMASKED_KEYS } from "../../../../mandate/pii-unmasked-keys";

/** The mandate with one of its switches off. */
function withoutSwitch(
  name: "pii_scrubbing_enabled" | "log_level_enforcement" | "structured_logging_required",
): Mandate {
  const mandate = loadMandate();
  const { observability_configuration: configuration } = mandate.values;
  const changed = { ...configuration, [name]: false };
  return { ...mandate, values: { ...mandate.values, observability_configuration: changed } };
}

const SAMPLING = "observability_configuration.trace_sampling_rate";

describe("sampling by collectors (QMS-SMP-001)", () => {
  const POLICIES = "config.processors.tail_sampling.policies";
  const SHARE = `${POLICIES}.2.and.and_sub_policy.0.probabilistic.sampling_percentage`;
  const WHERE = `QMS-SMP-001 | helm_release.gateway: ${POLICIES}`;
  const REQUIRED = "at least 10 % of all traces, by a probabilistic policy without a further condition";

  test.each([10, 37.5, 100])("accepts a baseline of %p %%", (percentage) => {
    expect(findingsWith(values("gateway", { [SHARE]: percentage }))).toEqual([]);
  });

  test("accepts a baseline without a cap, and one that keeps everything", () => {
    const plain = { type: "probabilistic", probabilistic: { sampling_percentage: 10 } };
    expect(findingsWith(values("gateway", { [`${POLICIES}.2`]: plain }))).toEqual([]);
    expect(findingsWith(values("gateway", { [`${POLICIES}.2`]: { type: "always_sample" } }))).toEqual([]);
  });

  test.each([
    [9.9, "9.9"],
    ["10", "not set"],
    [undefined, "not set"],
  ])("refuses a baseline of %p %%", (percentage, found) => {
    expect(findingsWith(values("gateway", { [SHARE]: percentage }))).toEqual([
      `${WHERE} | ${found} | ${REQUIRED} | ${SAMPLING}`,
    ]);
  });

  test("refuses a baseline that leaves out some traces", () => {
    const condition = {
      type: "string_attribute",
      string_attribute: { key: "app.tier", values: ["critical"] },
    };
    const found = findingsWith(values("gateway", { [`${POLICIES}.2.and.and_sub_policy.2`]: condition }));
    expect(found).toEqual([`${WHERE} | not set | ${REQUIRED} | ${SAMPLING}`]);
  });

  test("refuses a gateway that loses errors or slow traces", () => {
    const found = findingsWith(
      values("gateway", {
        [`${POLICIES}.0.status_code.status_codes`]: ["OK"],
        [`${POLICIES}.1.type`]: "boolean_attribute",
      }),
    );
    expect(found).toEqual([
      `${WHERE} | no policy for errors | a status_code policy that keeps every trace with an ERROR | ${SAMPLING}`,
      `${WHERE} | no policy for slow traces | a latency policy that keeps every slow trace | ${SAMPLING}`,
    ]);
  });

  test("refuses a drop policy that may take errors, and accepts one that spares them", () => {
    const probe = { type: "string_attribute", string_attribute: { key: "url.path", values: ["/healthz"] } };
    const error = { type: "status_code", status_code: { status_codes: ["ERROR"] } };
    const drop = (...conditions: object[]): object => ({
      name: "probes",
      type: "drop",
      drop: { drop_sub_policy: conditions },
    });
    const spared = { type: "not", not: { not_sub_policy: error } };
    const withDrop = (policy: object): readonly string[] =>
      findingsWith(values("gateway", { [`${POLICIES}.3`]: policy as { name: string } }));
    expect(withDrop(drop(probe, spared))).toEqual([]);
    const refused = `${WHERE}[3] | "probes" | a drop policy with a condition of its own, and none for traces with an ERROR | ${SAMPLING}`;
    expect(withDrop(drop(probe))).toEqual([refused]);
    expect(withDrop(drop(spared))).toEqual([refused]);
  });

  test("refuses a probabilistic processor on the way, in any collector", () => {
    const found = findingsWith(
      values("agent", {
        "config.processors.probabilistic_sampler": { sampling_percentage: 5 },
        "config.service.pipelines.traces.processors.2": "probabilistic_sampler",
      }),
    );
    expect(found).toEqual([
      `QMS-SMP-001 | helm_release.agent: config.processors.probabilistic_sampler.sampling_percentage | 5 | at least 10 % | ${SAMPLING}`,
    ]);
  });

  test("refuses an artifact in which nothing says what is kept", () => {
    expect(findingsWith(withoutRelease("gateway"), withoutRelease("instrumentation"))).toContain(
      `QMS-SMP-001 | (the whole artifact) | neither a gateway with tail sampling nor an Instrumentation | one of them, keeping the mandated share of traces | ${SAMPLING}`,
    );
  });
});

describe("sampling by applications (QMS-SMP-002)", () => {
  const SPEC = "manifests.instrumentation-default.spec";
  const SAMPLER = `QMS-SMP-002 | helm_release.instrumentation: ${SPEC}.sampler`;

  test("refuses head sampling where the gateway has to keep every error", () => {
    const edits = { [`${SPEC}.sampler`]: { type: "parentbased_traceidratio", argument: "0.5" } };
    expect(findingsWith(values("instrumentation", edits))).toEqual([
      `${SAMPLER} | "parentbased_traceidratio 0.5" | parentbased_always_on, because the gateway cannot keep errors that it never gets | ${SAMPLING}`,
    ]);
  });

  test("refuses a variable that beats the sampler of the resource", () => {
    const edits = { [`${SPEC}.java.env`]: [{ name: "OTEL_TRACES_SAMPLER", value: "always_off" }] };
    expect(findingsWith(values("instrumentation", edits))).toEqual([
      `QMS-SMP-002 | helm_release.instrumentation: ${SPEC}.java.env[0] | "always_off" | parentbased_always_on, because the gateway cannot keep errors that it never gets | ${SAMPLING}`,
    ]);
  });

  test("accepts the mandated share at the head where there is no gateway", () => {
    const sampler = (argument: string): readonly string[] =>
      findingsWith(
        withoutRelease("gateway"),
        values("instrumentation", { [`${SPEC}.sampler`]: { type: "parentbased_traceidratio", argument } }),
      );
    expect(sampler("0.1")).toEqual([]);
    expect(sampler("0.25")).toEqual([]);
    expect(sampler("0.09")).toEqual([
      `${SAMPLER} | "parentbased_traceidratio 0.09" | at least 10 % | ${SAMPLING}`,
    ]);
  });

  test("cannot accept a sampler whose share only a service knows", () => {
    const edits = { [`${SPEC}.sampler`]: { type: "jaeger_remote" } };
    expect(findingsWith(withoutRelease("gateway"), values("instrumentation", edits))).toEqual([
      `${SAMPLER} | "jaeger_remote" | at least 10 % | ${SAMPLING}`,
    ]);
  });
});

describe("propagation (QMS-INS-001)", () => {
  const KEY = "observability_configuration.trace_context_propagation";
  const SPEC = "manifests.instrumentation-default.spec";
  const WHERE = `QMS-INS-001 | helm_release.instrumentation: ${SPEC}`;
  const REQUIRED = `contains "tracecontext", ahead of any other | ${KEY}`;

  test.each([[["tracecontext"]], [["tracecontext", "b3", "baggage"]]])("accepts %j", (propagators) => {
    expect(findingsWith(values("instrumentation", { [`${SPEC}.propagators`]: propagators }))).toEqual([]);
  });

  test.each([
    [["baggage", "tracecontext"], '["baggage","tracecontext"]'],
    [["b3"], '["b3"]'],
    [undefined, "not set"],
  ])("refuses %j", (propagators, found) => {
    expect(findingsWith(values("instrumentation", { [`${SPEC}.propagators`]: propagators }))).toEqual([
      `${WHERE}.propagators | ${found} | ${REQUIRED}`,
    ]);
  });

  test("refuses a variable that beats the field", () => {
    const edits = { [`${SPEC}.env`]: [{ name: "OTEL_PROPAGATORS", value: "b3, tracecontext" }] };
    expect(findingsWith(values("instrumentation", edits))).toEqual([
      `${WHERE}.env[0] | "b3, tracecontext" | ${REQUIRED}`,
    ]);
  });

  test("refuses an artifact without Instrumentation", () => {
    expect(findingsWith(withoutRelease("instrumentation"))).toEqual([
      `QMS-INS-001 | (the whole artifact) | no Instrumentation | an Instrumentation whose list of propagators ${REQUIRED}`,
    ]);
  });
});

describe("collector on every node (QMS-COL-001)", () => {
  const KEY = "observability_configuration.otel_collector_deployment";

  test("accepts further collectors in other modes", () => {
    const third = release("opentelemetry-collector", "0.170.0", "third", { mode: "deployment" });
    expect(findingsWith(addRelease("third", third))).toEqual([]);
  });

  test.each([
    ["deployment", '"deployment"'],
    [undefined, "not set"],
  ])("refuses an agent in mode %p", (mode, found) => {
    expect(findingsWith(values("agent", { mode }))).toEqual(
      expect.arrayContaining([
        `QMS-COL-001 | helm_release.agent: mode | ${found} | "daemonset" | ${KEY}`,
        `QMS-COL-001 | helm_release.gateway: mode | "statefulset" | "daemonset" | ${KEY}`,
      ]),
    );
  });

  test("refuses an artifact without collectors", () => {
    expect(findingsWith(withoutRelease("agent"), withoutRelease("gateway"))).toContain(
      `QMS-COL-001 | (the whole artifact) | no collector | "daemonset" | ${KEY}`,
    );
  });
});

describe("scrubbing (QMS-PII-001)", () => {
  const KEY = "observability_configuration.pii_scrubbing_enabled";
  const at = (pipeline: string): string =>
    `QMS-PII-001 | helm_release.agent: config.service.pipelines.${pipeline}.processors`;
  const NONE = `no redaction processor with blocked_values | a redaction processor that masks sensitive values | ${KEY}`;
  const [first, second] = PII_PATTERNS.filter((pattern) => pattern.class !== "credential");

  test.each(["logs", "logs/audit", "traces"])("refuses pipeline %s without redaction", (pipeline) => {
    const processors = { [`config.service.pipelines.${pipeline}.processors`]: ["memory_limiter"] };
    expect(findingsWith(values("agent", processors))).toContain(`${at(pipeline)} | ${NONE}`);
  });

  test.each([
    ["sent by applications", { receivers: ["otlp", "host_metrics"] }, [`${at("metrics/out")} | ${NONE}`]],
    ["counted by the platform", { receivers: ["host_metrics", "kubelet_stats", "count/logs"] }, []],
    ["sent by applications and redacted", { receivers: ["otlp"], processors: ["redaction/pii"] }, []],
  ])("judges metrics that are %s", (_, pipeline, findings) => {
    const edits = {
      "config.connectors.count/logs": {},
      "config.service.pipelines.metrics/out": { exporters: ["prometheus"], ...pipeline },
    };
    expect(findingsWith(values("agent", edits))).toEqual(findings);
  });

  test("refuses redaction that blocks nothing", () => {
    const edits = { "config.processors.redaction/pii.blocked_values": [] };
    expect(findingsWith(values("agent", edits))).toEqual([
      `${at("logs")} | ${NONE}`,
      `${at("traces")} | ${NONE}`,
    ]);
  });

  test("refuses redaction that has lost a mandated kind of value", () => {
    const kept = PII_PATTERNS.filter((pattern) => pattern !== first && pattern !== second);
    const blocked = kept.map(({ pattern }) => pattern.replaceAll("$", "$$$$"));
    expect(
      findingsWith(values("agent", { "config.processors.redaction/pii.blocked_values": blocked })),
    ).toContain(
      `${at("traces")} | a redaction processor without ${first?.name}, ${second?.name} | a redaction processor that masks every mandated kind of value | ${KEY}`,
    );
  });

  test("accepts further kinds of values", () => {
    const blocked = [
      ...PII_PATTERNS.map(({ pattern }) => pattern.replaceAll("$", "$$$$")),
      "EMPLOYEE-[0-9]{7}",
    ];
    expect(
      findingsWith(values("agent", { "config.processors.redaction/pii.blocked_values": blocked })),
    ).toEqual([]);
  });

  test.each([
    ["ignored_keys", ["logtag", "customer"], "customer", `none but ${UNMASKED_KEYS.join(", ")}`],
    ["ignored_key_patterns", ["^process"], "^process", "none"],
    ["allowed_values", [".*@example.org"], ".*@example.org", "none"],
  ])("refuses redaction that passes over values by %s", (setting, value, found, required) => {
    const path = `config.processors.redaction/pii.${setting}`;
    expect(findingsWith(values("agent", { [path]: value }))).toEqual([
      `QMS-PII-001 | helm_release.agent: ${path} | ${found} | ${required} | ${KEY}`,
    ]);
  });

  test.each([
    ["hash_function", { hash_function: "sha3", blocked_values: [] }, "sha3 | hmac-sha256 or hmac-sha512"],
    [
      "blocked_values",
      { hash_function: "hmac-sha256", hmac_key: "${env:KEY}" },
      `pseudonyms of ${PII_PATTERNS.filter(({ correlatable = false }) => !correlatable)
        .map(({ name }) => name)
        .join(
          ", ",
        )} | pseudonyms of none but email, ipv4_public, ipv6_full, ipv6_comp; the others are masked`,
    ],
    [
      "hmac_key",
      { hash_function: "hmac-sha256", hmac_key: "in-plain-sight", blocked_values: [] },
      "a text that is no variable | ${env:…}, from a Secret",
    ],
  ])("refuses pseudonyms by a wrong %s", (setting, edits, said) => {
    const path = "config.processors.redaction/pii";
    const edited = Object.entries(edits).map(([key, value]) => [`${path}.${key}`, value] as const);
    expect(findingsWith(values("agent", Object.fromEntries(edited)))).toContain(
      `QMS-PII-001 | helm_release.agent: ${path}.${setting} | ${said} | ${KEY}`,
    );
  });

  test("accepts that redaction passes over what the reader of logs writes", () => {
    const edits = { "config.processors.redaction/pii.ignored_keys": [...UNMASKED_KEYS] };
    expect(findingsWith(values("agent", edits))).toEqual([]);
  });

  test("lets the audit trail keep its actor, but no application log", () => {
    const edits = { "config.receivers.file_log/audit.include": ["/var/log/**/*.log"] };
    const found = findingsWith(values("agent", edits)).filter((finding) =>
      finding.startsWith(at("logs/audit")),
    );
    expect(found).toHaveLength(1);
  });

  test("follows records from pipeline to pipeline", () => {
    const scrubbedFirst = {
      "config.connectors.forward/on": {},
      "config.service.pipelines.traces.exporters": ["forward/on"],
      "config.service.pipelines.traces/out": { receivers: ["forward/on"], exporters: ["otlp_grpc/gateway"] },
    };
    expect(findingsWith(values("agent", scrubbedFirst))).toEqual([]);
    const never = { ...scrubbedFirst, "config.service.pipelines.traces.processors": ["memory_limiter"] };
    expect(findingsWith(values("agent", never))).toEqual([`${at("traces/out")} | ${NONE}`]);
  });

  test("judges the pipelines that the chart brings when ours are gone", () => {
    expect(findingsWith(values("agent", { "config.service.pipelines.traces": undefined }))).toContain(
      `${at("traces")} | ${NONE}`,
    );
  });

  test("refuses an artifact without agents", () => {
    expect(findingsWith(withoutRelease("agent"))).toContain(
      `QMS-PII-001 | (the whole artifact) | no agent with a pipeline for logs or traces | agents that mask sensitive values in logs and traces | ${KEY}`,
    );
  });

  test("asks for nothing under a mandate that has scrubbing off", () => {
    const edits = values("agent", { "config.service.pipelines.traces.processors": [] });
    expect(findingsUnder(withoutSwitch("pii_scrubbing_enabled"), edits)).toEqual([]);
  });
});

describe("level filter (QMS-LOG-001)", () => {
  const KEY = "observability_configuration.log_level_enforcement";
  const CONDITIONS = "config.processors.filter/log_policy.log_conditions";
  const REFUSED = `QMS-LOG-001 | helm_release.agent: config.service.pipelines.logs.processors | no filter on severity_number without a further condition | a filter processor that drops every record below the environment's level | ${KEY}`;

  test.each([
    ["log.severity_number > 0 and log.severity_number < SEVERITY_NUMBER_WARN"],
    ["log.severity_number  <  9"],
    ["severity_number < SEVERITY_NUMBER_DEBUG2"],
  ])("accepts %s", (condition) => {
    expect(findingsWith(values("agent", { [CONDITIONS]: [condition] }))).toEqual([]);
  });

  test.each([
    [[]],
    [['log.severity_number < 9 and resource.attributes["level"] == nil']],
    [["log.severity_number > SEVERITY_NUMBER_INFO"]],
    [undefined],
  ])("refuses %j", (conditions) => {
    expect(findingsWith(values("agent", { [CONDITIONS]: conditions }))).toEqual([REFUSED]);
  });

  test("refuses a pipeline that does not run the filter", () => {
    const processors = ["redaction/pii", "transform/normalise"];
    expect(findingsWith(values("agent", { "config.service.pipelines.logs.processors": processors }))).toEqual(
      [REFUSED],
    );
  });

  test("refuses an artifact without agents", () => {
    expect(findingsWith(withoutRelease("agent"))).toContain(
      `QMS-LOG-001 | (the whole artifact) | no agent with a pipeline for application logs | a filter processor that drops every record below the environment's level | ${KEY}`,
    );
  });

  test("asks for nothing under a mandate that does not enforce levels", () => {
    expect(
      findingsUnder(withoutSwitch("log_level_enforcement"), values("agent", { [CONDITIONS]: [] })),
    ).toEqual([]);
  });
});

describe("structured logging (QMS-LOG-002)", () => {
  const KEY = "observability_configuration.structured_logging_required";
  const REQUIRED = `JSON is parsed, and each record is marked structured or unstructured | ${KEY}`;
  const STATEMENTS = "config.processors.transform/normalise.log_statements";

  test("refuses logs whose form nobody marks", () => {
    expect(findingsWith(values("agent", { [`${STATEMENTS}.1`]: undefined }))).toEqual([
      `QMS-LOG-002 | helm_release.agent: config.service.pipelines.logs.processors | no transform processor that sets log.format | ${REQUIRED}`,
    ]);
  });

  test("refuses container logs that nobody parses", () => {
    const operators = { "config.receivers.file_log/pods.operators": [{ type: "container" }] };
    expect(findingsWith(values("agent", operators))).toEqual([
      `QMS-LOG-002 | helm_release.agent: config.receivers.file_log/pods.operators | no json_parser | ${REQUIRED}`,
    ]);
  });

  test("accepts parsing by a transform processor", () => {
    const edits = {
      "config.receivers.file_log/pods.operators": [{ type: "container" }],
      [`${STATEMENTS}.2`]: { statements: ["merge_maps(log.cache, ParseJSON(log.body))"] },
    };
    expect(findingsWith(values("agent", edits))).toEqual([]);
  });

  test("refuses an artifact without agents", () => {
    expect(findingsWith(attributes("agent", { chart: "other" }))).toContain(
      `QMS-LOG-002 | (the whole artifact) | no agent with a pipeline for application logs | ${REQUIRED}`,
    );
  });

  test("asks for nothing under a mandate that does not require it", () => {
    const edits = values("agent", { [STATEMENTS]: [] });
    expect(findingsUnder(withoutSwitch("structured_logging_required"), edits)).toEqual([]);
  });
});
