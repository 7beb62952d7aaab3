import type { Workload } from "../../assurance/workloads/workloads";
import type { ClusterObject } from "../cluster/cluster";
import type { Finding } from "./check";

const ZONE = "topology.kubernetes.io/zone";
/** Elasticsearch elects its master by majority, which outlives the loss of one in three. */
const ZONES = 3;

/** Whether the nodes stand in as many zones as replicas are to be spread over; nothing where none are. */
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
          fix: "add nodes in a third: the loss of one of two may stop Elasticsearch",
        }
      : {
          ...finding,
          verdict: "fail",
          fix: "label nodes by their zones, or say cluster.allowSharedZone in the environment",
        },
  ];
}
