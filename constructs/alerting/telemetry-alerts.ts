import type { Alert } from "./alert";
import { DASHBOARDS } from "./dashboard-references";
import { LINKED_SPANS, LOGS } from "./log-rules";

/** The collectors' scrapes: a PodMonitor for the agents, ServiceMonitors for the others. */
const COLLECTORS = 'job=~"(.+/)?otel-(agent|gateway|cluster).*"';
const AGENTS = 'job=~"(.+/)?otel-agent.*"';

/** Labels of one exporter of one collector. */
const EXPORTER = "namespace, pod, exporter";

const KINDS_OF_RECORD = ["log_records", "spans", "metric_points"];

const COLLECTOR = {
  component: "collector",
  owner: "platform",
  unit: "count",
  dashboard: DASHBOARDS.pipeline,
} as const;

/** The rate of a counter over logs, spans and metrics together. A kind that never occurred has no series. */
function total(labels: string, name: (kind: string) => string, matchers: string): string {
  const each = KINDS_OF_RECORD.map(
    (kind) =>
      `label_replace(sum by (${labels}) (rate(${name(kind)}{${matchers}}[5m])), "record", "${kind}", "", "")`,
  );
  return `sum by (${labels}) (\n  ${each.join("\n  or ")}\n)`;
}

/** Room on the disk of each node that holds the agents' queues: the file system with the longest path to them. */
const ROOM_FOR_QUEUES = ["/var/lib/otelcol", "/var/lib", "/var", "/"]
  .map((path) => `max by (node) (node_filesystem_avail_bytes{mountpoint="${path}"})`)
  .join("\n  or on (node) ");

/** What the queues of each node's agent may still take. */
const MAY_STILL_WAIT =
  "sum by (node) (\n" +
  `  sum by (namespace, pod) (otelcol_exporter_queue_capacity{${AGENTS}} - otelcol_exporter_queue_size{${AGENTS}})\n` +
  "  * on (namespace, pod) group_left (node) max by (namespace, pod, node) (kube_pod_info)\n)";

