import type { HelmValue } from "../core/helm-values";
import { ZONE } from "../core/shared-zone";
import type { Labels } from "../security/workload";

/**
 * Constraints by which pods of a stateful set share neither a node nor a zone while there are others. Nodes that are
 * lost do not count, so that pods come back on those that are left.
 * @see https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/
 */
export function spread(podLabels: Labels): readonly HelmValue[] {
  return ["kubernetes.io/hostname", ZONE].map((topologyKey) => ({
    maxSkew: 1,
    topologyKey,
    whenUnsatisfiable: "DoNotSchedule",
    nodeTaintsPolicy: "Honor",
    labelSelector: { matchLabels: podLabels },
  }));
}
