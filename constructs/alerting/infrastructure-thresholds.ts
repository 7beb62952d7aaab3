import type { Threshold } from "./threshold";

const REAL_FILE_SYSTEMS =
  '{fstype!~"tmpfs|overlay|squashfs|ramfs|iso9660|nsfs",mountpoint!~"/(run|var/lib/(kubelet|containerd)).*"}';

// Errors of virtual interfaces repeat those of the physical one, or belong to a pod.
const REAL_INTERFACES = '{device!~"lo|veth.+|cali.+|lxc.+"}';

/**
 * Alerts on nodes, containers and volumes. Every signal is aggregated to the labels of what it measures, because the
 * exporter's own namespace and service would point to the wrong place.
 */
export const INFRASTRUCTURE_THRESHOLDS: readonly Threshold[] = [
  {
    alert: "NodeCPUHigh",
    threshold: "cpu_utilization_threshold",
    severity: "medium",
    kind: "saturation",
    signal:
      "1 - avg by (instance, node) " +
      '(sum without (mode) (rate(node_cpu_seconds_total{mode=~"idle|iowait|steal"}[5m])))',
    fires: "above",
    limit: ({ cpuUtilizationRatio }) => cpuUtilizationRatio,
    unit: "ratio",
    pendingMinutes: 15,
    keepFiringMinutes: 5,
    subject: "CPU use of node {{ $labels.node }} ({{ $labels.instance }})",
    impact: "pods on the node get slower together, and a failing neighbour's pods find no room here",
  },
  {
    alert: "ContainerCPUHigh",
    threshold: "cpu_utilization_threshold",
    severity: "low",
    kind: "saturation",
    signal:
      'sum by (namespace, pod, container) (rate(container_cpu_usage_seconds_total{container!=""}[5m]))' +
      ' / sum by (namespace, pod, container) (kube_pod_container_resource_limits{resource="cpu"})',
    fires: "above",
    limit: ({ cpuUtilizationRatio }) => cpuUtilizationRatio,
    unit: "ratio",
    pendingMinutes: 15,
    keepFiringMinutes: 5,
    subject: "CPU use of {{ $labels.namespace }}/{{ $labels.pod }}/{{ $labels.container }}, by its limit,",
    impact: "the container is throttled at its limit, which shows as latency",
  },
  {
    alert: "NodeMemoryHigh",
    threshold: "memory_utilization_threshold",
    severity: "medium",
    kind: "saturation",
    signal: "max by (instance, node) (1 - node_memory_MemAvailable_bytes / node_memory_MemTotal_bytes)",
    fires: "above",
    limit: ({ memoryUtilizationRatio }) => memoryUtilizationRatio,
    unit: "ratio",
    pendingMinutes: 10,
    keepFiringMinutes: 5,
    subject: "memory use of node {{ $labels.node }} ({{ $labels.instance }})",
    impact: "the kubelet evicts pods when memory runs out, and the kernel kills processes before that",
  },
  {
    alert: "ContainerMemoryHigh",
    threshold: "memory_utilization_threshold",
    severity: "medium",
    kind: "saturation",
    signal:
      'max by (namespace, pod, container) (container_memory_working_set_bytes{container!=""})' +
      ' / max by (namespace, pod, container) (kube_pod_container_resource_limits{resource="memory"})',
    fires: "above",
    limit: ({ memoryUtilizationRatio }) => memoryUtilizationRatio,
    unit: "ratio",
    pendingMinutes: 10,
    keepFiringMinutes: 5,
    subject: "memory use of {{ $labels.namespace }}/{{ $labels.pod }}/{{ $labels.container }}, by its limit,",
    impact: "the container is killed and restarted when it reaches its limit",
  },
  {
    alert: "NodeDiskHigh",
    threshold: "disk_utilization_threshold",
    severity: "high",
    kind: "saturation",
    signal:
      "max by (instance, node, device, mountpoint) " +
      `(1 - node_filesystem_avail_bytes${REAL_FILE_SYSTEMS} / node_filesystem_size_bytes${REAL_FILE_SYSTEMS}` +
      " unless node_filesystem_readonly == 1)",
    fires: "above",
    limit: ({ diskUtilizationRatio }) => diskUtilizationRatio,
    unit: "ratio",
    pendingMinutes: 10,
    subject: "disk use of {{ $labels.mountpoint }} on node {{ $labels.node }} ({{ $labels.instance }})",
    impact: "the kubelet evicts pods and deletes images, and writes fail when the disk is full",
  },
  {
    alert: "VolumeDiskHigh",
    threshold: "disk_utilization_threshold",
    severity: "high",
    kind: "saturation",
    signal:
      "max by (namespace, persistentvolumeclaim) " +
      "(1 - kubelet_volume_stats_available_bytes / (kubelet_volume_stats_capacity_bytes > 0))",
    fires: "above",
    limit: ({ diskUtilizationRatio }) => diskUtilizationRatio,
    unit: "ratio",
    guard: () =>
      "unless on (namespace, persistentvolumeclaim) " +
      'kube_persistentvolumeclaim_access_mode{access_mode="ReadOnlyMany"} == 1',
    pendingMinutes: 10,
    subject: "disk use of volume {{ $labels.namespace }}/{{ $labels.persistentvolumeclaim }}",
    impact: "whatever writes to the volume stops when it is full",
  },
  {
    alert: "NodeNetworkErrorsHigh",
    threshold: "network_errors_threshold",
    severity: "medium",
    kind: "saturation",
    signal:
      "sum by (instance, node) (" +
      `increase(node_network_receive_errs_total${REAL_INTERFACES}[5m])` +
      ` + increase(node_network_transmit_errs_total${REAL_INTERFACES}[5m]))`,
    fires: "above",
    limit: ({ networkErrorsPerFiveMinutes }) => networkErrorsPerFiveMinutes,
    unit: "count",
    pendingMinutes: 5,
    keepFiringMinutes: 5,
    subject: "network errors in five minutes on node {{ $labels.node }} ({{ $labels.instance }})",
    impact: "connections through the node lose packets, which shows as latency and timeouts anywhere",
  },
];