/** Alerts on what the collectors hold back, refuse and lose. */
export const TELEMETRY_ALERTS: readonly Alert[] = [
  {
    ...COLLECTOR,
    alert: "CollectorQueueFilling",
    severity: "high",
    kind: "saturation",
    expr:
      "max by (namespace, pod, exporter) " +
      `(otelcol_exporter_queue_size{${COLLECTORS}} / (otelcol_exporter_queue_capacity{${COLLECTORS}} > 0)) > 0.6`,
    keeps: ["namespace", "pod", "exporter"],
    pendingMinutes: 10,
    unit: "ratio",
    summary: "the queue of <exporter> in <namespace>/<pod> is <value> full",
    description: "What the collector takes in leaves it too slowly, and the rest waits on its disk.",
    impact:
      "logs and traces arrive late; when the queue is full, the reading of logs stops and senders are refused",
    query: "max by (pod, exporter) (otelcol_exporter_queue_size / otelcol_exporter_queue_capacity)",
    diagnosis: [
      {
        text: "See whether the other side refuses or is slow",
        query: 'sum by (exporter) (rate(otelcol_exporter_send_failed_log_records_total{pod="<pod>"}[5m]))',
      },
      { text: "Read what the exporter says", command: "kubectl -n <namespace> logs <pod> --tail=100" },
      { text: "See whether Elasticsearch, Jaeger or the gateway is down: they have alerts of their own" },
    ],
    mitigation: [
      {
        text: "Bring the other side back; the queue empties by itself, and nothing is lost until it is full",
      },
      { text: "If it is only too slow, give it more replicas or room" },
    ],
    verification: {
      text: "The queue empties",
      query: 'deriv(otelcol_exporter_queue_size{pod="<pod>",exporter="<exporter>"}[10m]) < 0',
    },
  },
  {
    ...COLLECTOR,
    alert: "CollectorDeliversNothing",
    severity: "high",
    kind: "fault",
    // An exporter that retries without end never counts a failure: it only sends nothing.
    expr:
      `min by (${EXPORTER}) (min_over_time(otelcol_exporter_queue_size{${COLLECTORS}}[5m])) > 0\n` +
      `unless on (${EXPORTER}) (${total(EXPORTER, (kind) => `otelcol_exporter_sent_${kind}_total`, COLLECTORS)} > 0)`,
    keeps: ["namespace", "pod", "exporter"],
    pendingMinutes: 10,
    summary: "<exporter> in <namespace>/<pod> delivers nothing, and <value> bytes wait",
    description: "For a quarter of an hour something has waited in the queue, and nothing of it has left.",
    impact:
      "logs and traces of this time cannot be seen; when the queue is full, the reading of logs stops and senders are " +
      "refused, and then rotation deletes lines that nobody has read",
    query: "sum by (pod, exporter) (otelcol_exporter_queue_size)",
    diagnosis: [
      {
        text: "Read why: the log names the exporter and the other side's answer",
        command: "kubectl -n <namespace> logs <pod> --tail=100",
      },
      {
        text: "See whether other pods deliver: then it is this one, its certificate or its network",
        query:
          'sum by (pod) (rate(otelcol_exporter_sent_log_records_total{exporter="<exporter>"}[5m])) > 0 ' +
          'or sum by (pod) (rate(otelcol_exporter_sent_spans_total{exporter="<exporter>"}[5m])) > 0',
      },
      { text: "See whether Elasticsearch, Jaeger or the gateway is down: they have alerts of their own" },
      {
        text: "See whether the disk of the queue is full: what is delivered can then not be taken out of it",
        command: "kubectl -n <namespace> logs <pod> | grep -c 'no space left on device'",
      },
    ],
    mitigation: [
      { text: "Bring the other side back; what waits is delivered by itself" },
      {
        text:
          "If a disk is full, free it before the pod is restarted: a collector that starts on a full disk cannot put " +
          "back what it had in hand",
      },
      { text: "If only this pod is stuck and its disk has room, restart it; its queue is on disk" },
    ],
    verification: {
      text: "The queue empties",
      query: 'deriv(otelcol_exporter_queue_size{pod="<pod>",exporter="<exporter>"}[10m]) < 0',
    },
  },
  {
    ...COLLECTOR,
    alert: "CollectorDiskTooSmall",
    severity: "medium",
    kind: "prediction",
    expr: `(\n  ${ROOM_FOR_QUEUES}\n)\n/ on (node) ${MAY_STILL_WAIT} < 1`,
    keeps: ["node"],
    pendingMinutes: 30,
    unit: "ratio",
    summary: "the disk of node <node> has room for <value> of what its agent's queues may still take",
    description:
      "If the gateway were away for long, the disk would be full before the queues are. On a full disk a queue can " +
      "neither add nor delete.",
    impact: "during a long outage of the gateway or Elasticsearch, logs and spans of this node would be lost",
    query: "min by (node) (node_filesystem_avail_bytes)",
    diagnosis: [
      {
        text: "See what takes the space: images, logs of containers, or volumes of type emptyDir",
        command:
          "kubectl debug node/<node> -it --image=busybox -- du -xh -d 3 /host/var | sort -h | tail -20",
      },
    ],
    mitigation: [
      { text: "Free the disk, or enlarge it" },
      { text: "Give /var/lib/otelcol a file system of its own, of at least twice what the queues may take" },
    ],
    verification: {
      text: "There is room again",
      query: 'max by (mountpoint) (node_filesystem_avail_bytes{node="<node>"})',
    },
  },
  {
    ...COLLECTOR,
    alert: "CollectorTelemetryRefused",
    severity: "medium",
    kind: "fault",
    expr: `${total("namespace, pod", (kind) => `otelcol_receiver_refused_${kind}_total`, COLLECTORS)} > 0`,
    keeps: ["namespace", "pod"],
    pendingMinutes: 10,
    summary: "<namespace>/<pod> refuses <value> records a second",
    description: "The collector has refused work for ten minutes, because its memory or a queue is full.",
    impact: "senders keep what is refused and try again; those that cannot keep it lose it",
    query: "sum by (pod, receiver) (rate(otelcol_receiver_refused_log_records_total[5m]))",
    diagnosis: [
      {
        text: "See whether memory is the reason",
        query:
          'max by (pod) (container_memory_working_set_bytes{namespace="<namespace>",pod="<pod>",container!=""}) ' +
          '/ max by (pod) (kube_pod_container_resource_limits{namespace="<namespace>",pod="<pod>",resource="memory"})',
      },
      {
        text: "See whether a queue is full",
        query:
          'max by (exporter) (otelcol_exporter_queue_size{pod="<pod>"} / otelcol_exporter_queue_capacity{pod="<pod>"})',
      },
      {
        text: "See which service sends most",
        query: `topk(5, ${LOGS.records})`,
      },
    ],
    mitigation: [
      { text: "If one service floods it, raise that service's log level or fix what it repeats" },
      { text: "If all of it is meant, raise the memory limit or add replicas" },
    ],
    verification: {
      text: "Nothing is refused",
      query: 'sum(rate(otelcol_receiver_refused_log_records_total{pod="<pod>"}[5m])) == 0',
    },
  },
  {
    ...COLLECTOR,
    alert: "CollectorTelemetryLost",
    severity: "high",
    kind: "fault",
    // What the gateway gives up its agents send again; what an agent gives up, or nobody could queue, is gone.
    expr: [
      total("namespace, pod", (kind) => `otelcol_exporter_send_failed_${kind}_total`, AGENTS),
      "> 0\nor",
      total("namespace, pod", (kind) => `otelcol_exporter_enqueue_failed_${kind}_total`, COLLECTORS),
      "> 0",
    ].join(" "),
    keeps: ["namespace", "pod"],
    pendingMinutes: 2,
    summary: "<namespace>/<pod> loses <value> records a second",
    description: "The collector gave up records that nobody sends again.",
    impact: "logs, spans or metrics are missing for good, and with them what the audit asks for",
    query: "sum by (pod, exporter) (rate(otelcol_exporter_send_failed_log_records_total[5m]))",
    diagnosis: [
      {
        text: "Read why: the log names the exporter and the other side's answer",
        command: "kubectl -n <namespace> logs <pod> --tail=100",
      },
      {
        text: "See whether its queue is full",
        query:
          'max by (exporter) (otelcol_exporter_queue_size{pod="<pod>"} / otelcol_exporter_queue_capacity{pod="<pod>"})',
      },
    ],
    mitigation: [
      {
        text: "If the other side refuses what it gets for ever, such as a mapping conflict, correct the sender",
      },
      {
        text:
          "If the disk of the queue is full, free it before the pod is restarted, which would lose what it has in hand; " +
          "replace a broken one",
      },
    ],
    verification: {
      text: "Nothing is lost any more",
      query: 'sum(rate(otelcol_exporter_send_failed_log_records_total{pod="<pod>"}[5m])) == 0',
    },
  },
  {
    alert: "TraceLinksBegun",
    component: "trace",
    owner: "service",
    severity: "low",
    kind: "security",
    // Who has links has them for good; what matters is that somebody looks once.
    expr: `max_over_time(${LINKED_SPANS}[1d]) > 0\nunless max_over_time(${LINKED_SPANS}[1d] offset 1d) > 0`,
    keeps: ["namespace", "service"],
    pendingMinutes: 5,
    unit: "count",
    dashboard: DASHBOARDS.traces,
    summary: "<namespace>/<service> has begun to send spans with links, <value> within a quarter of an hour",
    description:
      "No collector can mask attributes of span links. They leave the node as they are; Jaeger stores none in Elasticsearch.",
    impact:
      "what the service writes into attributes of links passes unmasked to whatever reads traces on their way",
    query: `${LINKED_SPANS}{namespace="<namespace>",service="<service>"}`,
    diagnosis: [
      {
        text: "See what instruments the service: by the stack's Instrumentation resource, Python, Go and Node.js record no such attributes, .NET is asked not to, and Java does",
        command:
          "kubectl -n <namespace> get pods -o custom-columns='NAME:.metadata.name,ANNOTATIONS:.metadata.annotations'",
      },
      { text: "Search its code for links with attributes: addLink, add_link, WithLinks, ActivityLink" },
    ],
    mitigation: [
      { text: "Move the attributes from the links to the span, where they are masked" },
      {
        text: "Where they come from a library, set OTEL_LINK_ATTRIBUTE_COUNT_LIMIT to 0 for the workload, in Node.js OTEL_SPAN_ATTRIBUTE_PER_LINK_COUNT_LIMIT, in Java OTEL_SPAN_LINK_COUNT_LIMIT, which leaves out the links themselves",
      },
      { text: "If its links have none, nothing is to be done: the alert ends after a day" },
    ],
    verification: {
      text: "Spans with links are as many as the team expects",
      query: `${LINKED_SPANS}{namespace="<namespace>",service="<service>"}`,
    },
  },
];
