import type { Artifact } from "../../assurance";
import { itemsOf, textOf, valueAt, type JsonValue } from "../../assurance/artifact/json";
import { bytesText, coresText, quantityOf } from "../../assurance/workloads/quantity";
import { type Amounts, resourcesOf, sumOf, times } from "../../assurance/workloads/resources";
import { type Workload, workloadsOf } from "../../assurance/workloads/workloads";
import type { ClusterObject } from "../cluster/cluster";
import type { Check, Finding, Verdict } from "./check";
import { zoneFindings } from "./zones";

interface Node extends ClusterObject {
  readonly spec?: JsonValue;
  readonly status?: JsonValue;
}

type Pod = Node;

const AREA = "capacity";
/** Above it the next rollout, which starts new pods before it ends old ones, may find no room. */
const TIGHT = 0.9;

/** Whether the nodes have room for what the stack asks for, beside what others ask for already. */
export const checkCapacity: Check = async (cluster, artifact) => {
  const nodes = await cluster.list<Node>("/api/v1/nodes");
  const pods = await cluster.list<Pod>("/api/v1/pods");
  const open = nodes.filter(isOpen);
  const { uncounted, workloads } = workloadsOf(artifact);
  const room = minus(total(open.map(allocatable)), usedByOthers(pods, artifact, open));
  const needed = demand(workloads, nodes.length);
  return [
    compared("memory", needed.memory, room.memory, bytesText),
    compared("CPU", needed.cpu, room.cpu, coresText),
    largestPod(workloads, open.map(allocatable)),
    spread(workloads, open.length),
    ...zoneFindings(workloads, open),
    ...uncounted.map((release) => ({
      area: AREA,
      subject: release,
      verdict: "warn" as const,
      found: "what its chart asks for is not known to this version",
    })),
  ];
};

/** A node that takes pods without a toleration of their own. */
function isOpen({ spec }: Node): boolean {
  const effects = itemsOf(valueAt(spec, "taints")).map((taint) => valueAt(taint, "effect"));
  const closed = effects.some((effect) => effect === "NoSchedule" || effect === "NoExecute");
  return valueAt(spec, "unschedulable") !== true && !closed;
}

function allocatable({ status }: Node): Amounts {
  const amount = (name: string): number => quantityOf(valueAt(status, `allocatable.${name}`)) ?? 0;
  return { cpu: amount("cpu"), memory: amount("memory") };
}

function usedByOthers(pods: readonly Pod[], artifact: Artifact, open: readonly Node[]): Amounts {
  const ours = new Set(artifact.releases.map(({ namespace }) => namespace));
  const names = open.map(({ metadata }) => metadata.name);
  const others = pods.filter(
    ({ metadata, spec, status }) =>
      !ours.has(metadata.namespace ?? "") &&
      names.includes(textOf(valueAt(spec, "nodeName")) ?? "") &&
      !["Succeeded", "Failed"].includes(textOf(valueAt(status, "phase")) ?? ""),
  );
  const containers = others.flatMap(({ spec }) => itemsOf(valueAt(spec, "containers")));
  return sumOf(containers.map((container) => resourcesOf(valueAt(container, "resources")))).requests;
}

function demand(workloads: readonly Workload[], nodes: number): Amounts {
  return sumOf(workloads.map(({ pod, replicas }) => times(replicas === "per node" ? nodes : replicas, pod)))
    .requests;
}

function compared(subject: string, needed: number, room: number, text: (amount: number) => string): Finding {
  const verdict: Verdict = needed > room ? "fail" : needed > room * TIGHT ? "warn" : "ok";
  return {
    area: AREA,
    subject,
    verdict,
    found: `requests of ${text(needed)}, room for ${text(Math.max(0, room))}`,
    ...(verdict === "ok" ? {} : { fix: "add nodes, or move other pods away" }),
  };
}

function largestPod(workloads: readonly Workload[], nodes: readonly Amounts[]): Finding {
  const [largest] = [...workloads].sort((one, other) => other.pod.requests.memory - one.pod.requests.memory);
  const memory = largest?.pod.requests.memory ?? 0;
  const most = Math.max(0, ...nodes.map((node) => node.memory));
  const found = `${largest?.name ?? "none"} asks for ${bytesText(memory)}, the largest node has ${bytesText(most)}`;
  const finding = { area: AREA, subject: "largest pod", found };
  return memory > most
    ? { ...finding, verdict: "fail", fix: "add a larger node" }
    : { ...finding, verdict: "ok" };
}

/** Replicas of a stateful workload stand on nodes of their own. */
function spread(workloads: readonly Workload[], nodes: number): Finding {
  const needed = Math.max(
    1,
    ...workloads.flatMap(({ kind, replicas }) =>
      kind === "StatefulSet" && replicas !== "per node" ? [replicas] : [],
    ),
  );
  const finding = { area: AREA, subject: "nodes", found: `${needed} needed, ${nodes} take pods` };
  return nodes < needed
    ? { ...finding, verdict: "fail", fix: "add nodes: replicas of a store never share one" }
    : { ...finding, verdict: "ok" };
}

function total(all: readonly Amounts[]): Amounts {
  return all.reduce((sum, one) => ({ cpu: sum.cpu + one.cpu, memory: sum.memory + one.memory }), {
    cpu: 0,
    memory: 0,
  });
}

function minus(one: Amounts, other: Amounts): Amounts {
  return { cpu: one.cpu - other.cpu, memory: one.memory - other.memory };
}
