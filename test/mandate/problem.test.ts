import { ConfigurationError, formatProblem } from "../../mandate";

describe("a problem", () => {
  it("is one line when nothing but the mistake is known", () => {
    expect(formatProblem({ where: "acme.toml: waivers", what: "unknown table" })).toBe(
      "acme.toml: waivers: unknown table",
    );
  });

  it("tells found, allowed, mandate and fix on aligned lines", () => {
    const text = formatProblem({
      where: "production/prometheus: retentionDays",
      what: "weaker than the mandate",
      found: "11 days",
      allowed: "at least 17 days",
      mandate: "observability_configuration.metrics_retention_days",
      fix: "remove the prop",
    });
    expect(text).toBe(
      [
        "production/prometheus: retentionDays: weaker than the mandate",
        "  found:    11 days",
        "  allowed:  at least 17 days",
        "  mandate:  observability_configuration.metrics_retention_days",
        "  fix:      remove the prop",
      ].join("\n"),
    );
  });
});

describe("a configuration error", () => {
  const first = { where: "a.toml: x", what: "unknown table" };
  const second = { where: "a.toml: y.z", what: "the key is missing", allowed: "true or false" };
  const error = new ConfigurationError("the file cannot be used", [first, second]);

  it("lists every problem under its headline", () => {
    expect(error.message).toBe(
      [
        "the file cannot be used",
        "",
        "a.toml: x: unknown table",
        "a.toml: y.z: the key is missing",
        "  allowed:  true or false",
      ].join("\n"),
    );
  });

  it("keeps the problems as data", () => {
    expect(error.problems).toEqual([first, second]);
    expect(error.name).toBe("ConfigurationError");
  });
});
