import { type Artifact, retention } from "../../assurance";
import { environmentRecord, type EnvironmentRecord } from "../../assurance/environment-record";
import { logCopies, type Volume, volumesOf } from "../../assurance/volumes";
import { type Resources, sumOf, times } from "../../assurance/workloads/resources";
import { type Workload, workloadsOf } from "../../assurance/workloads/workloads";
import {
  elasticsearchVolume,
  type NeededVolume,
  prometheusMemoryMib,
  prometheusMemoryReason,
  prometheusVolume,
} from "../../stacks/environments/capacity";

/** A volume, and what it has to be at the declared load. */
export interface SizedVolume extends Volume {
  /** @default - nothing is known that depends on the load */
  readonly needed?: NeededVolume;
}

/** What an environment asks its cluster for. */
export interface Sizing {
  readonly environment: string;
  /** How many nodes pods that run on every node are counted for. */
  readonly nodes: number;
  readonly workloads: readonly Workload[];
  /** Of all pods together. */
  readonly sum: Resources;
  readonly volumes: readonly SizedVolume[];
  /** Why Prometheus gets the memory that it gets; nothing without a declared load. */
  readonly prometheusMemory: string | undefined;
  /** Releases whose charts are not known. */
  readonly uncounted: readonly string[];
}

/** @param nodes of the cluster */
export function sizingOf(artifact: Artifact, nodes: number): Sizing {
  const { uncounted, workloads } = workloadsOf(artifact);
  const needed = neededVolumes(artifact);
  return {
    environment: artifact.environment,
    nodes,
    workloads,
    sum: sumOf(workloads.map(({ pod, replicas }) => times(replicas === "per node" ? nodes : replicas, pod))),
    volumes: volumesOf(artifact).map((volume) => {
      const need = needed[volume.name];
      return { ...volume, ...(need === undefined ? {} : { needed: need }) };
    }),
    prometheusMemory: memoryOf(artifact),
    uncounted,
  };
}

function memoryOf(artifact: Artifact): string | undefined {
  const load = environmentRecord(artifact)?.load;
  return load && `${String(prometheusMemoryMib(load))}Mi: ${prometheusMemoryReason(load)}`;
}

/** By what the artifact keeps, which may be more than is mandated. */
function neededVolumes(artifact: Artifact): Readonly<Record<string, NeededVolume>> {
  const record = environmentRecord(artifact);
  if (record === undefined) return {};
  const { load, mandate } = record;
  const fill = mandate.diskUtilizationRatio;
  return {
    prometheus: prometheusVolume(load, { retentionDays: retention(artifact).metrics, fill }),
    elasticsearch: elasticsearchVolume(load, { ...elasticsearchDemand(artifact, record), fill }),
  };
}

function elasticsearchDemand(artifact: Artifact, { mandate }: EnvironmentRecord) {
  const { logs, traces } = retention(artifact);
  const nodes = volumesOf(artifact).find(({ name }) => name === "elasticsearch")?.count ?? 1;
  return {
    logRetentionDays: logs,
    traceRetentionDays: traces,
    samplingRatio: mandate.traceSamplingRatio,
    errorRatio: mandate.errorRatio,
    replicas: logCopies(artifact) - 1,
    nodes,
  };
}
