import { setTimeout as pause } from "node:timers/promises";
import type { ApiClient, KubernetesObject } from "../lab/api-client";
import type { EnvironmentObjects, ReleaseObjects } from "./environment-objects";
import { podOf } from "./pods-of";
import { StrictValidation, type Verdict } from "./strict-validation";

/** What the API server said of the objects of a release. */
export interface ReleaseVerdict {
  readonly release: string;
  readonly chart: string;
  /** Of the objects, and of a pod of each workload. */
  readonly verdicts: readonly Verdict[];
  readonly pods: number;
}

const ESTABLISHED_SECONDS = 60;

/**
 * Judges every object of an environment on a server that holds nothing yet. What others refer to is created first:
 * namespaces with their Pod Security levels, definitions, service accounts, priority classes.
 */
export async function judgeEnvironment(
  api: ApiClient,
  { namespaces, releases }: EnvironmentObjects,
): Promise<readonly ReleaseVerdict[]> {
  const validation = new StrictValidation(api);
  for (const namespace of namespacesOf(namespaces, releases)) {
    await validation.create(namespace, "");
    // Without the controller manager nobody else makes it.
    const account = { apiVersion: "v1", kind: "ServiceAccount", metadata: { name: "default" } };
    await validation.create(account, namespace.metadata.name);
  }
  const definitions = await createAll(validation, releases, "CustomResourceDefinition");
  await established(api, definitions);
  for (const kind of ["ServiceAccount", "PriorityClass"]) await createAll(validation, releases, kind);
  const verdicts: ReleaseVerdict[] = [];
  for (const { chart, namespace, objects, release } of releases) {
    const pods = objects.map(podOf).filter((pod) => pod !== undefined);
    const judged: Verdict[] = [];
    for (const object of [...objects, ...pods]) judged.push(await validation.judge(object, namespace));
    verdicts.push({ release, chart, pods: pods.length, verdicts: judged });
  }
  return verdicts;
}

/** Those of the artifact, and those that it expects to find. */
function namespacesOf(
  created: readonly KubernetesObject[],
  releases: readonly ReleaseObjects[],
): readonly KubernetesObject[] {
  const known = new Set(created.map(({ metadata }) => metadata.name));
  const used = releases.flatMap(({ namespace, objects }) => [
    namespace,
    ...objects.flatMap(({ metadata }) => metadata.namespace ?? []),
  ]);
  const missing = [...new Set(used)].filter((name) => !known.has(name));
  const labels = {
    "pod-security.kubernetes.io/enforce": "baseline",
    "pod-security.kubernetes.io/warn": "restricted",
  };
  return [
    ...created,
    ...missing.map((name) => ({ apiVersion: "v1", kind: "Namespace", metadata: { name, labels } })),
  ];
}

async function createAll(
  validation: StrictValidation,
  releases: readonly ReleaseObjects[],
  kind: string,
): Promise<readonly KubernetesObject[]> {
  const created: KubernetesObject[] = [];
  for (const { namespace, objects } of releases) {
    for (const object of objects.filter((candidate) => candidate.kind === kind)) {
      await validation.create(object, namespace);
      created.push(object);
    }
  }
  return created;
}

/** A definition is served a moment after it was taken. */
async function established(api: ApiClient, definitions: readonly KubernetesObject[]): Promise<void> {
  const end = Date.now() + ESTABLISHED_SECONDS * 1000;
  for (const { metadata } of definitions) {
    const path = `/apis/apiextensions.k8s.io/v1/customresourcedefinitions/${metadata.name}`;
    while (!isEstablished(await api.get(path))) {
      if (Date.now() > end) throw new Error(`${metadata.name} is not served`);
      await pause(100);
    }
  }
}

function isEstablished(definition: KubernetesObject | undefined): boolean {
  // A definition that nobody has looked at yet has `null` here.
  const { conditions } = (definition?.status ?? {}) as {
    readonly conditions?: readonly { readonly type: string; readonly status: string }[] | null;
  };
  return (conditions ?? []).some(({ status, type }) => type === "Established" && status === "True");
}
