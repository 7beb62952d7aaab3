import type { HelmValues } from "../../constructs/core/helm-values";
import { logLevelFilter } from "../../constructs/telemetry/log-level-filter";
import { LOG_LEVELS, logLevelProblems, lowestLevelProblems } from "../../constructs/telemetry/log-level";
import { logNormalisation } from "../../constructs/telemetry/log-normalisation";
import { PII_PATTERNS } from "../../mandate/pii-patterns";

interface Group {
  readonly conditions?: readonly string[];
  readonly statements: readonly string[];
}

const groups = (logNormalisation(PII_PATTERNS) as unknown as { log_statements: readonly Group[] })
  .log_statements;
const all = groups.flatMap(({ statements }) => statements);

describe("normalisation", () => {
  test("carries the level between groups in an attribute, because a cache does not reach that far", () => {
    const writes = groups.findIndex(({ statements }) =>
      statements.some((text) => text.includes('set(log.attributes["obs.tmp.level"]')),
    );
    const maps = groups.findIndex(({ statements }) =>
      statements.some((text) => text.includes("set(log.severity_number, SEVERITY_NUMBER_INFO)")),
    );
    const deletes = groups.findIndex(({ statements }) =>
      statements.includes('delete_key(log.attributes, "obs.tmp.level")'),
    );
    expect([writes < maps, maps < deletes]).toEqual([true, true]);
    expect(groups[maps]?.conditions).toEqual([
      'log.severity_number == SEVERITY_NUMBER_UNSPECIFIED and log.attributes["obs.tmp.level"] != nil',
    ]);
  });

  test("reads level, trace and message after the body was merged and flattened", () => {
    const structured = groups.find(({ conditions }) => conditions?.includes("IsMap(log.body)"));
    expect(structured?.statements.slice(1, 4)).toEqual([
      'merge_maps(log.attributes, log.body["obs_clean"], "insert") where log.body["obs_clean"] != nil',
      'merge_maps(log.attributes, log.body, "insert") where log.body["obs_clean"] == nil',
      "flatten(log.attributes)",
    ]);
  });

  test("finds the level at the first place where a logger has put it", () => {
    const keys = [
      ...["level_name", "level", "severity", "levelname", "log.level", "@l", "Level", "LogLevel", "lvl"],
      ...["loglevel", "log_level", "severity_text", "s"],
    ];
    const places = keys.map((key) => `log.attributes["${key}"]`).join(", ");
    expect(all).toContain(`set(log.cache["l"], Coalesce([${places}]))`);
  });

  test("takes an identifier only where it is one", () => {
    expect(all).toContain(
      'set(log.trace_id.string, log.cache["t"]) where IsMatch(log.cache["t"], "^[0-9a-f]{32}$$")',
    );
    expect(all).toContain(
      'set(log.span_id.string, log.cache["s"]) where IsMatch(log.cache["s"], "^[0-9a-f]{16}$$")',
    );
  });

  test("lets no line choose data stream, service, namespace or what was masked", () => {
    const reserved = all.filter((text) => text.includes("delete_matching_keys(log.attributes"));
    expect(reserved[0]).toBe(
      String.raw`delete_matching_keys(log.attributes, "^(data_stream\\..*|elastic(search)?\\..*|obs\\..*|pii\\..*|redaction\\..*|service\\.name|k8s\\.namespace\\.name)$$")`,
    );
    expect(groups[0]?.statements[0]).toContain(String.raw`data_stream\\..*`);
  });

  test("sets unstructured records apart", () => {
    expect(all).toContain('set(log.attributes["data_stream.dataset"], "unstructured")');
  });
});

describe("the level filter", () => {
  const conditions = (level: (typeof LOG_LEVELS)[number]): readonly string[] =>
    (logLevelFilter(level) as HelmValues).log_conditions as string[];

  test.each(LOG_LEVELS)("drops what is below %s, and never what has no level", (level) => {
    expect(conditions(level)[0]).toBe(
      `log.severity_number > 0 and log.severity_number < SEVERITY_NUMBER_${level}`,
    );
  });

  test("lets a workload raise its own level and not lower it", () => {
    expect(conditions("WARN")).toEqual([
      "log.severity_number > 0 and log.severity_number < SEVERITY_NUMBER_WARN",
      'log.severity_number > 0 and log.severity_number < SEVERITY_NUMBER_ERROR and resource.attributes["obs.log_level"] == "error"',
      'log.attributes["log.format"] == "unstructured" and resource.attributes["obs.log_structured"] == "reject"',
    ]);
  });

  test("lets a workload lower its level where the environment allows it, no further than that", () => {
    expect((logLevelFilter("WARN", "DEBUG") as HelmValues).log_conditions).toEqual([
      "log.severity_number > 0 and log.severity_number < SEVERITY_NUMBER_DEBUG",
      'log.severity_number > 0 and log.severity_number < SEVERITY_NUMBER_INFO and resource.attributes["obs.log_level"] == "info"',
      'log.severity_number > 0 and log.severity_number < SEVERITY_NUMBER_WARN and not (resource.attributes["obs.log_level"] == "debug" or resource.attributes["obs.log_level"] == "info")',
      'log.severity_number > 0 and log.severity_number < SEVERITY_NUMBER_ERROR and resource.attributes["obs.log_level"] == "error"',
      'log.attributes["log.format"] == "unstructured" and resource.attributes["obs.log_structured"] == "reject"',
    ]);
  });

  test("refuses a lowest level above the level of the environment", () => {
    expect(lowestLevelProblems("WARN", "INFO", "here: lowestLogLevel")).toEqual([
      {
        where: "here: lowestLogLevel",
        what: "workloads cannot lower their level to this one",
        found: '"WARN"',
        allowed: "TRACE, DEBUG, INFO; logLevel is INFO",
        mandate: "observability_configuration.log_level_enforcement",
      },
    ]);
    expect(lowestLevelProblems("DEBUG", "INFO", "here")).toEqual([]);
  });

  test("cannot be switched off by a level that is none", () => {
    expect(logLevelProblems("OFF", "here: logLevel")).toEqual([
      {
        where: "here: logLevel",
        what: "this is no log level, and enforcement cannot be switched off",
        found: '"OFF"',
        allowed: "TRACE, DEBUG, INFO, WARN, ERROR",
        mandate: "observability_configuration.log_level_enforcement",
      },
    ]);
  });
});
