import type { Artifact } from "../../assurance";
import { environmentRecord } from "../../assurance/environment-record";
import { ConfigurationError } from "../../mandate";
import type { Cluster } from "../cluster/cluster";

/** A namespace that the Secrets need, and whether it had to be created. */
export interface AppliedNamespace {
  readonly name: string;
  readonly action: "created" | "unchanged";
}

/**
 * Creates the namespaces that Secrets are to be in, where they are missing and Terraform leaves them to others.
 * @throws ConfigurationError when Terraform creates a missing one itself: one that is there already would stop it
 */
export async function applyNamespaces(
  cluster: Cluster,
  artifact: Artifact,
  names: readonly string[],
  dryRun: boolean,
): Promise<readonly AppliedNamespace[]> {
  const done: AppliedNamespace[] = [];
  for (const name of names) {
    const path = `/api/v1/namespaces/${name}`;
    const isThere = (await cluster.get(path)) !== undefined;
    if (!isThere) {
      refuseTerraforms(artifact, name);
      await cluster.create("/api/v1/namespaces", namespaceObject(artifact, name), { dryRun });
    }
    done.push({ name, action: isThere ? "unchanged" : "created" });
  }
  return done;
}

function namespaceObject(artifact: Artifact, name: string): object {
  const described = environmentRecord(artifact)?.namespaces.find((namespace) => namespace.name === name);
  const labels = { ...described?.labels, "app.kubernetes.io/managed-by": "qms" };
  return { apiVersion: "v1", kind: "Namespace", metadata: { name, labels } };
}

function refuseTerraforms(artifact: Artifact, name: string): void {
  const created = artifact.objects.find((object) => object.kind === "Namespace" && object.name === name);
  if (created === undefined) return;
  const folder = artifact.file.replace(/\/cdk\.tf\.json$/, "");
  throw new ConfigurationError("the Secrets cannot be made yet", [
    {
      where: `namespace ${name}`,
      what: "it does not exist, and Terraform has to create it, because it would refuse one that is there already",
      fix:
        `run \`terraform -chdir=${folder} init && terraform -chdir=${folder} apply ` +
        `-target=${created.address}\`, then this command again`,
    },
  ]);
}
