import type { KubernetesObject, ObjectMetadata } from "../lab/api-client";

interface Template {
  readonly metadata?: Partial<ObjectMetadata>;
  readonly spec: { readonly volumes?: readonly object[] };
}

interface WorkloadSpec {
  readonly template?: Template;
  readonly jobTemplate?: { readonly spec: { readonly template: Template } };
  readonly volumeClaimTemplates?: readonly { readonly metadata: { readonly name: string } }[];
}

/**
 * A pod as the controller of a workload would make it. The API server judges templates of workloads leniently (what
 * breaks Pod Security is a warning there); pods it refuses.
 */
export function podOf(workload: KubernetesObject): KubernetesObject | undefined {
  const template = templateOf(workload);
  if (template === undefined) return undefined;
  const { name, namespace } = workload.metadata;
  const metadata = {
    ...template.metadata,
    name: `${name}-0`,
    ...(namespace === undefined ? {} : { namespace }),
  };
  const { volumeClaimTemplates = [] } = workload.spec as WorkloadSpec;
  const claims = volumeClaimTemplates.map((claim) => ({
    name: claim.metadata.name,
    persistentVolumeClaim: { claimName: `${claim.metadata.name}-${name}-0` },
  }));
  const spec = { ...template.spec, volumes: [...(template.spec.volumes ?? []), ...claims] };
  return { apiVersion: "v1", kind: "Pod", metadata, spec };
}

function templateOf({ kind, spec }: KubernetesObject): Template | undefined {
  const { jobTemplate, template } = (spec ?? {}) as WorkloadSpec;
  if (kind === "CronJob") return jobTemplate?.spec.template;
  return ["DaemonSet", "Deployment", "Job", "StatefulSet"].includes(kind) ? template : undefined;
}
