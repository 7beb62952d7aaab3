import type { Artifact } from "./artifact/artifact";
import { isObject, itemsOf, textOf, valueAt, type JsonValue } from "./artifact/json";
import { elasticsearchSetup } from "./artifact/native/elasticsearch";
import { indexSetting } from "./artifact/native/index-setting";
import type { Release } from "./artifact/release";
import { quantityOf } from "./workloads/quantity";

/** Volumes of one kind. */
export interface Volume {
  readonly release: string;
  /** What keeps its data on it. */
  readonly name: string;
  /** Volumes of this kind: one per replica. */
  readonly count: number;
  /** Of each. */
  readonly bytes: number;
}

interface ClaimPlace {
  readonly name: string;
  readonly chart: string;
  /** Path of the claim's specification. */
  readonly claim: string;
  readonly replicas: string;
}

const CLAIM = "volumeClaimTemplate.spec";

const CLAIMS: readonly ClaimPlace[] = [
  {
    name: "prometheus",
    chart: "kube-prometheus-stack",
    claim: `prometheus.prometheusSpec.storageSpec.${CLAIM}`,
    replicas: "prometheus.prometheusSpec.replicas",
  },
  {
    name: "alertmanager",
    chart: "kube-prometheus-stack",
    claim: `alertmanager.alertmanagerSpec.storage.${CLAIM}`,
    replicas: "alertmanager.alertmanagerSpec.replicas",
  },
];

/** Every volume that an artifact claims. */
export function volumesOf(artifact: Artifact): readonly Volume[] {
  return artifact.releases.flatMap((release) => [
    ...CLAIMS.filter(({ chart }) => chart === release.chart).flatMap((place) => claimed(release, place)),
    ...nodeSetVolumes(release),
    ...templateVolumes(release),
    ...persistence(release),
  ]);
}

/** Copies of each shard of logs, the primary one included. */
export function logCopies(artifact: Artifact): number {
  const replicas = elasticsearchSetup(artifact)
    .filter(({ type }) => type === "component-template")
    .map(({ document }) => indexSetting(valueAt(document, "template.settings"), "number_of_replicas"))
    .map((replicas) => quantityOf(replicas) ?? 0);
  return 1 + Math.max(0, ...replicas);
}

function claimed(
  { name: release, values }: Release,
  { claim, name, replicas }: ClaimPlace,
): readonly Volume[] {
  const count = valueAt(values, replicas);
  return volume(release, name, typeof count === "number" ? count : 1, valueAt(values, claim));
}

function nodeSetVolumes({ chart, name: release, values }: Release): readonly Volume[] {
  if (chart !== "eck-elasticsearch") return [];
  return itemsOf(values.nodeSets).flatMap((nodeSet) => {
    const count = quantityOf(valueAt(nodeSet, "count")) ?? 1;
    const [claim] = itemsOf(valueAt(nodeSet, "volumeClaimTemplates"));
    return volume(release, release, count, valueAt(claim, "spec"));
  });
}

/** `volumeClaimTemplates` of a collector and of Logstash. */
function templateVolumes({ name: release, values }: Release): readonly Volume[] {
  const count = quantityOf(values.replicaCount) ?? quantityOf(values.count) ?? 1;
  const templates = itemsOf(
    valueAt(values, "statefulset.volumeClaimTemplates") ?? values.volumeClaimTemplates,
  );
  return templates.flatMap((claim) => volume(release, release, count, valueAt(claim, "spec")));
}

function persistence({ name: release, values }: Release): readonly Volume[] {
  const claim = values.persistence;
  if (!isObject(claim) || claim.enabled !== true) return [];
  return volume(release, release, 1, { resources: { requests: { storage: textOf(claim.size) ?? "" } } });
}

function volume(
  release: string,
  name: string,
  count: number,
  claim: JsonValue | undefined,
): readonly Volume[] {
  const bytes = quantityOf(valueAt(claim, "resources.requests.storage"));
  return bytes === undefined ? [] : [{ release, name, count, bytes }];
}
