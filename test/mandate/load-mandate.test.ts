import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { loadMandate, type Stricter } from "../../mandate";
import { mandateWith, withTomlFile } from "../support/mandate-variants";
import { onlyProblemOf, problemsOf, refusalOf } from "../support/problems";

const TEXT = readFileSync(join(__dirname, "../../mandate/qms-1.0.toml"), "utf8");

/** Loads the packaged text with lines replaced: from the first of each pair, up to the end of its line, to the second. */
function loadEdited(...edits: readonly (readonly [string, string])[]) {
  const edited = edits.reduce((text, [from, to]) => {
    if (!text.includes(`\n${from}`)) throw new Error(`the mandate has no line that starts with ${from}`);
    return text.replace(new RegExp(`\n${from.replaceAll("[", "\\[")}.*`), () => `\n${to}`);
  }, TEXT);
  return withTomlFile(edited, loadMandate);
}

describe("the packaged mandate", () => {
  it("loads without a word", () => {
    expect(loadMandate().values.qms_context.qms_version).toBe("1.0");
  });

  it("names its file and the hash of its bytes", () => {
    const sha256 = createHash("sha256").update(TEXT).digest("hex");
    expect(loadMandate().source).toEqual({ file: "qms-1.0.toml", sha256 });
  });

  it("cannot be changed after it was loaded", () => {
    const { values } = loadMandate();
    const languages = values.observability_configuration.otel_sdk_languages as string[];
    expect(() => Object.assign(values.alerting_configuration, { alerting_enabled: false })).toThrow(
      TypeError,
    );
    expect(() => Object.assign(values, { monitoring_thresholds: {} })).toThrow(TypeError);
    expect(() => languages.pop()).toThrow(TypeError);
  });
});

describe("another organisation's mandate", () => {
  it("is read from its own file", () => {
    const mandate = loadEdited(
      ['qms_version = "1.0"', 'qms_version = "acme 7"'],
      ["metrics_retention_days", "metrics_retention_days = 411"],
      ["gdpr_compliance_monitoring", "gdpr_compliance_monitoring = true"],
    );
    expect(mandate.source.file).toBe("acme-qms.toml");
    expect(mandate.source.sha256).not.toBe(loadMandate().source.sha256);
    expect(mandate.values.qms_context.qms_version).toBe("acme 7");
    expect(mandate.values.observability_configuration.metrics_retention_days).toBe(411);
    expect(mandate.values.compliance_requirements.gdpr_compliance_monitoring).toBe(true);
  });

  it("may be weaker than the packaged one, because it is a mandate of its own", () => {
    expect(
      mandateWith({ log_retention_days: 12 }).values.observability_configuration.log_retention_days,
    ).toBe(12);
  });

  it("may name further propagators behind the W3C one", () => {
    const { values } = mandateWith({ trace_context_propagation: "w3c,b3,jaeger" });
    expect(values.observability_configuration.trace_context_propagation).toBe("w3c,b3,jaeger");
  });
});

describe("a mandate that cannot be read", () => {
  it("fails when there is no file, with the path as it was given", () => {
    expect(refusalOf(() => loadMandate("policies/none.toml"))).toBe(
      [
        "the mandate cannot be used: one problem",
        "",
        "policies/none.toml: the file cannot be read",
        "  found:    ENOENT",
      ].join("\n"),
    );
  });

  it("fails when it is not TOML, with line and column", () => {
    expect(refusalOf(() => withTomlFile("[qms_context]\nphase = four\n", loadMandate))).toBe(
      [
        "the mandate cannot be used: one problem",
        "",
        "acme-qms.toml:2:9: invalid TOML document: invalid value",
        "  found:    phase = four",
      ].join("\n"),
    );
  });

  it("fails when a key is given twice, with line and column", () => {
    expect(onlyProblemOf(() => withTomlFile("[waivers]\ndays = 3\ndays = 4\n", loadMandate))).toMatch(
      /^acme-qms\.toml:3:\d+: invalid TOML document: /,
    );
  });
});

