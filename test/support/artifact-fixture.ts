import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { readArtifact, valueAt, type Artifact, type JsonObject, type JsonValue } from "../../assurance";
import { isObject, splitPath } from "../../assurance/artifact/json";
import { PII_PATTERNS } from "../../mandate/pii-patterns";

/** One release as a test writes it: the values as data, everything else as Terraform attributes. */
export interface ReleaseParts {
  readonly attributes: JsonObject;
  /** A list holds the values documents as they are written. */
  readonly values: JsonValue;
}

/** A minimal artifact that meets the mandate, as data that a test weakens before it is written. */
export interface ArtifactParts {
  readonly stackName: string;
  readonly releases: Readonly<Record<string, ReleaseParts>>;
  /** Further resources by type and id. */
  readonly resources: JsonObject;
  /** Further files in the stack's folder. */
  readonly files: Readonly<Record<string, string>>;
}

export type Change = (parts: ArtifactParts) => ArtifactParts;

/** New values by path, in which a number is an index; `undefined` takes away what is there. */
export type Edits = Readonly<Record<string, JsonValue | undefined>>;

/** Changes values of a release. */
export function values(release: string, edits: Edits): Change {
  return (parts) => withRelease(parts, release, (one) => ({ ...one, values: edited(one.values, edits) }));
}

/** Changes Terraform attributes of a release. */
export function attributes(release: string, edits: Edits): Change {
  return (parts) =>
    withRelease(parts, release, (one) => ({
      ...one,
      attributes: edited(one.attributes, edits) as JsonObject,
    }));
}

/** Replaces the values documents of a release by texts, written as they are. */
export function rawValues(release: string, documents: readonly string[]): Change {
  return (parts) => withRelease(parts, release, (one) => ({ ...one, values: documents }));
}

export function withoutRelease(release: string): Change {
  return (parts) => ({
    ...parts,
    releases: Object.fromEntries(Object.entries(parts.releases).filter(([id]) => id !== release)),
  });
}

/** Adds a release, or replaces one. */
export function addRelease(id: string, release: ReleaseParts): Change {
  return (parts) => ({ ...parts, releases: { ...parts.releases, [id]: release } });
}

/** Changes a JSON document of the Elasticsearch set-up; `undefined` instead of edits takes the file away. */
export function setupFile(key: string, edits: Edits | undefined): Change {
  const path = `manifests.configmap-setup.data.${key.replaceAll(".", "\\.")}`;
  return (parts) => {
    const text = valueAt(parts.releases.setup?.values, path);
    const document = JSON.parse(typeof text === "string" ? text : "{}") as JsonObject;
    const next = edits === undefined ? undefined : JSON.stringify(edited(document, edits));
    return values("setup", { [path]: next })(parts);
  };
}

export function resources(added: JsonObject): Change {
  return (parts) => ({ ...parts, resources: { ...parts.resources, ...added } });
}

export function files(added: Readonly<Record<string, string>>): Change {
  return (parts) => ({ ...parts, files: { ...parts.files, ...added } });
}

export function stackName(name: string): Change {
  return (parts) => ({ ...parts, stackName: name });
}

function withRelease(
  parts: ArtifactParts,
  id: string,
  change: (one: ReleaseParts) => ReleaseParts,
): ArtifactParts {
  const release = parts.releases[id];
  if (release === undefined) throw new Error(`the fixture has no release ${id}`);
  return { ...parts, releases: { ...parts.releases, [id]: change(release) } };
}

function edited(document: JsonValue, edits: Edits): JsonValue {
  return Object.entries(edits).reduce<JsonValue>(
    (changed, [path, value]) => withAt(changed, splitPath(path), value) ?? {},
    document,
  );
}

function withAt(
  under: JsonValue | undefined,
  [head, ...rest]: readonly string[],
  value: JsonValue | undefined,
): JsonValue | undefined {
  if (head === undefined) return value;
  if (Array.isArray(under)) {
    const list = under as readonly JsonValue[];
    const items = [...list, ...(Number(head) === list.length ? [undefined] : [])];
    return items.flatMap((item, index) =>
      String(index) === head ? (withAt(item, rest, value) ?? []) : (item ?? []),
    );
  }
  const entries = Object.entries(isObject(under) ? under : {}).filter(([key]) => key !== head);
  const next = withAt(isObject(under) ? under[head] : undefined, rest, value);
  return Object.fromEntries(next === undefined ? entries : [...entries, [head, next]]);
}

const CHART = "${path.module}/assets/manifests-chart/0123";
const PACKAGED_CHART = join(__dirname, "..", "..", "constructs", "core", "manifests-chart");

