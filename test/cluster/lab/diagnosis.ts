import type { ApiClient, KubernetesObject } from "./api-client";

interface Condition {
  readonly type: string;
  readonly status: string;
  readonly message?: string;
}

interface Status {
  readonly conditions?: readonly Condition[];
  readonly containerStatuses?: readonly {
    readonly state?: { readonly waiting?: { readonly reason?: string; readonly message?: string } };
  }[];
}

/** What a person would look up when a run did not end well: pods that wait, namespaces that do not go away. */
export async function diagnosis(api: ApiClient): Promise<readonly string[]> {
  const pods = await api.list("/api/v1/pods");
  const namespaces = await api.list("/api/v1/namespaces");
  return [...pods.flatMap(waitingPod), ...namespaces.flatMap(terminatingNamespace)];
}

function waitingPod({ metadata, status }: KubernetesObject): readonly string[] {
  const { conditions = [], containerStatuses = [] } = (status ?? {}) as Status;
  const place = `pod ${String(metadata.namespace)}/${metadata.name}`;
  const waiting = containerStatuses.flatMap(({ state }) => state?.waiting ?? []);
  const unscheduled = conditions.filter(({ status, type }) => type === "PodScheduled" && status === "False");
  return [
    ...waiting.map(({ message = "", reason = "" }) => `${place}: ${reason}: ${message}`),
    ...unscheduled.map(({ message = "" }) => `${place}: not scheduled: ${message}`),
  ];
}

function terminatingNamespace({ metadata, status }: KubernetesObject): readonly string[] {
  if (metadata.deletionTimestamp === undefined) return [];
  const { conditions = [] } = (status ?? {}) as Status;
  return conditions
    .filter(({ status: state }) => state === "True")
    .map(({ message = "", type }) => `namespace ${metadata.name}: ${type}: ${message}`);
}
