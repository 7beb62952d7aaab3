import { checkPolicy, formatProblem, loadMandate, loadPolicy, strengthen } from "../../mandate";
import { mandateWith, withTomlFile } from "../support/mandate-variants";
import { onlyProblemOf, refusalOf } from "../support/problems";

const load = (toml: string) => withTomlFile(toml, loadPolicy, "acme-policy.toml");
const waivers = "[waivers]\nlongest_days = 11\n";

describe("the packaged policy", () => {
  it("leaves room for the packaged mandate", () => {
    expect(checkPolicy(loadMandate(), loadPolicy())).toEqual([]);
  });

  it("names its file and has a ceiling for each class of data", () => {
    expect(loadPolicy().source.file).toBe("policy.toml");
    expect(Object.keys(loadPolicy().values.privacy_ceilings)).toEqual([
      "metrics_max_days",
      "log_max_days",
      "audit_log_max_days",
      "trace_max_days",
    ]);
  });
});

describe("an organisation's policy", () => {
  it("may leave a class of data without a ceiling", () => {
    const policy = load(`[privacy_ceilings]\ntrace_max_days = 43\n${waivers}`);
    expect(policy.values).toEqual({
      privacy_ceilings: { trace_max_days: 43 },
      waivers: { longest_days: 11 },
    });
    expect(checkPolicy(mandateWith({ metrics_retention_days: 9999 }), policy)).toEqual([]);
  });

  it("fails with every mistake at once", () => {
    expect(refusalOf(() => load("[privacy_ceilings]\nlogs_max_days = 5\ntrace_max_days = 0\n"))).toBe(
      [
        "the policy cannot be used: 3 problems",
        "",
        "acme-policy.toml: privacy_ceilings.trace_max_days: the value is not possible",
        "  found:    0",
        "  allowed:  a whole number of days, 1 or more, or no such key",
        "acme-policy.toml: privacy_ceilings.logs_max_days: unknown key",
        "  found:    5",
        "  allowed:  metrics_max_days, log_max_days, audit_log_max_days, trace_max_days",
        "  fix:      did you mean log_max_days?",
        "acme-policy.toml: waivers: the table is missing",
        "  allowed:  a table with the keys longest_days",
      ].join("\n"),
    );
  });

  it("fails when it is not TOML, with line and column", () => {
    expect(onlyProblemOf(() => load("[waivers\n"))).toMatch(
      /^acme-policy\.toml:1:\d+: invalid TOML document: /,
    );
  });
});

describe("a floor above a ceiling", () => {
  const policy = load(`[privacy_ceilings]\nlog_max_days = 101\naudit_log_max_days = 103\n${waivers}`);

  it("is a mistake of the policy, told with both files and keys", () => {
    const mandate = mandateWith({ log_retention_days: 102 });
    expect(checkPolicy(mandate, policy).map(formatProblem)).toEqual([
      [
        "acme-policy.toml: privacy_ceilings.log_max_days: the ceiling is below the floor of acme-qms.toml",
        "  found:    101 days",
        "  allowed:  at least 102 days",
        "  mandate:  observability_configuration.log_retention_days",
      ].join("\n"),
    ]);
  });

  it("binds audit logs like other logs", () => {
    expect(checkPolicy(mandateWith({ log_retention_days: 104 }), policy).map(({ found }) => found)).toEqual([
      "101 days",
      "103 days",
    ]);
  });

  it("is a mistake of the environment that asked for it", () => {
    const mandate = strengthen(loadMandate(), { log_retention_days: 102 }, "production: stricter");
    expect(checkPolicy(mandate, policy, "production: stricter").map(formatProblem)).toEqual([
      [
        "production: stricter.log_retention_days: longer than privacy allows",
        "  found:    102 days",
        "  allowed:  at most 101 days (acme-policy.toml: privacy_ceilings.log_max_days)",
        "  mandate:  observability_configuration.log_retention_days",
      ].join("\n"),
    ]);
  });

  it("is none where both are equal", () => {
    expect(checkPolicy(mandateWith({ log_retention_days: 101 }), policy)).toEqual([]);
  });
});
