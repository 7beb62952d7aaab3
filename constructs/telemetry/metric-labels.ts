import type { HelmValue } from "../core/helm-values";
import { group } from "./collector-text";

const WORKLOADS = ["deployment", "statefulset", "daemonset", "job", "cronjob"];

/** Keeps only the resource attributes that may become labels. */
export function boundedLabels(attributes: readonly string[]): HelmValue {
  const names = attributes.map((name) => name.replaceAll(".", String.raw`\\.`)).join("|");
  return {
    error_mode: "ignore",
    metric_statements: [group([`keep_matching_keys(resource.attributes, "^(${names})$")`])],
  };
}

function k8sNames(kinds: readonly string[]): readonly string[] {
  return kinds.map((kind) => `k8s.${kind}.name`);
}

const SERVICE = ["service.name", "service.namespace"];
// Alerts on rollouts tell versions apart by it; it is in no more series than there are pods already.
const VERSION = ["service.version"];
const PLACE = ["deployment.environment.name"];

/** Labels of what agents gather; without `service.instance.id` two pods of a service collide in one series. */
export const AGENT_LABELS = boundedLabels([
  ...SERVICE,
  ...VERSION,
  "service.instance.id",
  ...k8sNames(["cluster", "namespace", "node", "pod", "container", ...WORKLOADS, "volume"]),
  ...PLACE,
  "host.name",
]);

/** Labels of what is derived from spans; otherwise all attributes of the first span end in `target_info`. */
export const SPAN_LABELS = boundedLabels([...SERVICE, ...k8sNames(["cluster", "namespace"]), ...PLACE]);

/** Labels of the objects of the cluster. */
export const CLUSTER_LABELS = boundedLabels([
  ...k8sNames(["cluster", "namespace", "node", "pod", "container", ...WORKLOADS]),
  ...k8sNames(["replicaset", "replicationcontroller", "hpa", "resourcequota"]),
  ...PLACE,
]);
