import type { Manifest } from "../core/manifest-bundle";
import type { Workload } from "../security/workload";

/**
 * Lets nodes be drained as long as at most one pod of a workload is away. A single one may be moved too, or no node
 * could ever be drained.
 * @see https://kubernetes.io/docs/tasks/run-application/configure-pdb/
 */
export function disruptionBudget({
  name,
  namespace,
  podLabels,
}: Pick<Workload, "name" | "namespace" | "podLabels">): Readonly<Record<string, Manifest>> {
  return {
    [`poddisruptionbudget-${name}`]: {
      apiVersion: "policy/v1",
      kind: "PodDisruptionBudget",
      metadata: { name, namespace },
      spec: { maxUnavailable: 1, selector: { matchLabels: podLabels } },
    },
  };
}
