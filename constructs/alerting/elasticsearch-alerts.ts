import type { Alert } from "./alert";
import { DASHBOARDS } from "./dashboard-references";

const ELASTICSEARCH = {
  component: "elasticsearch",
  owner: "platform",
  unit: "count",
  dashboard: DASHBOARDS.pipeline,
} as const;

const DEV_TOOLS = "Dev Tools of Kibana";

/** Alerts on the store of logs and traces, from its exporter. */
export const ELASTICSEARCH_ALERTS: readonly Alert[] = [
  {
    ...ELASTICSEARCH,
    alert: "ElasticsearchClusterRed",
    severity: "high",
    kind: "fault",
    expr: 'max by (namespace) (elasticsearch_cluster_health_status{color="red"}) == 1',
    keeps: ["namespace"],
    pendingMinutes: 3,
    summary: "Elasticsearch in <namespace> misses primary shards",
    description: "At least one primary shard has no copy: the cluster is red.",
    impact: "part of the logs or traces can be neither written nor searched; writers wait",
    query: "elasticsearch_cluster_health_status",
    diagnosis: [
      { text: "See whether a node is missing", command: "kubectl -n <namespace> get elasticsearch,pods" },
      { text: `Ask why a shard is not allocated: GET _cluster/allocation/explain in ${DEV_TOOLS}` },
    ],
    mitigation: [
      { text: "Bring the missing node or its volume back; shards recover by themselves" },
      { text: "If allocation gave up after many attempts: POST _cluster/reroute?retry_failed=true" },
      { text: "Only if the data is lost for good: delete the index, and note which days of logs are gone" },
    ],
    verification: {
      text: "The cluster is no longer red",
      query: 'elasticsearch_cluster_health_status{color="red"} == 0',
    },
  },
  {
    ...ELASTICSEARCH,
    alert: "ElasticsearchClusterYellow",
    severity: "medium",
    kind: "fault",
    expr: 'max by (namespace) (elasticsearch_cluster_health_status{color="yellow"}) == 1',
    keeps: ["namespace"],
    pendingMinutes: 30,
    summary: "Elasticsearch in <namespace> misses copies of shards",
    description: "Every shard is there, but some have no second copy: the cluster has been yellow for long.",
    impact: "the loss of one more node would lose data",
    query: "elasticsearch_cluster_health_unassigned_shards",
    diagnosis: [
      { text: "See whether a node is missing", command: "kubectl -n <namespace> get elasticsearch,pods" },
      { text: `Ask why a copy is not allocated: GET _cluster/allocation/explain in ${DEV_TOOLS}` },
    ],
    mitigation: [
      { text: "Bring the missing node back; copies recover by themselves" },
      { text: "If the disks are too full for copies, enlarge the volumes" },
    ],
    verification: {
      text: "The cluster is green",
      query: 'elasticsearch_cluster_health_status{color="green"} == 1',
    },
  },
  {
    ...ELASTICSEARCH,
    alert: "ElasticsearchLifecycleFailing",
    severity: "medium",
    kind: "fault",
    expr: 'count by (namespace) (elasticsearch_ilm_index_status{step="ERROR"} == 1) > 0',
    keeps: ["namespace"],
    pendingMinutes: 30,
    summary: "the lifecycle of <value> indices in <namespace> is stuck",
    description: "Index lifecycle management has stopped at an error for some indices.",
    impact: "indices neither roll over nor are deleted: disks fill, and data is kept longer than it may be",
    query: 'elasticsearch_ilm_index_status{step="ERROR"}',
    diagnosis: [
      { text: "See which indices", query: 'elasticsearch_ilm_index_status{step="ERROR"} == 1' },
      {
        text: `Ask for the error of one: GET <index>/_ilm/explain?only_errors=true in ${DEV_TOOLS}`.replace(
          "<index>",
          "INDEX",
        ),
      },
    ],
    mitigation: [
      {
        text: "Remove the cause, such as a full disk or a missing alias, and try again: POST INDEX/_ilm/retry",
      },
      { text: "Do not delete indices by hand before their time: retention is mandated" },
    ],
    verification: {
      text: "No index is stuck",
      query: 'absent(elasticsearch_ilm_index_status{step="ERROR"} == 1)',
    },
  },
  {
    ...ELASTICSEARCH,
    alert: "ElasticsearchLifecycleStopped",
    severity: "medium",
    kind: "fault",
    expr: 'max by (namespace) (elasticsearch_ilm_status{operation_mode="RUNNING"}) == 0',
    keeps: ["namespace"],
    pendingMinutes: 30,
    summary: "index lifecycle management does not run in <namespace>",
    description:
      "Somebody stopped index lifecycle management, perhaps for a restore, and did not start it again.",
    impact: "indices neither roll over nor are deleted: disks fill, and data is kept longer than it may be",
    query: "elasticsearch_ilm_status",
    diagnosis: [{ text: `Ask whether it is stopped: GET _ilm/status in ${DEV_TOOLS}` }],
    mitigation: [{ text: "Start it once whatever it was stopped for has ended: POST _ilm/start" }],
    verification: { text: "It runs", query: 'elasticsearch_ilm_status{operation_mode="RUNNING"} == 1' },
  },
  {
    ...ELASTICSEARCH,
    alert: "ElasticsearchWritesRejected",
    severity: "medium",
    kind: "saturation",
    expr: 'sum by (namespace, name) (increase(elasticsearch_thread_pool_rejected_count{type="write"}[5m])) > 0',
    keeps: ["namespace", "name"],
    pendingMinutes: 15,
    summary: "node <name> of Elasticsearch in <namespace> rejects writes",
    description: "The write queue of a node has been full for a quarter of an hour.",
    impact: "collectors send again and again, and logs and traces arrive late",
    query: 'sum by (name) (increase(elasticsearch_thread_pool_rejected_count{type="write"}[5m]))',
    diagnosis: [
      { text: "See whether the node is busy", command: "kubectl -n <namespace> top pods" },
      { text: `Ask what it does: GET _nodes/hot_threads in ${DEV_TOOLS}` },
      { text: "See which service logs most", query: "topk(5, platform:log_records:increase15m)" },
    ],
    mitigation: [
      { text: "If one service floods it, raise that service's log level or fix what it repeats" },
      { text: "If all of it is meant, add nodes or CPU" },
    ],
    verification: {
      text: "Nothing is rejected",
      query: 'increase(elasticsearch_thread_pool_rejected_count{type="write",name="<name>"}[5m]) == 0',
    },
  },
];
