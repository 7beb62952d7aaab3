import type { Artifact } from "../../assurance";
import type { Cluster } from "../cluster/cluster";

/** `warn` lets a deployment go on, `fail` would stop it or let it do harm. */
export type Verdict = "ok" | "warn" | "fail";

/** One thing that was looked at. */
export interface Finding {
  readonly area: string;
  readonly subject: string;
  readonly verdict: Verdict;
  /** What was found, in a few words. */
  readonly found: string;
  /** What to do about it. */
  readonly fix?: string;
}

/** Looks at one side of a cluster. */
export type Check = (cluster: Cluster, artifact: Artifact) => Promise<readonly Finding[]>;
