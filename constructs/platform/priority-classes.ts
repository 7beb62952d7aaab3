import { Construct } from "constructs";
import { type Manifest, ManifestBundle } from "../core/manifest-bundle";

/** Names of the priorities that the stack's pods have. */
export const PRIORITIES = {
  /** One pod on every node; without it nothing is known of what the node does. */
  agents: "observability-agents",
  /** Stores, gateways, operators: what tells of trouble stays while there is some. */
  backends: "observability-backends",
} as const;

/** Properties of `PriorityClasses`. */
export interface PriorityClassesProps {
  /** Namespace of the release; the classes themselves are the cluster's. */
  readonly namespace: string;
}

/**
 * Priorities of the stack's pods. On a full node they are started before applications, which have 0 unless they say
 * more; agents may take the place of others, because they have no other node to go to.
 * @see https://kubernetes.io/docs/concepts/scheduling-eviction/pod-priority-preemption/
 */
export class PriorityClasses extends Construct {
  public constructor(scope: Construct, id: string, { namespace }: PriorityClassesProps) {
    super(scope, id);
    new ManifestBundle(this, "priority-classes", {
      namespace,
      manifests: {
        "priorityclass-agents": priorityClass(PRIORITIES.agents, 2_000_000, "PreemptLowerPriority"),
        // It waits for room, and pushes no application off a node.
        "priorityclass-backends": priorityClass(PRIORITIES.backends, 1_000_000, "Never"),
      },
    });
  }
}

function priorityClass(
  name: string,
  value: number,
  preemptionPolicy: "Never" | "PreemptLowerPriority",
): Manifest {
  return {
    apiVersion: "scheduling.k8s.io/v1",
    kind: "PriorityClass",
    metadata: { name },
    value,
    preemptionPolicy,
    globalDefault: false,
  };
}
