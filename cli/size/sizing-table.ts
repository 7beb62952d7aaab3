import { bytesText, coresText } from "../../assurance/workloads/quantity";
import { times } from "../../assurance/workloads/resources";
import type { Workload } from "../../assurance/workloads/workloads";
import { tableOf } from "../table";
import type { SizedVolume, Sizing } from "./sizing";

/** What an environment asks for, for people. */
export function sizingTable(sizing: Sizing): string {
  const { nodes, prometheusMemory, sum, uncounted, volumes, workloads } = sizing;
  const head = ["workload", "pods", "CPU", "memory", "limit", "CPU of all", "memory of all"];
  const total = ["together", "", "", "", amount(sum.limits.memory, bytesText)];
  const sums = [coresText(sum.requests.cpu), bytesText(sum.requests.memory)];
  return [
    tableOf(
      head,
      [...workloads.map((workload) => workloadRow(workload, nodes)), [...total, ...sums]],
      head.slice(1),
    ),
    `requests for ${String(nodes)} ${nodes === 1 ? "node" : "nodes"}; the first three figures are of one pod`,
    ...(prometheusMemory === undefined ? [] : [`Prometheus keeps in memory ${prometheusMemory}`]),
    "",
    tableOf(["volume", "count", "size", "needed", "why"], volumes.map(volumeRow), [
      "count",
      "size",
      "needed",
    ]),
    ...uncounted.map((release) => `not counted, because its chart is not known: ${release}`),
  ].join("\n");
}

function workloadRow({ kind, name, namespace, pod, replicas }: Workload, nodes: number): readonly string[] {
  const count = replicas === "per node" ? nodes : replicas;
  const all = times(count, pod).requests;
  return [
    `${namespace}/${name}${kind === "Job" ? " (job)" : ""}`,
    replicas === "per node" ? `${String(nodes)} (every node)` : String(replicas),
    coresText(pod.requests.cpu),
    bytesText(pod.requests.memory),
    amount(pod.limits.memory, bytesText),
    coresText(all.cpu),
    bytesText(all.memory),
  ];
}

function volumeRow({ bytes, count, name, needed }: SizedVolume): readonly string[] {
  const row = [name, String(count), bytesText(bytes)];
  if (needed === undefined) return [...row, "", ""];
  const { fill, fillReason, gib, shares } = needed;
  const lines = shares.map((share) => `${bytesText(share.bytes)} ${share.what}: ${share.how}`);
  return [
    ...row,
    `${String(gib)}.0Gi${gib * 2 ** 30 > bytes ? "\ntoo small" : ""}`,
    [...lines, `at most ${String(Math.round(fill * 100))} % full: ${fillReason}`].join("\n"),
  ];
}

function amount(value: number, text: (value: number) => string): string {
  return value === Infinity ? "none" : text(value);
}
