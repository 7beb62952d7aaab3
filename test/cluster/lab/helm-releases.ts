import type { ApiClient, KubernetesObject } from "./api-client";

const STORED = "/api/v1/secrets?labelSelector=owner%3Dhelm";

/** Releases that Helm began and did not end, as `<namespace>/<name>: <status>`; it refuses to touch them. */
export async function pendingReleases(api: ApiClient): Promise<readonly string[]> {
  return (await pending(api)).map(({ metadata: { labels = {}, namespace } }) =>
    [`${String(namespace)}/${String(labels.name)}`, labels.status].join(": "),
  );
}

/** The documented recovery: the record of the revision that never ended is deleted, and the run is repeated. */
export async function forgetPendingReleases(api: ApiClient): Promise<void> {
  for (const { metadata } of await pending(api)) {
    await api.remove(`/api/v1/namespaces/${String(metadata.namespace)}/secrets/${metadata.name}`);
  }
}

async function pending(api: ApiClient): Promise<readonly KubernetesObject[]> {
  const all = await api.list(STORED);
  return all.filter(({ metadata: { labels } }) => labels?.status?.startsWith("pending-") ?? false);
}
