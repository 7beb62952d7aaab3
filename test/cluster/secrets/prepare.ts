import type { Artifact } from "../../../assurance";
import type { ApiClient } from "../lab/api-client";
import { createSecrets, type CreatedSecret } from "./create-secrets";
import { requiredSecrets } from "./required-secrets";

/**
 * What a platform team does before the first deployment: makes the namespaces that the artifact expects to find, and
 * the Secrets in them.
 *
 * @param except - names of Secrets that are forgotten
 */
export async function prepare(
  api: ApiClient,
  artifact: Artifact,
  except: readonly string[] = [],
): Promise<readonly CreatedSecret[]> {
  for (const name of expectedNamespaces(artifact)) {
    const labels = { "pod-security.kubernetes.io/enforce": "baseline" };
    await api.create("/api/v1/namespaces", {
      apiVersion: "v1",
      kind: "Namespace",
      metadata: { name, labels },
    });
  }
  return createSecrets(
    api,
    requiredSecrets(artifact).filter(({ name }) => !except.includes(name)),
  );
}

/** Namespaces of releases that the artifact does not create. */
export function expectedNamespaces({ objects, releases }: Artifact): readonly string[] {
  const created = new Set(objects.filter(({ kind }) => kind === "Namespace").map(({ name }) => name));
  return [...new Set(releases.map(({ namespace }) => namespace))].filter((name) => !created.has(name)).sort();
}
