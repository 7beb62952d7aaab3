import { defineRule } from "../rule";

const KEY = "qms_context.observability_enforcement";

/** `kubernetes_manifest` needs the cluster and its custom resource definitions before a plan can be made. */
export const noKubernetesManifestRule = defineRule({
  id: "QMS-GEN-005",
  title: "no kubernetes_manifest",
  mandate: [KEY],
  violations: (artifact) =>
    artifact.resources
      .filter((address) => address.startsWith("kubernetes_manifest."))
      .map((address) => ({
        address,
        path: "",
        found: "a kubernetes_manifest",
        required: "none, because a first apply on an empty cluster would fail",
        mandate: KEY,
        fix: "bring the object by ManifestBundle",
      })),
});
