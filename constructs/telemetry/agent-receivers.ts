import type { PiiPattern } from "../../mandate/pii-patterns";
import { CLEAN_KEY } from "../../mandate/pii-unmasked-keys";
import type { HelmValue, HelmValues } from "../core/helm-values";
import { literal } from "./collector-text";
import { RETRY_WITHOUT_END } from "./durable-queue";
import { PORTS } from "./endpoints";
import { MAY_HOLD_OWN_KEYS, OWN_KEYS_SUSPECT } from "./own-keys";
import { mayHoldPii } from "./pii-guard";
import { POD_IP } from "./self-telemetry";
import { SERVER_TLS } from "./tls-files";

/** Where the kubelet keeps the logs of containers. */
export const CONTAINER_LOG_FOLDER = "/var/log/pods";

/** Where a self-run API server writes its audit log. */
export const AUDIT_LOG_FOLDER = "/var/log/kubernetes/audit";

/** Where the root of the host is mounted. */
export const HOST_ROOT = "/hostfs";

/** What applications push: OTLP and the Zipkin format, without TLS only where that is allowed. */
export function pushReceivers(allowPlaintextOtlp: boolean): Readonly<Record<"otlp" | "zipkin", HelmValue>> {
  const tls: HelmValues = allowPlaintextOtlp ? {} : { tls: SERVER_TLS };
  return {
    otlp: {
      protocols: {
        grpc: { endpoint: `${POD_IP}:${PORTS.otlpGrpc}`, max_recv_msg_size_mib: 16, ...tls },
        http: { endpoint: `${POD_IP}:${PORTS.otlpHttp}`, ...tls },
      },
    },
    zipkin: { endpoint: `${POD_IP}:${PORTS.zipkin}`, ...tls },
  };
}

const READ_POSITIONS = "file_storage/offsets";

// Off by default, and what the memory limiter refuses would then be lost.
const RETRY = RETRY_WITHOUT_END;

/**
 * The file that is written, and what it was called after a rotation: lines that were written while the agent was away
 * may stand in either. What the kubelet has compressed cannot be read.
 */
const LOG_FILES = ["*.log", "*.log.????????-??????"];

const OWN_POD = "${env:OTEL_K8S_NAMESPACE}_${env:OTEL_K8S_POD_NAME}_*";

/**
 * Container logs of the node. JSON lines become maps; a line that is no JSON stays text. A line that cannot hold a
 * sensitive value goes below a key of its own, which redaction passes over.
 */
export function containerLogs(piiPatterns: readonly PiiPattern[]): HelmValue {
  return {
    include: LOG_FILES.map((name) => `${CONTAINER_LOG_FOLDER}/*/*/${name}`),
    // The agent's own log would feed itself.
    exclude: LOG_FILES.map((name) => `${CONTAINER_LOG_FOLDER}/${OWN_POD}/*/${name}`),
    exclude_older_than: "24h",
    start_at: "beginning",
    include_file_path: true,
    include_file_name: false,
    include_file_record_offset: true,
    max_log_size: "1MiB",
    storage: READ_POSITIONS,
    retry_on_failure: RETRY,
    operators: [{ id: "container", type: "container", max_log_size: "1MiB" }, ...parsedLines(piiPatterns)],
  };
}

const SUSPECT = 'attributes["obs.suspect"]';

const IS_JSON = String.raw`body matches "^\\s*[{]"`;

function parsedLines(piiPatterns: readonly PiiPattern[]): readonly HelmValues[] {
  const json = { type: "json_parser", parse_ints: true, on_error: "send_quiet" };
  return [
    { id: "guard", type: "add", if: literal(mayHoldPii(piiPatterns)), field: SUSPECT, value: true },
    {
      id: "own_keys",
      type: "add",
      if: literal(`${SUSPECT} == true and (${MAY_HOLD_OWN_KEYS})`),
      field: `attributes["${OWN_KEYS_SUSPECT}"]`,
      value: true,
    },
    { ...json, id: "json", if: literal(`${SUSPECT} == true and ${IS_JSON}`), parse_to: "body" },
    {
      ...json,
      id: "json_clean",
      if: literal(`${SUSPECT} == nil and ${IS_JSON}`),
      parse_to: `body.${CLEAN_KEY}`,
    },
    {
      id: "text_clean",
      type: "move",
      if: `${SUSPECT} == nil and type(body) == "string"`,
      from: "body",
      to: `body.${CLEAN_KEY}`,
    },
    { id: "guarded", type: "remove", if: `${SUSPECT} == true`, field: SUSPECT },
  ];
}

/** The audit log of the API server, where the cluster runs its own and writes it to the node. */
export const AUDIT_LOG: HelmValue = {
  include: [`${AUDIT_LOG_FOLDER}/*.log`],
  start_at: "beginning",
  include_file_path: false,
  storage: READ_POSITIONS,
  retry_on_failure: RETRY,
  resource: { "service.name": "kube-apiserver", "data_stream.dataset": "k8s.audit" },
  operators: [
    {
      id: "json",
      type: "json_parser",
      parse_to: "body",
      timestamp: {
        parse_from: "body.requestReceivedTimestamp",
        layout_type: "gotime",
        layout: "2006-01-02T15:04:05.999999Z07:00",
      },
    },
  ],
};

/** Usage of the node's pods, containers and volumes. */
export const KUBELET_METRICS: HelmValue = {
  collection_interval: "30s",
  auth_type: "serviceAccount",
  endpoint: "https://${env:OTEL_K8S_NODE_IP}:10250",
  // Most clusters sign the kubelet's certificate with an authority that pods do not have, or with itself. What is
  // read here are the node's own figures over the node's own network.
  insecure_skip_verify: true,
  node: "${env:OTEL_K8S_NODE_NAME}",
  metric_groups: ["node", "pod", "container", "volume"],
};

const VIRTUAL_FILE_SYSTEMS = [
  ...["autofs", "binfmt_misc", "cgroup", "cgroup2", "configfs", "debugfs", "devpts", "fusectl", "hugetlbfs"],
  ...["mqueue", "nsfs", "overlay", "proc", "pstore", "securityfs", "squashfs", "sysfs", "tmpfs", "tracefs"],
];

/** Usage of the host itself, through the mounted root of the host. */
export const HOST_METRICS: HelmValue = {
  collection_interval: "60s",
  root_path: HOST_ROOT,
  scrapers: {
    cpu: {},
    memory: {},
    load: {},
    disk: {},
    network: {},
    filesystem: { exclude_fs_types: { match_type: "strict", fs_types: VIRTUAL_FILE_SYSTEMS } },
  },
};
