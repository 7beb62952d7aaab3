import type { Artifact } from "../../assurance";
import { type Availability, availabilityOf, type Loss } from "../../assurance/availability";
import { environmentRecord } from "../../assurance/environment-record";
import { ALONE_ELSEWHERE, INTRODUCTION, NOTES } from "./availability-texts";

/** What stays of each environment when a node or a zone is lost, as a Markdown document. */
export function availabilityPage(artifacts: readonly Artifact[]): string {
  const available = artifacts.filter((one) => environmentRecord(one)?.profile === "high-availability");
  const single = artifacts.filter((one) => !available.includes(one)).map(({ environment }) => environment);
  const tables = grouped(available.map((one) => [one.environment, tableOf(availabilityOf(one))] as const));
  return (
    [
      INTRODUCTION,
      ...tables.flatMap(([environments, table]) => [`## ${environments.join(", ")}`, table]),
      NOTES,
      `## ${single.join(", ")}`,
      ALONE_ELSEWHERE,
    ].join("\n\n") + "\n"
  );
}

/** Environments with the same table share it. */
function grouped(
  tables: readonly (readonly [string, string])[],
): readonly (readonly [readonly string[], string])[] {
  const texts = [...new Set(tables.map(([, table]) => table))];
  return texts.map((text) => [
    tables.filter(([, table]) => table === text).map(([environment]) => environment),
    text,
  ]);
}

function tableOf(all: readonly Availability[]): string {
  const head = ["Workload", "Kind", "Replicas", "Apart by", "Budget", "A node is lost", "A zone is lost"];
  const rows = all
    .map((one) => [
      `${one.workload.namespace}/${one.workload.name}`,
      one.workload.kind,
      String(one.workload.replicas),
      one.workload.spread.join(" and ") || "—",
      one.workload.hasBudget ? "yes" : "—",
      told(one, one.node),
      told(one, one.zone),
    ])
    .sort(([one = ""], [other = ""]) => (one < other ? -1 : 1));
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

function told({ alone, workload: { replicas } }: Availability, { left, isEnough }: Loss): string {
  if (replicas === "per node") return "goes on at every other node";
  if (alone !== undefined) return `starts elsewhere; until then ${alone}`;
  return isEnough ? `goes on with ${String(left)} of ${String(replicas)}` : "**may stop**";
}
