import type { Workload } from "../../assurance/workloads/workloads";
import type { ClusterObject } from "../cluster/cluster";
import type { Finding } from "./check";

const ZONE = "topology.kubernetes.io/zone";
/** Elasticsearch elects its master by majority, which outlives the loss of one in three. */
const ZONES = 3;

/**
 * Whether the nodes stand in as many zones as replicas are to be spread over; nothing where none are. Two are no
 * failure: everything starts, any node may be lost, and without a zone all but Elasticsearch goes on, for which queues
 * wait. Only the cluster is at fault, and whoever runs it may have no third.
 */
export function zoneFindings(
  workloads: readonly Workload[],
  nodes: readonly ClusterObject[],
): readonly Finding[] {
  if (!workloads.some(({ spread }) => spread.includes("zone"))) return [];
  const zones = new Set(nodes.flatMap(({ metadata }) => metadata.labels?.[ZONE] ?? []));
  const finding = {
    area: "capacity",
    subject: "zones",
    found: `nodes that take pods are in ${String(zones.size)}, by their label ${ZONE}`,
  };
  if (zones.size >= ZONES) return [{ ...finding, verdict: "ok" }];
  return [
    zones.size > 1
      ? {
          ...finding,
          verdict: "warn",
          fix: "add nodes in a third: without the zone that has two nodes of Elasticsearch, logs and traces wait",
        }
      : {
          ...finding,
          verdict: "fail",
          fix: "label nodes by their zones, or say cluster.allowSharedZone in the environment",
        },
  ];
}
