import { defineRule } from "../rule";

const KEY = "qms_context.observability_enforcement";

/** Terraform merges all files of a folder, and an override file wins over what was judged. */
export const noOtherFilesRule = defineRule({
  id: "QMS-GEN-006",
  title: "the artifact is one file",
  mandate: [KEY],
  violations: (artifact) =>
    artifact.otherFiles.map((file) => ({
      address: "",
      path: "",
      found: `${file} beside cdk.tf.json`,
      required: "cdk.tf.json alone",
      mandate: KEY,
      fix: `delete ${file}; what it adds belongs into a stack`,
    })),
});
