import { formatFindings, MandateViolationError, type Finding } from "../../../assurance";

const RETENTION: Finding = {
  rule: "QMS-RET-001",
  title: "metrics are kept for the mandated days",
  environment: "staging",
  address: "helm_release.kps",
  path: "prometheus.prometheusSpec.retention",
  found: '"7d"',
  required: "at least 30 days",
  mandate: "observability_configuration.metrics_retention_days",
  fix: "raise it",
};

const MISSING: Finding = {
  ...RETENTION,
  environment: "production",
  address: "",
  path: "",
  found: "no Prometheus",
};

describe("findings in a terminal", () => {
  test("stand below their environment, with both values side by side", () => {
    expect(formatFindings([RETENTION, MISSING])).toBe(
      [
        "2 findings break the mandate in 2 environments",
        "",
        "staging",
        "",
        "  ✗ QMS-RET-001  metrics are kept for the mandated days",
        "      where    helm_release.kps: prometheus.prometheusSpec.retention",
        '      found    "7d"',
        "      required at least 30 days",
        "      mandate  observability_configuration.metrics_retention_days",
        "      fix      raise it",
        "",
        "production",
        "",
        "  ✗ QMS-RET-001  metrics are kept for the mandated days",
        "      where    (the whole artifact)",
        "      found    no Prometheus",
        "      required at least 30 days",
        "      mandate  observability_configuration.metrics_retention_days",
        "      fix      raise it",
      ].join("\n"),
    );
  });

  test("say so when there are none", () => {
    expect(formatFindings([])).toBe("the mandate holds");
  });

  test("are the message of the error that carries them", () => {
    const error = new MandateViolationError([RETENTION]);
    expect(error.findings).toEqual([RETENTION]);
    expect(error.name).toBe("MandateViolationError");
    expect(error.message.split("\n")[0]).toBe("1 finding breaks the mandate in 1 environment");
  });
});
