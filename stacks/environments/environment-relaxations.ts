import type { Relaxation } from "../../constructs/security/relaxation";
import type { Environment } from "./environment";

/** Options of an environment that make the whole weaker than it is by itself and that no object of its own shows. */
export function environmentRelaxations(environment: Environment): readonly Relaxation[] {
  const { cluster, monitoredNamespaces, protectData = true, receivers } = environment;
  return [
    ...(protectData
      ? []
      : [{ prop: "protectData", effect: "a plan may destroy the releases that hold data" }]),
    ...(cluster.allowSharedZone === true
      ? [{ prop: "cluster.allowSharedZone", effect: "the loss of a zone may stop any part of the stack" }]
      : []),
    ...(monitoredNamespaces === "all"
      ? [{ prop: "monitoredNamespaces", effect: "every team of the cluster may add metrics and alerts" }]
      : []),
    ...(receivers.kind === "in-cluster-sink"
      ? [{ prop: "receivers", effect: "notifications end in a pod of the cluster and reach nobody" }]
      : []),
  ];
}
