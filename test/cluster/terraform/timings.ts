import type { Artifact } from "../../../assurance";
import { DependencyGraph } from "../../../scripts/docs/dependency-graph";
import type { TerraformEvent, TerraformRun } from "./terraform-run";

/** How long the releases of an apply took, and what their order cost. */
export interface Timings {
  readonly releases: number;
  /** Seconds of all releases one after the other. */
  readonly sum: number;
  /** Seconds of the longest chain of releases that wait for each other. */
  readonly longestPath: number;
  /** Its releases, the first first. */
  readonly chain: readonly string[];
}

/** From what Terraform told while it applied. */
export function timings(artifact: Artifact, { events }: TerraformRun): Timings {
  const seconds = secondsByAddress(events);
  const of = ({ address }: { readonly address: string }): number => seconds.get(address) ?? 0;
  const { names, seconds: longestPath } = new DependencyGraph(artifact).longestPath(of);
  const sum = artifact.releases.map(of).reduce((one, other) => one + other, 0);
  return { releases: artifact.releases.length, sum, longestPath, chain: names };
}

function secondsByAddress(events: readonly TerraformEvent[]): ReadonlyMap<string, number> {
  const started = new Map<string, number>();
  const seconds = new Map<string, number>();
  for (const event of events) {
    const address = event.hook?.resource.addr ?? "";
    const time = Date.parse(event["@timestamp"]) / 1000;
    if (event.type === "apply_start") started.set(address, time);
    if (event.type === "apply_complete") seconds.set(address, time - (started.get(address) ?? time));
  }
  return seconds;
}

/** Addresses and actions of what a plan would do, in the order of their names. */
export function plannedChanges({ events }: TerraformRun): readonly string[] {
  return events
    .flatMap(({ change, type }) =>
      type === "planned_change" && change !== undefined ? [`${change.action} ${change.resource.addr}`] : [],
    )
    .sort();
}
