import type { JsonObject, Release } from "../../../assurance";
import { textOf, valueAt } from "../../../assurance/artifact/json";
import type { ChartName } from "../../../constructs/core/charts";

export type WorkloadKind = "Deployment" | "DaemonSet" | "StatefulSet" | "Job";

/** A workload of a stand-in. */
export interface Workload {
  readonly kind: WorkloadKind;
  /** Appended to the release's name. */
  readonly suffix: string;
  /** Value path of the name of its service account. @default - the release's name */
  readonly account?: string;
  /** A Job that Helm waits for after installing. @default false */
  readonly hook?: boolean;
}

/** A custom resource that an operator makes something of. */
export interface CustomResource {
  readonly apiVersion: string;
  readonly kind: string;
  /** The part of the values that is its specification. */
  readonly spec: (values: JsonObject) => unknown;
}

const MODES: Readonly<Record<string, WorkloadKind>> = {
  daemonset: "DaemonSet",
  deployment: "Deployment",
  statefulset: "StatefulSet",
};

/** What the charts make, as far as order, waiting and secrets go. */
const WORKLOADS: Record<ChartName, (values: JsonObject) => readonly Workload[]> = {
  "cert-manager": () => [
    { kind: "Deployment", suffix: "" },
    { kind: "Deployment", suffix: "-webhook" },
    { kind: "Deployment", suffix: "-cainjector" },
    { kind: "Job", suffix: "-startupapicheck", hook: true },
  ],
  "eck-elasticsearch": () => [],
  "eck-kibana": () => [],
  "eck-logstash": () => [],
  "eck-operator": () => [{ kind: "StatefulSet", suffix: "" }],
  grafana: () => [{ kind: "Deployment", suffix: "" }],
  jaeger: () => [{ kind: "Deployment", suffix: "" }],
  "kube-prometheus-stack": () => [
    { kind: "Deployment", suffix: "-operator" },
    { kind: "Deployment", suffix: "-kube-state-metrics" },
    { kind: "DaemonSet", suffix: "-node-exporter" },
  ],
  "opentelemetry-collector": (values) => [
    { kind: MODES[textOf(values.mode) ?? ""] ?? "Deployment", suffix: "", account: "serviceAccount.name" },
  ],
  "opentelemetry-operator": () => [{ kind: "Deployment", suffix: "" }],
  "prometheus-blackbox-exporter": () => [{ kind: "Deployment", suffix: "" }],
  "prometheus-elasticsearch-exporter": () => [{ kind: "Deployment", suffix: "" }],
  "prometheus-operator-crds": () => [],
  thanos: () => [{ kind: "Deployment", suffix: "-query" }],
  "trust-manager": () => [{ kind: "Deployment", suffix: "" }],
};

const RESOURCES: Partial<Record<ChartName, CustomResource>> = {
  "eck-elasticsearch": {
    apiVersion: "elasticsearch.k8s.elastic.co/v1",
    kind: "Elasticsearch",
    spec: ({ auth, nodeSets, version }) => ({ auth, nodeSets, version }),
  },
  "eck-kibana": {
    apiVersion: "kibana.k8s.elastic.co/v1",
    kind: "Kibana",
    spec: ({ count, elasticsearchRef, version }) => ({ count, elasticsearchRef, version }),
  },
  "eck-logstash": {
    apiVersion: "logstash.k8s.elastic.co/v1alpha1",
    kind: "Logstash",
    spec: ({ count, elasticsearchRefs, version }) => ({ count, elasticsearchRefs, version }),
  },
};

/** The workloads that the chart of a release would make. */
export function workloads({ chart, values }: Release): readonly Workload[] {
  return WORKLOADS[chart as ChartName](values);
}

/** The custom resource that the chart of a release would make. */
export function customResource({ chart }: Release): CustomResource | undefined {
  return RESOURCES[chart as ChartName];
}

/** Name of the service account that a workload runs as. */
export function accountOf({ name, values }: Release, { account }: Workload): string {
  return (account === undefined ? undefined : textOf(valueAt(values, account))) ?? name;
}
