import type { HelmValue } from "../core/helm-values";

const READ = ["get", "list", "watch"];

/**
 * Reading events and the objects whose state `k8s_cluster` reports.
 * @see https://github.com/open-telemetry/opentelemetry-collector-contrib/tree/main/receiver/k8sclusterreceiver
 */
export const CLUSTER_RULES: readonly HelmValue[] = [
  {
    apiGroups: [""],
    resources: [
      "events",
      "namespaces",
      "nodes",
      "pods",
      "replicationcontrollers",
      "resourcequotas",
      "services",
    ],
    verbs: READ,
  },
  {
    apiGroups: ["apps"],
    resources: ["daemonsets", "deployments", "replicasets", "statefulsets"],
    verbs: READ,
  },
  { apiGroups: ["batch"], resources: ["cronjobs", "jobs"], verbs: READ },
  { apiGroups: ["autoscaling"], resources: ["horizontalpodautoscalers"], verbs: READ },
];