export function compliantParts(): ArtifactParts {
  return {
    stackName: "trial",
    releases: {
      kps: release("kube-prometheus-stack", "88.5.3", "kps", {
        prometheus: { prometheusSpec: { retention: "30d" } },
        alertmanager: { config: alertmanagerConfig() },
        additionalPrometheusRulesMap: {
          platform: { groups: [{ name: "thresholds", rules: thresholdAlerts() }] },
        },
      }),
      agent: release("opentelemetry-collector", "0.170.0", "otel-agent", {
        mode: "daemonset",
        config: agentConfig(),
      }),
      gateway: release("opentelemetry-collector", "0.170.0", "otel-gateway", {
        mode: "statefulset",
        config: gatewayConfig(),
      }),
      jaeger: release("jaeger", "4.11.1", "jaeger", jaegerValues()),
      setup: bundle("elasticsearch-setup", { "configmap-setup": elasticsearchSetup() }),
      instrumentation: bundle("instrumentation", { "instrumentation-default": instrumentation() }),
    },
    resources: { kubernetes_namespace_v1: { ns: { metadata: { name: "observability" } } } },
    files: {},
  };
}

/** A release of a chart from a repository. */
export function release(chart: string, version: string, name: string, values: JsonValue): ReleaseParts {
  const repository = "https://charts.example.org";
  return { attributes: { name, namespace: "observability", chart, version, repository }, values };
}

/** A release of the packaged chart. */
export function bundle(name: string, manifests: JsonObject): ReleaseParts {
  return { attributes: { name, namespace: "observability", chart: CHART }, values: { manifests } };
}

function thresholdAlerts(): readonly JsonObject[] {
  const alert = (name: string, threshold: string, expr: string, severity: string): JsonObject => ({
    alert: name,
    expr,
    for: "3m",
    labels: { severity, threshold },
  });
  return [
    alert(
      "LatencyP95High",
      "response_time_p95_ms",
      "latency:p95 > 0.5 and on (service) requests > 0.2",
      "medium",
    ),
    alert("LatencyP99High", "response_time_p99_ms", "latency:p99 > 1", "medium"),
    alert("ErrorRateHigh", "error_rate_threshold", "errors:ratio > 0.01", "high"),
    alert("AvailabilityLow", "availability_threshold", "availability:ratio < 0.999", "medium"),
    alert("CpuHigh", "cpu_utilization_threshold", "1 - idle > 0.8", "medium"),
    alert("MemoryHigh", "memory_utilization_threshold", "used / total > 0.85", "medium"),
    alert("DiskHigh", "disk_utilization_threshold", "disk:ratio > 0.9 unless read_only == 1", "high"),
    alert("NetworkErrorsHigh", "network_errors_threshold", "errors:increase5m > 100", "medium"),
    alert("RequestRateAnomaly", "request_rate_anomaly_threshold", "abs(zscore) > 2 and lags >= 3", "low"),
    alert("PoolHigh", "database_connection_pool_threshold", "pool:ratio > 0.8", "critical"),
    alert("QueueDeep", "queue_depth_threshold", "queue:depth > 1000", "high"),
    alert("CacheMissing", "cache_hit_ratio_minimum", "cache:ratio < 0.8", "low"),
  ];
}

function alertmanagerConfig(): JsonObject {
  const route = (severity: string, group_wait: string, repeat_interval: string): JsonObject => ({
    matchers: [`severity="${severity}"`],
    receiver: severity,
    group_wait,
    repeat_interval,
  });
  const channel = { pagerduty_configs: [{ routing_key_file: "/k" }], slack_configs: [{ channel: "#a" }] };
  return {
    route: {
      receiver: "unrouted",
      group_wait: "30s",
      group_interval: "5m",
      repeat_interval: "4m50s",
      routes: [
        { matchers: ['alertname="Watchdog"'], receiver: "null" },
        route("critical", "30s", "4m50s"),
        route("high", "90s", "14m50s"),
        route("medium", "5m", "59m50s"),
        route("low", "5m", "23h59m50s"),
      ],
    },
    receivers: [
      { name: "unrouted", email_configs: [{ to: "a@example.org" }] },
      { name: "null" },
      { name: "critical", ...channel },
      { name: "high", ...channel },
      { name: "medium", slack_configs: [{ channel: "#b" }], email_configs: [{ to: "b@example.org" }] },
      { name: "low", email_configs: [{ to: "c@example.org" }] },
    ],
  };
}

function agentConfig(): JsonObject {
  const blocked = (patterns: typeof PII_PATTERNS): string[] =>
    patterns.map((one) => one.pattern.replaceAll("$", "$$$$"));
  return {
    receivers: {
      "file_log/pods": { include: ["/var/log/pods/*/*/*.log"], operators: [{ type: "json_parser" }] },
      "file_log/audit": {
        include: ["/var/log/kubernetes/audit/*.log"],
        operators: [{ type: "json_parser" }],
      },
      prometheus: null,
      jaeger: null,
      zipkin: null,
    },
    processors: {
      batch: null,
      "redaction/pii": { allow_all_keys: true, blocked_values: blocked(PII_PATTERNS) },
      "redaction/audit": {
        blocked_values: blocked(PII_PATTERNS.filter((one) => one.class === "credential")),
      },
      "transform/normalise": {
        log_statements: [
          { statements: ['set(log.attributes["log.format"], "structured")'] },
          { statements: ['set(log.attributes["log.format"], "unstructured")'] },
        ],
      },
      "filter/log_policy": {
        log_conditions: ["log.severity_number > 0 and log.severity_number < SEVERITY_NUMBER_INFO"],
      },
    },
    connectors: { "count/logs": {} },
    exporters: {
      debug: null,
      "otlp_grpc/gateway": { endpoint: "gw:4317" },
      prometheus: { endpoint: "${env:IP}:8889" },
    },
    service: {
      pipelines: {
        logs: {
          receivers: ["otlp", "file_log/pods"],
          processors: ["memory_limiter", "redaction/pii", "transform/normalise", "filter/log_policy"],
          exporters: ["otlp_grpc/gateway", "count/logs"],
        },
        "logs/audit": {
          receivers: ["file_log/audit"],
          processors: ["memory_limiter", "redaction/audit"],
          exporters: ["otlp_grpc/gateway"],
        },
        traces: {
          receivers: ["otlp"],
          processors: ["memory_limiter", "redaction/pii"],
          exporters: ["otlp_grpc/gateway"],
        },
        metrics: { receivers: ["count/logs"], processors: ["memory_limiter"], exporters: ["prometheus"] },
      },
    },
  };
}