describe("a mandate with other keys than the QMS document", () => {
  it("fails when a key is mistyped, with the nearest one", () => {
    expect(refusalOf(() => loadEdited(["cache_hit_ratio_minimum", "cache_hit_ratio_minimun = 0.87"]))).toBe(
      [
        "the mandate cannot be used: 2 problems",
        "",
        "acme-qms.toml: monitoring_thresholds.cache_hit_ratio_minimum: the key is missing",
        "  allowed:  a ratio above 0 and at most 1",
        "acme-qms.toml: monitoring_thresholds.cache_hit_ratio_minimun: unknown key",
        "  found:    0.87",
        "  allowed:  response_time_p95_ms, response_time_p99_ms, error_rate_threshold, availability_threshold, " +
          "cpu_utilization_threshold, memory_utilization_threshold, disk_utilization_threshold, " +
          "network_errors_threshold, request_rate_anomaly_threshold, database_connection_pool_threshold, " +
          "queue_depth_threshold, cache_hit_ratio_minimum",
        "  fix:      did you mean cache_hit_ratio_minimum?",
      ].join("\n"),
    );
  });

  it("fails when a table is mistyped, with the nearest one", () => {
    expect(refusalOf(() => loadEdited(["[integration_points]", "[integration_point]"]))).toBe(
      [
        "the mandate cannot be used: 2 problems",
        "",
        "acme-qms.toml: integration_points: the table is missing",
        "  allowed:  a table with the keys ci_cd_integration, infrastructure_tools, apm_tools, cloud_providers",
        "acme-qms.toml: integration_point: unknown table",
        "  found:    a table with ci_cd_integration, infrastructure_tools, apm_tools, cloud_providers",
        "  allowed:  qms_context, observability_configuration, monitoring_thresholds, alerting_configuration, " +
          "compliance_requirements, integration_points",
        "  fix:      did you mean integration_points?",
      ].join("\n"),
    );
  });

  it("proposes nothing for a key that resembles none", () => {
    const [problem] = problemsOf(() =>
      loadEdited(["[alerting_configuration]", "[alerting_configuration]\nzzz = 1"]),
    );
    expect(problem).toMatchObject({ what: "unknown key", found: "1" });
    expect(problem).not.toHaveProperty("fix");
  });

  it("names every table of an empty file", () => {
    expect(problemsOf(() => withTomlFile("", loadMandate)).map(({ what }) => what)).toEqual(
      Array(6).fill("the table is missing"),
    );
  });
});

