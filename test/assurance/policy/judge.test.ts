import { judge, RULES } from "../../../assurance";
import { defineRule } from "../../../assurance/policy/rule";
import { loadMandate } from "../../../mandate";
import { artifactWith, values } from "../../support/artifact-fixture";

describe("the gate", () => {
  test("passes an artifact that meets the mandate", () => {
    expect(judge(artifactWith(), loadMandate())).toEqual([]);
  });

  test("has these rules, and none vanishes or changes its number", () => {
    expect(RULES.map(({ id }) => id)).toEqual([
      "QMS-RET-001",
      "QMS-RET-002",
      "QMS-RET-003",
      "QMS-SMP-001",
      "QMS-SMP-002",
      "QMS-INS-001",
      "QMS-COL-001",
      "QMS-THR-001",
      "QMS-THR-002",
      "QMS-THR-003",
      "QMS-THR-004",
      "QMS-THR-005",
      "QMS-THR-006",
      "QMS-THR-007",
      "QMS-THR-008",
      "QMS-THR-009",
      "QMS-THR-010",
      "QMS-THR-011",
      "QMS-THR-012",
      "QMS-RTE-001",
      "QMS-RTE-002",
      "QMS-RTE-003",
      "QMS-RTE-004",
      "QMS-PII-001",
      "QMS-LOG-001",
      "QMS-LOG-002",
      "QMS-GEN-001",
      "QMS-GEN-002",
      "QMS-GEN-003",
      "QMS-GEN-004",
      "QMS-GEN-005",
      "QMS-GEN-006",
      "QMS-GEN-007",
    ]);
  });

  test("tells the rule, the environment, the place and both values of a finding", () => {
    const artifact = artifactWith(values("kps", { "prometheus.prometheusSpec.retention": "7d" }));
    expect(judge(artifact, loadMandate())).toEqual([
      {
        rule: "QMS-RET-001",
        title: "metrics are kept for the mandated days",
        environment: "trial",
        address: "helm_release.kps",
        path: "prometheus.prometheusSpec.retention",
        found: '"7d"',
        required: "at least 30 days",
        mandate: "observability_configuration.metrics_retention_days",
        fix: "remove prometheus.prometheusSpec.retention from the values, or raise it",
      },
    ]);
  });

  test("takes a rule that fails for a finding, not for a pass", () => {
    const broken = defineRule({
      id: "QMS-XXX-001",
      title: "never answers",
      mandate: ["observability_configuration.alerting_enabled"],
      violations: () => {
        throw new Error("no idea");
      },
    });
    expect(judge(artifactWith(), loadMandate(), [broken])).toMatchObject([
      {
        rule: "QMS-XXX-001",
        found: "the rule failed: no idea",
        mandate: "observability_configuration.alerting_enabled",
      },
    ]);
  });

  test("finds everything missing in an artifact without releases", () => {
    const empty = { ...artifactWith(), releases: [], objects: [] };
    const rules = new Set(judge(empty, loadMandate()).map(({ rule }) => rule));
    expect(RULES.map(({ id }) => id).filter((id) => !rules.has(id))).toEqual([
      "QMS-SMP-002",
      "QMS-RTE-004",
      "QMS-GEN-001",
      "QMS-GEN-002",
      "QMS-GEN-003",
      "QMS-GEN-004",
      "QMS-GEN-005",
      "QMS-GEN-006",
      "QMS-GEN-007",
    ]);
  });
});