function gatewayConfig(): JsonObject {
  return {
    processors: {
      tail_sampling: {
        policies: [
          { name: "errors", type: "status_code", status_code: { status_codes: ["ERROR"] } },
          { name: "slow", type: "latency", latency: { threshold_ms: 999 } },
          {
            name: "baseline",
            type: "and",
            and: {
              and_sub_policy: [
                { name: "share", type: "probabilistic", probabilistic: { sampling_percentage: 10 } },
                { name: "cap", type: "rate_limiting", rate_limiting: { spans_per_second: 5000 } },
              ],
            },
          },
        ],
      },
    },
    exporters: { "otlp_grpc/jaeger": { endpoint: "jaeger:4317" } },
    service: {
      pipelines: {
        traces: { receivers: ["otlp"], processors: ["tail_sampling"], exporters: ["otlp_grpc/jaeger"] },
      },
    },
  };
}

function jaegerValues(): JsonObject {
  return {
    esIndexCleaner: { enabled: true, numberOfDays: 16 },
    userconfig: {
      exporters: { jaeger_storage_exporter: { trace_storage: "store" } },
      extensions: {
        jaeger_query: { storage: { traces: "store" } },
        jaeger_storage: { backends: { store: { elasticsearch: { max_span_age: "336h" } } } },
      },
    },
  };
}

function elasticsearchSetup(): JsonObject {
  const data = {
    "ilm-logs.json": {
      policy: {
        phases: {
          hot: { actions: { rollover: { max_age: "1d" } } },
          delete: { min_age: "90d", actions: { delete: {} } },
        },
      },
    },
    "component-template-logs-otel.json": { template: { settings: { index: { "lifecycle.name": "logs" } } } },
  };
  return {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name: "setup", labels: { "observability.qms/elasticsearch-setup": "true" } },
    data: {
      ...Object.fromEntries(Object.entries(data).map(([key, document]) => [key, JSON.stringify(document)])),
      "setup.sh": "#!/bin/sh\n",
    },
  };
}

function instrumentation(): JsonObject {
  return {
    apiVersion: "opentelemetry.io/v1alpha1",
    kind: "Instrumentation",
    metadata: { name: "default" },
    spec: { propagators: ["tracecontext", "baggage"], sampler: { type: "parentbased_always_on" } },
  };
}

/** Doubles what Terraform would evaluate; a list of texts is taken as it is. */
function documents(values: JsonValue): JsonValue {
  if (Array.isArray(values)) return values as readonly JsonValue[];
  return [JSON.stringify(values).replace(/([$%])\{/g, "$1$1{")];
}

function terraform({ releases, resources, stackName }: ArtifactParts): JsonObject {
  const helm = Object.entries(releases).map(([id, one]) => [
    id,
    { values: documents(one.values), ...one.attributes },
  ]);
  return {
    "//": { metadata: { backend: "local", stackName, version: "0.21.0" } },
    provider: { helm: [{ kubernetes: { config_context: "kind" } }] },
    resource: { helm_release: Object.fromEntries(helm) as JsonObject, ...resources },
    terraform: { backend: { local: { path: "../../state/trial.tfstate" } } },
  };
}

/** Writes the compliant artifact, changed by a test, into a folder. */
export function writeArtifact(folder: string, ...changes: readonly Change[]): string {
  const parts = changes.reduce((before, change) => change(before), compliantParts());
  mkdirSync(folder, { recursive: true });
  cpSync(PACKAGED_CHART, join(folder, "assets", "manifests-chart", "0123"), { recursive: true });
  writeFileSync(join(folder, "cdk.tf.json"), JSON.stringify(terraform(parts), null, 2));
  for (const [name, text] of Object.entries(parts.files)) {
    const file = join(folder, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  return folder;
}

/** The artifact that meets the mandate, changed by a test. */
export function artifactWith(...changes: readonly Change[]): Artifact {
  const folder = mkdtempSync(join(tmpdir(), "qms-artifact-"));
  try {
    return readArtifact(writeArtifact(folder, ...changes));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
