import type { Step } from "./alert";
import { DASHBOARDS } from "./dashboard-references";
import { REAL_FILE_SYSTEMS, REAL_INTERFACES } from "./node-selectors";
import type { Threshold } from "./threshold";

const CORDON: Step = {
  text: "Keep new pods away while you look",
  command: "kubectl cordon <node>",
};

const DRAIN: Step = {
  text: "If the node itself is at fault, move its pods elsewhere and replace it",
  command: "kubectl drain <node> --ignore-daemonsets --delete-emptydir-data",
};

/**
 * Alerts on nodes. Every signal is aggregated to the labels of what it measures, because the exporter's own namespace
 * and service would point to the wrong place.
 */
export const NODE_THRESHOLDS: readonly Threshold[] = [
  {
    alert: "NodeCPUHigh",
    component: "node",
    threshold: "cpu_utilization_threshold",
    severity: "medium",
    kind: "saturation",
    owner: "platform",
    signal:
      "1 - avg by (instance, node) " +
      '(sum without (mode) (rate(node_cpu_seconds_total{mode=~"idle|iowait|steal"}[5m])))',
    keeps: ["instance", "node"],
    fires: "above",
    limit: ({ cpuUtilizationRatio }) => cpuUtilizationRatio,
    unit: "ratio",
    pendingMinutes: 15,
    keepFiringMinutes: 5,
    subject: "CPU use of node <node> (<instance>)",
    impact: "pods on the node get slower together, and a failing neighbour's pods find no room here",
    dashboard: DASHBOARDS.overview,
    diagnosis: [
      {
        text: "See which pods of the node are busy",
        query:
          'topk(5, sum by (namespace, pod) (rate(container_cpu_usage_seconds_total{node="<node>",container!=""}[5m])))',
      },
      {
        text: "See whether other nodes have room, or the whole cluster is full",
        command: "kubectl top nodes",
      },
    ],
    mitigation: [{ text: "If one pod runs wild, limit or restart it; if all are busy, add a node" }, CORDON],
  },
  {
    alert: "NodeMemoryHigh",
    component: "node",
    threshold: "memory_utilization_threshold",
    severity: "medium",
    kind: "saturation",
    owner: "platform",
    signal: "max by (instance, node) (1 - node_memory_MemAvailable_bytes / node_memory_MemTotal_bytes)",
    keeps: ["instance", "node"],
    fires: "above",
    limit: ({ memoryUtilizationRatio }) => memoryUtilizationRatio,
    unit: "ratio",
    pendingMinutes: 10,
    keepFiringMinutes: 5,
    subject: "memory use of node <node> (<instance>)",
    impact: "the kubelet evicts pods when memory runs out, and the kernel kills processes before that",
    dashboard: DASHBOARDS.overview,
    diagnosis: [
      {
        text: "See which pods of the node use most",
        query:
          'topk(5, sum by (namespace, pod) (container_memory_working_set_bytes{node="<node>",container!=""}))',
      },
      {
        text: "See whether pods were evicted or killed already",
        command: "kubectl get events -A --field-selector reason=Evicted",
      },
    ],
    mitigation: [
      { text: "Restart a pod that leaks; move or limit pods whose use is far above what they request" },
      CORDON,
      DRAIN,
    ],
  },
  {
    alert: "NodeDiskHigh",
    component: "node",
    threshold: "disk_utilization_threshold",
    severity: "high",
    kind: "saturation",
    owner: "platform",
    signal:
      "max by (instance, node, device, mountpoint) " +
      `(1 - node_filesystem_avail_bytes${REAL_FILE_SYSTEMS} / node_filesystem_size_bytes${REAL_FILE_SYSTEMS}` +
      " unless node_filesystem_readonly == 1)",
    keeps: ["instance", "node", "device", "mountpoint"],
    fires: "above",
    limit: ({ diskUtilizationRatio }) => diskUtilizationRatio,
    unit: "ratio",
    pendingMinutes: 10,
    subject: "disk use of <mountpoint> on node <node> (<instance>)",
    impact: "the kubelet evicts pods and deletes images, and writes fail when the disk is full",
    dashboard: DASHBOARDS.overview,
    diagnosis: [
      {
        text: "See how fast it fills",
        query: 'deriv(node_filesystem_avail_bytes{instance="<instance>",mountpoint="<mountpoint>"}[1h])',
      },
      {
        text: "See what takes the space: images, logs of containers, or volumes of type emptyDir",
        command:
          "kubectl debug node/<node> -it --image=busybox -- du -xh -d 3 /host/var | sort -h | tail -20",
      },
    ],
    mitigation: [
      {
        text: "Delete unused images",
        command: "kubectl debug node/<node> -it --image=busybox -- chroot /host crictl rmi --prune",
      },
      { text: "Stop or limit a pod that writes without end; enlarge the disk if the use is real" },
      DRAIN,
    ],
  },
  {
    alert: "NodeNetworkErrorsHigh",
    component: "node",
    threshold: "network_errors_threshold",
    severity: "medium",
    kind: "saturation",
    owner: "platform",
    signal:
      "sum by (instance, node) (" +
      `increase(node_network_receive_errs_total${REAL_INTERFACES}[5m])` +
      ` + increase(node_network_transmit_errs_total${REAL_INTERFACES}[5m]))`,
    keeps: ["instance", "node"],
    fires: "above",
    limit: ({ networkErrorsPerFiveMinutes }) => networkErrorsPerFiveMinutes,
    unit: "count",
    pendingMinutes: 5,
    keepFiringMinutes: 5,
    subject: "network errors in five minutes on node <node> (<instance>)",
    impact: "connections through the node lose packets, which shows as latency and timeouts anywhere",
    dashboard: DASHBOARDS.overview,
    diagnosis: [
      {
        text: "See which interface has them, and in which direction",
        query:
          'sum by (device) (rate(node_network_receive_errs_total{instance="<instance>"}[5m]))' +
          ' or sum by (device) (rate(node_network_transmit_errs_total{instance="<instance>"}[5m]))',
      },
      { text: "See whether other nodes have them too: then it is the network, not the node" },
    ],
    mitigation: [CORDON, DRAIN, { text: "If several nodes have them, call whoever runs the network" }],
  },
];
