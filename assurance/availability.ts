import type { Artifact } from "./artifact/artifact";
import type { Domain } from "./workloads/spread";
import { type Workload, workloadsOf } from "./workloads/workloads";

/** Zones that `high-availability` is made for, and nodes that it needs; there may be any number of nodes. */
const DOMAINS = 3;

/** What remains of a workload when a node or a zone is lost. */
export interface Loss {
  /** Pods that go on, in the worst case. */
  readonly left: number;
  /** Whether they are enough to do its work. */
  readonly isEnough: boolean;
}

/** How a workload gets over the loss of a node and of a zone. */
export interface Availability {
  readonly workload: Workload;
  readonly node: Loss;
  readonly zone: Loss;
  /** What is missing until its one pod is started elsewhere. @default - it has more, or runs on every node */
  readonly alone?: string;
}

/** Workloads of one pod in every environment, and what is missing while it moves. None of them keeps anything. */
const ALONE: Readonly<Record<string, string>> = {
  "otel-cluster": "events of Kubernetes are told later, metrics of its objects have a gap",
  "elasticsearch-exporter": "metrics of Elasticsearch have a gap",
  "blackbox-exporter": "nobody asks servers for their certificates",
  "kps-operator": "changes of rules and routes wait; what runs goes on",
  "kps-kube-state-metrics": "metrics of Kubernetes' objects have a gap, and alerts on them wait",
};

/** Elasticsearch elects a master by majority, and has one copy of each shard beside the primary. */
const BY_MAJORITY = "elasticsearch-default";

/**
 * The availability of everything that an artifact keeps running. Jobs end by themselves, and are tried again.
 * @param zones - of the cluster, as far as they are known.
 */
export function availabilityOf(artifact: Artifact, zones = DOMAINS): readonly Availability[] {
  return workloadsOf(artifact)
    .workloads.filter(({ kind }) => kind !== "Job")
    .map((workload) => {
      const alone = workload.replicas === 1 ? ALONE[workload.name] : undefined;
      return {
        workload,
        node: lossOf(workload, "node", DOMAINS),
        zone: lossOf(workload, "zone", zones),
        ...(alone === undefined ? {} : { alone }),
      };
    });
}

function lossOf(workload: Workload, domain: Domain, domains: number): Loss {
  const { name, replicas, spread } = workload;
  // Those of other nodes are not concerned.
  if (replicas === "per node") return { left: Infinity, isEnough: true };
  const most = spread.includes(domain) ? Math.ceil(replicas / domains) : replicas;
  const left = replicas - most;
  const needed = name === BY_MAJORITY ? Math.floor(replicas / 2) + 1 : 1;
  return { left, isEnough: left >= needed };
}
