import type { Finding } from "../../cli/preflight/check";
import { runQms } from "./qms";
import type { Kubeconfig } from "./lab/kubeconfig";

/** What `qms preflight` ended with. */
export interface Preflight {
  readonly code: number | null;
  /** `<area> <subject>: <what was found>` of everything that would stop a deployment or do harm. */
  readonly failed: readonly string[];
  /** The same of all that is not as it should be. */
  readonly remarks: readonly string[];
  /** What to do about them. */
  readonly fixes: readonly string[];
}

/** @param artifact - the stack's folder */
export async function preflight(artifact: string, kubeconfig: Kubeconfig): Promise<Preflight> {
  const { answer, code } = await runQms(["preflight", "--json"], artifact, kubeconfig);
  const remarks = (JSON.parse(answer) as readonly Finding[]).filter(({ verdict }) => verdict !== "ok");
  return {
    code,
    failed: remarks.filter(({ verdict }) => verdict === "fail").map(said),
    remarks: remarks.map(said),
    fixes: remarks.flatMap(({ fix }) => fix ?? []),
  };
}

function said({ area, found, subject }: Finding): string {
  return `${area} ${subject}: ${found}`;
}
