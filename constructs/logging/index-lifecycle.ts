import type { estypes } from "@elastic/elasticsearch";
import { type HelmValues, mergeValues } from "../core/helm-values";
import { LOG_DATA_STREAMS } from "./log-data-streams";

/** How long logs are kept, and in how many copies. */
export interface LogLifecycle {
  readonly retentionDays: number;
  /** Copies of each shard beside the primary one. */
  readonly replicas: number;
}

/**
 * Name of the lifecycle policy. It does not tell the days: a longer retention changes the policy in place, and the
 * indices that follow it need not be moved.
 */
export const LOG_POLICY = "qms-logs";

/** Component template that every data stream of the collectors composes. */
export const COLLECTOR_TEMPLATE = "logs-otel@custom";

/** Component template of the data streams that Logstash writes. */
export const LEGACY_TEMPLATE = "logs-legacy@custom";

/** Index template of the data streams that Logstash writes. */
export const LEGACY_INDEX_TEMPLATE = "logs-legacy";

/** Age at which a backing index is closed and the next one begun. */
export const ROLLOVER_DAYS = 1;

/** Age at which a backing index is merged into one segment, if it lives that long. */
const WARM_DAYS = 7;

const META = { managed_by: "qms-observability" };

/** An age in whole days, as Elasticsearch writes it. */
export function days(count: number): string {
  return `${String(count)}d`;
}

/**
 * The lifecycle policy of logs.
 *
 * Ages count from rollover, so a record stays between `retentionDays` and one day more. Rollover by size alone
 * would keep the records of a quiet stream for as long as the stream takes to fill an index; the size limit beside
 * the age can only roll over earlier, which begins the same count anew and deletes nothing early.
 * @see https://www.elastic.co/docs/manage-data/lifecycle/index-lifecycle-management/index-lifecycle
 */
export function logLifecyclePolicy(retentionDays: number): HelmValues {
  const warmDays = Math.min(WARM_DAYS, retentionDays - 1);
  return {
    policy: {
      _meta: META,
      phases: {
        hot: {
          min_age: "0ms",
          actions: {
            rollover: { max_age: days(ROLLOVER_DAYS), max_primary_shard_size: "50gb" },
            set_priority: { priority: 100 },
          },
        },
        warm: {
          min_age: days(warmDays),
          actions: { forcemerge: { max_num_segments: 1 }, set_priority: { priority: 50 } },
        },
        delete: { min_age: days(retentionDays), actions: { delete: {} } },
      },
    },
  } satisfies Pick<estypes.IlmPutLifecycleRequest, "policy">;
}

/**
 * The component template that names the policy, for the data streams that compose it.
 *
 * The built-in `logs-otel@template` (priority 120, `logs-*.otel-*`) composes `logs-otel@custom` after
 * `logs@settings`, whose own policy `logs@lifecycle` never deletes.
 */
export function logComponentTemplate({ retentionDays, replicas }: LogLifecycle): HelmValues {
  return {
    template: {
      settings: logIndexSettings(replicas),
      data_stream_options: failureStoreOptions(retentionDays),
    },
    _meta: META,
  } satisfies Pick<estypes.ClusterPutComponentTemplateRequest, "template" | "_meta">;
}

/**
 * The component template of Logstash's data streams: the same, and its fields, which are those of the collectors' records.
 * Attributes are found by their own names too, those of the sender first, as the built-in templates of the collectors'
 * data streams have it.
 */
export function legacyComponentTemplate(lifecycle: LogLifecycle): HelmValues {
  const attributes = (priority: number): HelmValues =>
    ({ type: "passthrough", dynamic: true, priority }) satisfies estypes.MappingProperty;
  const properties = {
    severity_text: { type: "keyword" },
    severity_number: { type: "byte" },
    trace_id: { type: "keyword" },
    span_id: { type: "keyword" },
    body: { properties: { text: { type: "match_only_text" } } },
    attributes: attributes(20),
    resource: { properties: { attributes: attributes(40) } },
  };
  return mergeValues(logComponentTemplate(lifecycle), { template: { mappings: { properties } } });
}

/** Settings that every backing index of a log data stream has, those that exist already included. */
export function logIndexSettings(replicas: number): HelmValues {
  // A data stream may carry a lifecycle of its own beside the policy; the policy wins.
  const lifecycle = { name: LOG_POLICY, prefer_ilm: true };
  return {
    index: { lifecycle, number_of_replicas: replicas },
  } satisfies estypes.IndicesIndexSettingsKeys;
}

/**
 * What a data stream does with records that it cannot index: it keeps them as long as the others, and up to
 * a week more, because an index is deleted when its newest record is old enough and takes records for that long (up to
 * 90 days of retention; beyond, for 30 days). Without a retention of their own Elasticsearch deletes them after a month.
 * @see https://github.com/elastic/elasticsearch/pull/127573
 */
export function failureStoreOptions(retentionDays: number): HelmValues {
  return {
    failure_store: { enabled: true, lifecycle: { enabled: true, data_retention: days(retentionDays) } },
  } satisfies estypes.IndicesDataStreamOptionsTemplate;
}

/**
 * The index template of Logstash's data streams.
 *
 * Without it they would fall to the built-in `logs@template` (`logs-*-*`), which can be customised only through
 * `logs@custom`. That component is composed by every `logs-*` data stream of the cluster, of other teams and of
 * Elastic's integrations too, and deleting their records is not ours to decide. A template of higher priority for
 * exactly our names reaches these and no others. Elastic's integrations begin at 200.
 */
export function legacyIndexTemplate(): HelmValues {
  return {
    index_patterns: [LOG_DATA_STREAMS.legacy, LOG_DATA_STREAMS.rejected],
    priority: 150,
    data_stream: {},
    allow_auto_create: true,
    composed_of: ["logs@mappings", "logs@settings", LEGACY_TEMPLATE, "ecs@mappings"],
    _meta: META,
  } satisfies Omit<estypes.IndicesPutIndexTemplateRequest, "name">;
}
