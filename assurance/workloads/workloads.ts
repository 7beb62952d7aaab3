import type { Artifact } from "../artifact/artifact";
import { isObject, itemsOf, textOf, valueAt, type JsonObject, type JsonValue } from "../artifact/json";
import type { KubernetesObject } from "../artifact/kubernetes-object";
import type { Release } from "../artifact/release";
import type { ChartContainer, ChartWorkload, Condition, WorkloadKind } from "./chart-workload";
import { CHART_WORKLOADS } from "./chart-workloads";
import { resourcesOf, sumOf, type Resources } from "./resources";
import { type Domain, requiredSpread } from "./spread";

/** A container, and what it asks for. */
export interface Container {
  readonly name: string;
  readonly resources: Resources;
}

/** Pods of one kind. */
export interface Workload {
  readonly release: string;
  readonly namespace: string;
  readonly name: string;
  readonly kind: WorkloadKind;
  /** One per node for a DaemonSet. */
  readonly replicas: number | "per node";
  /** What no two of its pods share, while there is another. */
  readonly spread: readonly Domain[];
  /** Whether a disruption budget keeps drained nodes from taking all of its pods. */
  readonly hasBudget: boolean;
  readonly containers: readonly Container[];
  /** Of one pod. */
  readonly pod: Resources;
}

/** The workloads of an artifact, and the releases whose chart is not known and so not counted. */
export interface Workloads {
  readonly workloads: readonly Workload[];
  readonly uncounted: readonly string[];
}

/** Every workload of an artifact: of charts by the table of what they make, of manifests as they stand. */
export function workloadsOf(artifact: Artifact): Workloads {
  const charts = artifact.releases.filter(({ isLocal }) => !isLocal);
  const isKnown = ({ chart, version }: Release): boolean => CHART_WORKLOADS[chart]?.version === version;
  const workloads = [
    ...charts.filter(isKnown).flatMap(ofRelease),
    ...artifact.objects.flatMap((object) => ofObject(object, artifact.releases)),
  ];
  const budgets = artifact.objects
    .filter(({ kind }) => kind === "PodDisruptionBudget")
    .map(({ namespace, name }) => `${namespace}/${name}`);
  return {
    workloads: workloads.map((workload) => ({
      ...workload,
      hasBudget: workload.hasBudget || budgets.includes(`${workload.namespace}/${workload.name}`),
    })),
    uncounted: charts
      .filter((release) => !isKnown(release))
      .map(({ chart, name, version }) => `${name} (${chart} ${version ?? "of any version"})`),
  };
}

function ofRelease(release: Release): readonly Workload[] {
  const { chart, name, namespace, values } = release;
  if (chart === "eck-elasticsearch") return elasticsearchNodeSets(release);
  const known = CHART_WORKLOADS[chart]?.workloads ?? [];
  return known
    .filter(({ when }) => holds(values, when))
    .map((workload) => {
      const containers = containersOf(values, workload);
      return {
        release: name,
        namespace,
        name: workload.name === "" ? name : `${name}-${workload.name}`,
        ...scaleOf(values, workload, chart),
        spread: requiredSpread(workload.spread && valueAt(values, workload.spread)),
        hasBudget: workload.budget !== undefined && holds(values, workload.budget),
        containers: containers.map((container) => ({ ...container, name: container.name || name })),
        pod: sumOf(containers.map(({ resources }) => resources)),
      };
    });
}

function scaleOf(
  values: JsonObject,
  workload: ChartWorkload,
  chart: string,
): Pick<Workload, "kind" | "replicas"> {
  const kind = chart === "opentelemetry-collector" ? collectorKind(values) : workload.kind;
  if (kind === "DaemonSet") return { kind, replicas: "per node" };
  const { defaultReplicas = 1, replicas } = workload;
  const value = replicas === undefined ? undefined : valueAt(values, replicas);
  return { kind, replicas: typeof value === "number" ? value : defaultReplicas };
}

function collectorKind(values: JsonObject): WorkloadKind {
  const kinds: Readonly<Record<string, WorkloadKind>> = {
    daemonset: "DaemonSet",
    statefulset: "StatefulSet",
  };
  return kinds[textOf(values.mode) ?? ""] ?? "Deployment";
}

