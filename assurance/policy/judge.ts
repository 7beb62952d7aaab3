import type { Mandate } from "../../mandate";
import type { Artifact } from "../artifact/artifact";
import type { Finding } from "./finding";
import type { Rule } from "./rule";
import { RULES } from "./rules";

/**
 * Judges an artifact by every rule. A rule that fails is a finding, because nothing was proved.
 *
 * @param rules for tests (default: all)
 */
export function judge(
  artifact: Artifact,
  mandate: Mandate,
  rules: readonly Rule[] = RULES,
): readonly Finding[] {
  return rules.flatMap((rule) => evaluated(rule, artifact, mandate));
}

function evaluated(rule: Rule, artifact: Artifact, mandate: Mandate): readonly Finding[] {
  try {
    return rule.evaluate(artifact, mandate);
  } catch (error) {
    return [
      {
        rule: rule.id,
        title: rule.title,
        environment: artifact.environment,
        address: "",
        path: "",
        found: `the rule failed: ${error instanceof Error ? error.message : String(error)}`,
        required: "an answer",
        mandate: rule.mandate[0] ?? "qms_context.observability_enforcement",
        fix: "look for something unusual in the artifact, and report the failure as a defect of this package",
      },
    ];
  }
}
