import { isInReleaseOrObject } from "../governed-address";
import { defineRule } from "../rule";

const KEY = "qms_context.observability_enforcement";

/** What Terraform computes later cannot be judged now; the folder of a local chart is the one exception. */
export const noExpressionsRule = defineRule({
  id: "QMS-GEN-001",
  title: "releases and objects hold no Terraform expression",
  mandate: [KEY],
  violations: (artifact) =>
    artifact.expressions
      .filter(({ address }) => isInReleaseOrObject(address))
      .filter(({ path, expression }) => !(path === "chart" && expression === "${path.module}"))
      .map(({ address, path, expression }) => ({
        address,
        path,
        found: expression,
        required: "a literal value; a text with ${ or %{ is written as $${ or %%{",
        mandate: KEY,
        fix: "pass the value itself instead of a reference, and write texts through HelmApplication",
      })),
});