describe("a mandate with impossible values", () => {
  const days = "a whole number of days, 1 or more";
  const percentage = "a percentage above 0 and at most 100";
  const ratio = "a ratio above 0 and at most 1";
  const list = "a list of names, not empty, each once";

  it.each([
    ["metrics_retention_days", "0", days],
    ["log_retention_days", "-3", days],
    ["trace_retention_days", "11.5", days],
    ["metrics_retention_days", '"41"', days],
    ["trace_sampling_rate", "1.2", ratio],
    ["trace_sampling_rate", "0", ratio],
    ["cache_hit_ratio_minimum", "1.1", ratio],
    ["cache_hit_ratio_minimum", "Infinity", ratio],
    ["error_rate_threshold", "1", "a ratio above 0 and below 1"],
    ["availability_threshold", "1", "a ratio above 0 and below 1"],
    ["availability_threshold", "99.9", "a ratio above 0 and below 1"],
    ["cpu_utilization_threshold", "101", percentage],
    ["memory_utilization_threshold", "0", percentage],
    ["response_time_p95_ms", "-1", "a number of milliseconds above 0"],
    ["alert_grouping_window", "0", "a whole number of seconds, 1 or more"],
    ["network_errors_threshold", "0", "a whole number, 1 or more"],
    ["request_rate_anomaly_threshold", "NaN", "a number above 0"],
    ["alerting_enabled", '"yes"', "true or false"],
    ["otel_sdk_languages", "[]", list],
    ["otel_sdk_languages", '["go", "go"]', list],
    ["otel_sdk_languages", '["go", 7]', list],
    ["phase", '""', "a text that is not empty"],
    ["tracing_backend", '"zipkin"', '"jaeger", the one that is built here'],
    ["trace_context_propagation", '"b3,w3c"', '"w3c", alone or followed by further propagators: "w3c,b3"'],
    ["trace_context_propagation", '"w3cx"', '"w3c", alone or followed by further propagators: "w3c,b3"'],
  ])("fails when %s is %s", (leaf, found, allowed) => {
    const toml = found.replace("Infinity", "inf").replace("NaN", "nan");
    const [problem, ...others] = problemsOf(() => loadEdited([`${leaf} =`, `${leaf} = ${toml}`]));
    expect(others).toEqual([]);
    expect(problem).toMatchObject({ what: "the value is not possible", found, allowed });
    expect(problem?.where).toMatch(new RegExp(`acme-qms\\.toml: [a-z_]+\\.${leaf}$`));
  });

  it("reports every mistake at once", () => {
    const broken: readonly (readonly [string, string])[] = [
      ["supported_frameworks", "supported_frameworks = 3"],
      ["monitoring_stack", "monitoring_stack = 2026-01-01"],
      ["disk_utilization_threshold", "disk_utilization_threshold = 1000"],
      ["high_response_time", "high_response_time = 4000"],
      ["audit_trail_logging", "audit_trial_logging = true"],
    ];
    expect(problemsOf(() => loadEdited(...broken)).map(({ where }) => where.replace(/.*: /, ""))).toEqual([
      "qms_context.supported_frameworks",
      "observability_configuration.monitoring_stack",
      "monitoring_thresholds.disk_utilization_threshold",
      "compliance_requirements.audit_trail_logging",
      "compliance_requirements.audit_trial_logging",
      "alerting_configuration.medium_response_time",
    ]);
  });
});

describe("a mandate whose values contradict each other", () => {
  it("fails when the 99th percentile is below the 95th", () => {
    expect(onlyProblemOf(() => mandateWith({ response_time_p95_ms: 640, response_time_p99_ms: 630 }))).toBe(
      [
        "acme-qms.toml: monitoring_thresholds.response_time_p99_ms: a 99th percentile is never below the 95th",
        "  found:    630 ms",
        "  allowed:  at least 640 ms, the value of monitoring_thresholds.response_time_p95_ms",
      ].join("\n"),
    );
  });

  it("accepts equal percentiles", () => {
    const mandate = mandateWith({ response_time_p95_ms: 640, response_time_p99_ms: 640 });
    expect(mandate.values.monitoring_thresholds.response_time_p99_ms).toBe(640);
  });

  it.each<[Stricter, string, string]>([
    [{ critical_response_time: 711, high_response_time: 711 }, "high", "critical"],
    [{ high_response_time: 2200, medium_response_time: 2100 }, "medium", "high"],
    [{ medium_response_time: 9300, low_response_time: 9200 }, "low", "medium"],
  ])("fails when severities are out of order: %j", (changes, lesser, urgent) => {
    const value = (name: string) =>
      String(Object.entries(changes).find(([leaf]) => leaf.startsWith(name))?.[1]);
    expect(onlyProblemOf(() => mandateWith(changes))).toBe(
      [
        `acme-qms.toml: alerting_configuration.${lesser}_response_time: a less urgent severity is answered later`,
        `  found:    ${value(lesser)} s`,
        `  allowed:  more than ${value(urgent)} s, the value of alerting_configuration.${urgent}_response_time`,
      ].join("\n"),
    );
  });

  it("fails when alerts may be held back longer than any response time", () => {
    expect(
      onlyProblemOf(() => mandateWith({ alert_grouping_window: 70_001, low_response_time: 70_000 })),
    ).toBe(
      [
        "acme-qms.toml: alerting_configuration.alert_grouping_window: alerts held back longer than the longest " +
          "response time are announced too late",
        "  found:    70001 s",
        "  allowed:  at most 70000 s, the value of alerting_configuration.low_response_time",
      ].join("\n"),
    );
  });
});
