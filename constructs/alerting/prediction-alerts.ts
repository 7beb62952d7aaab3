import type { Quantities } from "../../mandate";
import type { Alert } from "./alert";
import { DASHBOARDS } from "./dashboard-references";
import { REAL_FILE_SYSTEMS } from "./node-selectors";
import { SIGNALS } from "./signal-adapters";

const HOUR = 60 * 60;
const DAY = 24 * HOUR;

/**
 * A gauge that will be below zero. Both a short and a long window must say so: the short one alone takes the filling
 * half of a fill-and-clean cycle for the future. What is younger than the short window cannot be told yet.
 */
function runsOut(gauge: string, [short, long]: readonly [string, string], seconds: number): string {
  const predicted = (window: string): string => `predict_linear(${gauge}[${window}], ${seconds}) < 0`;
  return [predicted(short), predicted(long), `${gauge} offset ${short}`].join("\nand ");
}

const DISK_FREE = `node_filesystem_avail_bytes${REAL_FILE_SYSTEMS}`;
const VOLUME_FREE = "kubelet_volume_stats_available_bytes";

/** Alerts on what will run full. They tell early and wake nobody: the alert on the limit itself does. */
export function predictionAlerts({ queueDepthMessages }: Quantities): readonly Alert[] {
  const room = `(${queueDepthMessages} - ${SIGNALS.queueDepth} > 0)`;
  const reachedIn = (window: string): string =>
    `${room} / (deriv(${SIGNALS.queueDepth}[${window}]) > 0) < ${HOUR / 2}`;
  return [
    {
      alert: "NodeDiskFullPredicted",
      component: "node",
      severity: "medium",
      kind: "prediction",
      owner: "platform",
      // Recent figures count, so the reason to look is there now: more than six tenths are used.
      expr:
        `max by (instance, node, device, mountpoint) (\n${runsOut(DISK_FREE, ["6h", "1d"], DAY)}\n` +
        `and 1 - ${DISK_FREE} / node_filesystem_size_bytes > 0.6\nunless node_filesystem_readonly == 1\n)`,
      keeps: ["instance", "node", "device", "mountpoint"],
      pendingMinutes: 30,
      unit: "count",
      summary: "<mountpoint> on node <node> (<instance>) will be full within a day",
      description:
        "The disk has filled for six hours and for a day, so fast that nothing will be left in 24 hours.",
      impact: "pods on the node will be evicted, and writes will fail",
      dashboard: DASHBOARDS.overview,
      query: 'node_filesystem_avail_bytes{instance="<instance>",mountpoint="<mountpoint>"}',
      diagnosis: [
        {
          text: "See since when it fills",
          query: 'node_filesystem_avail_bytes{instance="<instance>",mountpoint="<mountpoint>"}',
        },
        {
          text: "See which pods write most on this node",
          query:
            'topk(5, sum by (namespace, pod) (rate(container_fs_writes_bytes_total{node="<node>",container!=""}[1h])))',
        },
      ],
      mitigation: [
        { text: "Stop what writes without end, or give it a volume of its own" },
        {
          text: "Enlarge the disk, or replace the node by one with a larger disk",
          command: "kubectl cordon <node>",
        },
      ],
      verification: {
        text: "The free space no longer falls",
        query: 'deriv(node_filesystem_avail_bytes{instance="<instance>",mountpoint="<mountpoint>"}[1h]) >= 0',
      },
    },
    {
      alert: "VolumeDiskFullPredicted",
      component: "volume",
      severity: "low",
      kind: "prediction",
      owner: "service",
      expr:
        `max by (namespace, persistentvolumeclaim) (\n${runsOut(VOLUME_FREE, ["6h", "1d"], 4 * DAY)}\n` +
        `and 1 - ${VOLUME_FREE} / (kubelet_volume_stats_capacity_bytes > 0) > 0.6\n)\n` +
        'unless on (namespace, persistentvolumeclaim) kube_persistentvolumeclaim_access_mode{access_mode="ReadOnlyMany"} == 1',
      keeps: ["namespace", "persistentvolumeclaim"],
      pendingMinutes: 60,
      unit: "count",
      summary: "volume <namespace>/<persistentvolumeclaim> will be full within four days",
      description:
        "The volume has filled for six hours and for a day, so fast that nothing will be left in four days.",
      impact: "whatever writes to the volume will stop",
      dashboard: DASHBOARDS.overview,
      query: `${VOLUME_FREE}{namespace="<namespace>",persistentvolumeclaim="<persistentvolumeclaim>"}`,
      diagnosis: [
        {
          text: "See whether it fills steadily or since a certain hour",
          query: `${VOLUME_FREE}{namespace="<namespace>",persistentvolumeclaim="<persistentvolumeclaim>"}`,
        },
        { text: "See what grew: more traffic, more series, or a log that nobody rotates" },
      ],
      mitigation: [
        {
          text: "Enlarge the claim in the file that declares it, before its use reaches the limit of VolumeDiskHigh",
        },
        { text: "Reduce what is written if the growth is not meant" },
      ],
      verification: {
        text: "At the present pace the volume lasts for four days again",
        query:
          `predict_linear(${VOLUME_FREE}{namespace="<namespace>",persistentvolumeclaim="<persistentvolumeclaim>"}[6h], ` +
          `${4 * DAY}) > 0`,
      },
    },
    {
      alert: "ContainerMemoryFullPredicted",
      component: "container",
      severity: "low",
      kind: "prediction",
      owner: "service",
      expr: leak(),
      keeps: ["namespace", "pod", "container"],
      pendingMinutes: 30,
      unit: "count",
      summary: "<namespace>/<pod>/<container> will reach its memory limit within four hours",
      description:
        "Memory of the container has risen for one hour and for six, so fast that it will be at its limit in four hours.",
      impact: "the container will be killed and restarted, again and again if it leaks",
      dashboard: DASHBOARDS.overview,
      query:
        'container_memory_working_set_bytes{namespace="<namespace>",pod="<pod>",container="<container>"}',
      diagnosis: [
        {
          text: "See whether it falls back at times, as caches do, or only rises",
          query:
            'container_memory_working_set_bytes{namespace="<namespace>",pod="<pod>",container="<container>"}',
        },
        {
          text: "See whether it began with a rollout",
          command: "kubectl -n <namespace> get replicasets --sort-by=.metadata.creationTimestamp",
        },
      ],
      mitigation: [
        { text: "Restart the pod at a quiet hour", command: "kubectl -n <namespace> delete pod <pod>" },
        { text: "Go back to the version before if it began with a rollout; otherwise take a heap profile" },
      ],
      verification: {
        text: "Memory no longer rises",
        query:
          'deriv(container_memory_working_set_bytes{namespace="<namespace>",pod="<pod>",container="<container>"}[1h]) <= 0',
      },
    },
    {
      alert: "QueueDepthPredicted",
      component: "queue",
      severity: "medium",
      kind: "prediction",
      owner: "service",
      // Labels are the queue's; with `and` the value is what the short window says.
      expr: `${reachedIn("15m")}\nand ${reachedIn("1h")}\nand ${SIGNALS.queueDepth} offset 15m`,
      keeps: ["namespace", "queue"],
      pendingMinutes: 10,
      unit: "seconds",
      summary: "queue <queue> (<namespace>) will hold too many messages in <value>",
      description:
        "The queue has grown for a quarter of an hour and for an hour; at this pace it is at its limit soon.",
      impact: "messages will be handled late",
      dashboard: DASHBOARDS.overview,
      query: `${SIGNALS.queueDepth}{namespace="<namespace>",queue="<queue>"}`,
      diagnosis: [
        {
          text: "See since when it grows",
          query: `${SIGNALS.queueDepth}{namespace="<namespace>",queue="<queue>"}`,
        },
        { text: "Compare what is published with what is consumed in the broker's own dashboard" },
      ],
      mitigation: [
        { text: "Add consumers up to the number of partitions, or slow the producers down" },
        { text: "If consumers fail, read their errors first: more of them would fail as well" },
      ],
      verification: {
        text: "The queue no longer grows",
        query: `deriv(${SIGNALS.queueDepth}{namespace="<namespace>",queue="<queue>"}[15m]) <= 0`,
      },
    },
  ];
}

function leak(): string {
  const use = 'max by (namespace, pod, container) (container_memory_working_set_bytes{container!=""})';
  const limit = 'max by (namespace, pod, container) (kube_pod_container_resource_limits{resource="memory"})';
  const predicted = (window: string): string =>
    "max by (namespace, pod, container) " +
    `(predict_linear(container_memory_working_set_bytes{container!=""}[${window}], ${4 * HOUR})) > ${limit}`;
  const known = use.replace("}", "} offset 1h");
  // What uses less than half will be seen again before it matters, and the first hour of a process is no trend.
  return [predicted("1h"), predicted("6h"), `${use} / ${limit} > 0.5`, known].join("\nand ");
}
