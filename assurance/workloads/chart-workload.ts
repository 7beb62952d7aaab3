import type { JsonValue } from "../artifact/json";

/** What runs the pods of a workload. */
export type WorkloadKind = "Deployment" | "StatefulSet" | "DaemonSet" | "Job";

/** A value path that has to be true; what the chart has there by itself follows after `:`. */
export type Condition = `${string}:${"true" | "false"}`;

/** A container of a chart's workload. */
export interface ChartContainer {
  readonly name: string;
  /** Path of its `resources`. */
  readonly resources: string;
  /** What the chart, or the operator behind it, has there by itself. @default - nothing */
  readonly defaults?: JsonValue;
  /** @default - always there */
  readonly when?: Condition;
}

/** A workload that a chart's templates, or the operator of its custom resources, make. */
export interface ChartWorkload {
  /** Name behind the release's; the release's own where it is empty. */
  readonly name: string;
  readonly kind: WorkloadKind;
  /** Path of the number of replicas. @default - one; one per node for a DaemonSet */
  readonly replicas?: string;
  /** @default 1 */
  readonly defaultReplicas?: number;
  /** @default - always there */
  readonly when?: Condition;
  /** Path of the constraints that spread its pods, or of the affinity that keeps them apart. @default - nowhere */
  readonly spread?: string;
  /** What gives it a disruption budget. @default - nothing of the chart */
  readonly budget?: Condition;
  readonly containers: readonly ChartContainer[];
}

/** What one version of a chart makes. */
export interface ChartWorkloads {
  readonly version: string;
  readonly workloads: readonly ChartWorkload[];
}
