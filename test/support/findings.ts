import { judge, whereOf } from "../../assurance";
import { loadMandate, type Mandate } from "../../mandate";
import { artifactWith, type Change } from "./artifact-fixture";

/** What a reader learns of a finding: `rule | where | found | required | mandate`. */
export function findingsWith(...changes: readonly Change[]): readonly string[] {
  return findingsUnder(loadMandate(), ...changes);
}

/** The same under another mandate. */
export function findingsUnder(mandate: Mandate, ...changes: readonly Change[]): readonly string[] {
  return judge(artifactWith(...changes), mandate).map((finding) =>
    [finding.rule, whereOf(finding), finding.found, finding.required, finding.mandate].join(" | "),
  );
}
