import type { HelmValue } from "../core/helm-values";

const METADATA = [
  "k8s.namespace.name",
  "k8s.pod.name",
  "k8s.pod.uid",
  "k8s.pod.start_time",
  "k8s.node.name",
  "k8s.deployment.name",
  "k8s.statefulset.name",
  "k8s.daemonset.name",
  "k8s.cronjob.name",
  "k8s.job.name",
  "k8s.container.name",
  "container.image.name",
  "container.image.tags",
  "service.namespace",
  "service.name",
  "service.version",
  "service.instance.id",
];

/** Who sent a record: the pod, by its uid in the file's path, by its address, or by the connection. */
export function kubernetesAttributes(annotationPrefix: string): HelmValue {
  const key = (name: string): string => `${annotationPrefix}/${name}`;
  return {
    auth_type: "serviceAccount",
    // Only the pods of this node: an agent that watches the whole cluster grows with it.
    filter: { node_from_env_var: "OTEL_K8S_NODE_NAME" },
    wait_for_metadata: true,
    wait_for_metadata_timeout: "20s",
    extract: {
      otel_annotations: true,
      metadata: METADATA,
      labels: [{ tag_name: "app.tier", key: key("criticality"), from: "pod" }],
      annotations: [
        { tag_name: "obs.log_level", key: key("log-level"), from: "pod" },
        { tag_name: "obs.log_structured", key: key("structured"), from: "pod" },
      ],
    },
    pod_association: [
      { sources: [{ from: "resource_attribute", name: "k8s.pod.uid" }] },
      { sources: [{ from: "resource_attribute", name: "k8s.pod.ip" }] },
      { sources: [{ from: "connection" }] },
    ],
  };
}

/** Where a record comes from; senders cannot say otherwise. */
export function placeAttributes(clusterName: string, environment: string): HelmValue {
  return {
    attributes: [
      { key: "k8s.cluster.name", value: clusterName, action: "upsert" },
      { key: "deployment.environment.name", value: environment, action: "upsert" },
    ],
  };
}