function containersOf(values: JsonObject, { containers }: ChartWorkload): readonly Container[] {
  return containers
    .filter(({ when }) => holds(values, when))
    .map((container) => ({
      name: container.name,
      resources: resourcesOf(chosen(values, container) ?? container.defaults),
    }));
}

/** `…containers[name].resources` is found by the name of the item. */
function chosen(values: JsonObject, { resources }: ChartContainer): JsonValue | undefined {
  const [, list, name] = /^(.+)\[(\w+)\]\.resources$/.exec(resources) ?? [];
  if (list === undefined) return valueAt(values, resources);
  const item = itemsOf(valueAt(values, list)).find((candidate) => valueAt(candidate, "name") === name);
  return valueAt(item, "resources");
}

function holds(values: JsonObject, when: Condition | undefined): boolean {
  if (when === undefined) return true;
  const split = when.lastIndexOf(":");
  const value = valueAt(values, when.slice(0, split)) ?? when.slice(split + 1) === "true";
  // A map that is there switches its part on, unless it is empty.
  return isObject(value) ? Object.keys(value).length > 0 : Boolean(value);
}

/** What the ECK operator gives a node for which nothing is said. */
const ELASTICSEARCH_DEFAULT = { requests: { memory: "2Gi" }, limits: { memory: "2Gi" } };

function elasticsearchNodeSets({ name, namespace, values }: Release): readonly Workload[] {
  return itemsOf(values.nodeSets).map((nodeSet) => {
    const containers = itemsOf(valueAt(nodeSet, "podTemplate.spec.containers")).map((container) => ({
      name: textOf(valueAt(container, "name")) ?? "",
      resources: resourcesOf(valueAt(container, "resources")),
    }));
    const isGiven = containers.some((container) => container.name === "elasticsearch");
    const fallback = { name: "elasticsearch", resources: resourcesOf(ELASTICSEARCH_DEFAULT) };
    const all = isGiven ? containers : [fallback, ...containers];
    return {
      release: name,
      namespace,
      name: `${name}-${textOf(valueAt(nodeSet, "name")) ?? ""}`,
      kind: "StatefulSet",
      replicas: Number(valueAt(nodeSet, "count") ?? 1),
      spread: requiredSpread(valueAt(nodeSet, "podTemplate.spec.topologySpreadConstraints")),
      // The operator gives the whole cluster one, unless its resource says otherwise.
      hasBudget: valueAt(values, "podDisruptionBudget.disabled") !== true,
      containers: all,
      pod: sumOf(all.map(({ resources }) => resources)),
    };
  });
}

const TEMPLATES: Readonly<Record<string, { readonly kind: WorkloadKind; readonly pod: string }>> = {
  Deployment: { kind: "Deployment", pod: "spec.template.spec" },
  StatefulSet: { kind: "StatefulSet", pod: "spec.template.spec" },
  DaemonSet: { kind: "DaemonSet", pod: "spec.template.spec" },
  Job: { kind: "Job", pod: "spec.template.spec" },
  CronJob: { kind: "Job", pod: "spec.jobTemplate.spec.template.spec" },
};

function ofObject(object: KubernetesObject, releases: readonly Release[]): readonly Workload[] {
  const template = TEMPLATES[object.kind];
  if (template === undefined) return [];
  const { body, name, namespace } = object;
  const containers = itemsOf(valueAt(body, `${template.pod}.containers`)).map((container) => ({
    name: textOf(valueAt(container, "name")) ?? "",
    resources: resourcesOf(valueAt(container, "resources")),
  }));
  const replicas = valueAt(body, "spec.replicas");
  return [
    {
      release: releases.find(({ address }) => address === object.address)?.name ?? object.address,
      namespace,
      name,
      kind: template.kind,
      replicas: template.kind === "DaemonSet" ? "per node" : typeof replicas === "number" ? replicas : 1,
      spread: requiredSpread(valueAt(body, `${template.pod}.topologySpreadConstraints`)),
      hasBudget: false,
      containers,
      pod: sumOf(containers.map(({ resources }) => resources)),
    },
  ];
}
