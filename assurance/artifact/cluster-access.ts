import { dirname, isAbsolute, join, resolve } from "node:path";
import type { Artifact } from "./artifact";
import { blocksOf } from "./expression";
import { textOf } from "./json";

/** A context of a kubeconfig. */
export interface ClusterAccess {
  /** Path of the file; below the home directory it begins with `~/`. */
  readonly kubeconfig: string;
  /** @default - the kubeconfig's current one */
  readonly context: string | undefined;
}

/** The cluster that Terraform would deploy to, as the artifact's provider says; nothing where it says nothing. */
export function clusterAccess(artifact: Artifact): ClusterAccess | undefined {
  const [provider] = blocksOf(artifact.providers.kubernetes);
  const path = textOf(provider?.config_path);
  if (path === undefined) return undefined;
  const folder = dirname(resolve(artifact.file));
  return {
    // Terraform runs in the stack's folder.
    kubeconfig: path.startsWith("~/") || isAbsolute(path) ? path : join(folder, path),
    context: textOf(provider?.config_context),
  };
}
