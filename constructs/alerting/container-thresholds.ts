import { DASHBOARDS } from "./dashboard-references";
import type { Threshold } from "./threshold";

/** Alerts on containers and volumes. */
export const CONTAINER_THRESHOLDS: readonly Threshold[] = [
  {
    alert: "ContainerCPUHigh",
    component: "container",
    threshold: "cpu_utilization_threshold",
    severity: "low",
    kind: "saturation",
    owner: "service",
    signal:
      'sum by (namespace, pod, container) (rate(container_cpu_usage_seconds_total{container!=""}[5m]))' +
      ' / sum by (namespace, pod, container) (kube_pod_container_resource_limits{resource="cpu"})',
    keeps: ["namespace", "pod", "container"],
    fires: "above",
    limit: ({ cpuUtilizationRatio }) => cpuUtilizationRatio,
    unit: "ratio",
    pendingMinutes: 15,
    keepFiringMinutes: 5,
    subject: "CPU use of <namespace>/<pod>/<container>, by its limit,",
    impact: "the container is throttled at its limit, which shows as latency",
    dashboard: DASHBOARDS.overview,
    diagnosis: [
      {
        text: "See how much of the time the container is throttled",
        query:
          'rate(container_cpu_cfs_throttled_periods_total{namespace="<namespace>",pod="<pod>",container="<container>"}[5m])' +
          ' / rate(container_cpu_cfs_periods_total{namespace="<namespace>",pod="<pod>",container="<container>"}[5m])',
      },
      {
        text: "See whether its siblings are as busy; one busy pod of many points to uneven load",
        command: "kubectl -n <namespace> top pods",
      },
    ],
    mitigation: [
      { text: "Add replicas, or raise the limit where the node has room" },
      { text: "Remove the CPU limit if the container only bursts: its request protects the neighbours" },
    ],
  },
  {
    alert: "ContainerMemoryHigh",
    component: "container",
    threshold: "memory_utilization_threshold",
    severity: "medium",
    kind: "saturation",
    owner: "service",
    signal:
      'max by (namespace, pod, container) (container_memory_working_set_bytes{container!=""})' +
      ' / max by (namespace, pod, container) (kube_pod_container_resource_limits{resource="memory"})',
    keeps: ["namespace", "pod", "container"],
    fires: "above",
    limit: ({ memoryUtilizationRatio }) => memoryUtilizationRatio,
    unit: "ratio",
    pendingMinutes: 10,
    keepFiringMinutes: 5,
    subject: "memory use of <namespace>/<pod>/<container>, by its limit,",
    impact: "the container is killed and restarted when it reaches its limit",
    dashboard: DASHBOARDS.overview,
    diagnosis: [
      {
        text: "See whether it grows without end or follows the load",
        query:
          'container_memory_working_set_bytes{namespace="<namespace>",pod="<pod>",container="<container>"}',
      },
      {
        text: "See whether it was killed for memory before",
        command: "kubectl -n <namespace> describe pod <pod>",
      },
    ],
    mitigation: [
      { text: "Raise the limit if the use follows the load" },
      {
        text: "If it grows without end, restart the pod and look for the leak",
        command: "kubectl -n <namespace> delete pod <pod>",
      },
    ],
  },
  {
    alert: "VolumeDiskHigh",
    component: "volume",
    threshold: "disk_utilization_threshold",
    severity: "high",
    kind: "saturation",
    owner: "service",
    signal:
      "max by (namespace, persistentvolumeclaim) " +
      "(1 - kubelet_volume_stats_available_bytes / (kubelet_volume_stats_capacity_bytes > 0))",
    keeps: ["namespace", "persistentvolumeclaim"],
    fires: "above",
    limit: ({ diskUtilizationRatio }) => diskUtilizationRatio,
    unit: "ratio",
    guard: () =>
      "unless on (namespace, persistentvolumeclaim) " +
      'kube_persistentvolumeclaim_access_mode{access_mode="ReadOnlyMany"} == 1',
    pendingMinutes: 10,
    subject: "disk use of volume <namespace>/<persistentvolumeclaim>",
    impact: "whatever writes to the volume stops when it is full",
    dashboard: DASHBOARDS.overview,
    diagnosis: [
      {
        text: "See how fast it fills, in bytes a second",
        query:
          'deriv(kubelet_volume_stats_available_bytes{namespace="<namespace>",persistentvolumeclaim="<persistentvolumeclaim>"}[1h])',
      },
      {
        text: "See which pod writes to it, and what its storage class allows",
        command: "kubectl -n <namespace> describe pvc <persistentvolumeclaim>",
      },
    ],
    mitigation: [
      { text: "Enlarge the claim where its storage class allows it, in the file that declares it" },
      {
        text: "Delete what is no longer needed. Retention of metrics, logs and traces is mandated: enlarge those volumes instead",
      },
    ],
  },
];
