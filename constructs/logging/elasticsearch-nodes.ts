import type { Profile } from "../core/chart-values";
import type { HelmValue, HelmValues } from "../core/helm-values";
import { PRIORITIES } from "../platform/priority-classes";
import { spread } from "../platform/spread";

/** What the nodes of an Elasticsearch cluster are made of. */
export interface ElasticsearchNodesOptions {
  readonly clusterName: string;
  readonly profile: Profile;
  readonly storageSize: string;
  readonly storageClassName?: string;
  readonly memory?: string;
  readonly cpu?: string;
  readonly zones?: readonly string[];
  readonly memoryMapping?: boolean;
}

interface Size {
  readonly nodes: number;
  /** Copies of each shard beside the primary one. */
  readonly replicas: number;
  /** Of each node; Elasticsearch takes half of it as heap. */
  readonly memory: string;
  readonly cpu: string;
}

/**
 * How full a node's disk may become: above `low` it gets no further shard, above `high` shards leave it, above `flood`
 * its indices become read-only. Set as they are by default, because only then they hold on large disks too, where
 * Elasticsearch otherwise looks at what is free instead.
 * @see https://www.elastic.co/docs/reference/elasticsearch/configuration-reference/cluster-level-shard-allocation-routing-settings
 */
export const DISK_WATERMARKS = { low: 0.85, high: 0.9, flood: 0.95 } as const;

/** Three nodes are the fewest that elect a master after the loss of one. */
export const ELASTICSEARCH_SIZES: Readonly<Record<Profile, Size>> = {
  single: { nodes: 1, replicas: 0, memory: "1536Mi", cpu: "250m" },
  "high-availability": { nodes: 3, replicas: 1, memory: "8Gi", cpu: "1" },
};

/**
 * The operator's node sets: one, of equal nodes with all roles. They are a list, which Helm replaces as a whole, so
 * they come from here alone.
 * @see https://www.elastic.co/docs/deploy-manage/deploy/cloud-on-k8s/node-configuration
 */
export function elasticsearchNodes(options: ElasticsearchNodesOptions): readonly HelmValue[] {
  const size = ELASTICSEARCH_SIZES[options.profile];
  return [
    {
      name: "default",
      count: size.nodes,
      config: nodeConfig(options),
      ...zoneAwareness(options),
      podTemplate: { spec: podSpec(options, size) },
      volumeClaimTemplates: [volumeClaim("elasticsearch-data", options)],
    },
  ];
}

/** A claim of a stateful set; the operator expects fixed names for its data volumes. */
export function volumeClaim(
  name: string,
  { storageSize, storageClassName }: Pick<ElasticsearchNodesOptions, "storageSize" | "storageClassName">,
): HelmValue {
  return {
    metadata: { name },
    spec: {
      accessModes: ["ReadWriteOnce"],
      ...(storageClassName === undefined ? {} : { storageClassName }),
      resources: { requests: { storage: storageSize } },
    },
  };
}

/** Copies of a shard stand in different zones; the operator reads the zone of each node from its label. */
function zoneAwareness({ profile, zones }: ElasticsearchNodesOptions): HelmValues {
  const aware = { topologyKey: "topology.kubernetes.io/zone", ...(zones === undefined ? {} : { zones }) };
  return profile === "high-availability" || zones !== undefined ? { zoneAwareness: aware } : {};
}

function nodeConfig({ memoryMapping = false }: ElasticsearchNodesOptions): HelmValues {
  return {
    // All that this stack asks of a node: not machine learning, transforms or searches in other clusters.
    "node.roles": ["master", "data", "ingest"],
    ...watermarks(),
    // Needs `vm.max_map_count` of the node, which only a privileged container could raise.
    "node.store.allow_mmap": memoryMapping,
    // Not part of the Basic licence, and it keeps memory for itself.
    "xpack.ml.enabled": false,
    // Databases of addresses are fetched from the vendor's servers otherwise.
    "ingest.geoip.downloader.enabled": false,
  };
}

function watermarks(): HelmValues {
  const { low, high, flood } = DISK_WATERMARKS;
  return Object.fromEntries(
    Object.entries({ low, high, flood_stage: flood }).map(([name, share]) => [
      `cluster.routing.allocation.disk.watermark.${name}`,
      `${share * 100}%`,
    ]),
  );
}

function podSpec(options: ElasticsearchNodesOptions, size: Size): HelmValues {
  const { profile, clusterName, memory = size.memory, cpu = size.cpu } = options;
  const labels = { "elasticsearch.k8s.elastic.co/cluster-name": clusterName };
  return {
    automountServiceAccountToken: false,
    priorityClassName: PRIORITIES.backends,
    ...(profile === "high-availability" ? { topologySpreadConstraints: spread(labels) } : {}),
    containers: [{ name: "elasticsearch", resources: { requests: { cpu, memory }, limits: { memory } } }],
  };
}
