import { DISK_WATERMARKS } from "../../constructs/logging/elasticsearch-nodes";
import { ROLLOVER_DAYS } from "../../constructs/logging/index-lifecycle";
import { cleanerDays } from "../../constructs/tracing/trace-retention";
import type { LoadFigures } from "./load-figures";

/** A part of what a volume has to hold. */
export interface Share {
  readonly what: string;
  /** The arithmetic, for people. */
  readonly how: string;
  readonly bytes: number;
}

/** What one volume has to be. */
export interface NeededVolume {
  /** Parts of what is on it. */
  readonly shares: readonly Share[];
  /** How full it may become, above 0 and at most 1. */
  readonly fill: number;
  /** Why no fuller. */
  readonly fillReason: string;
  /** Whole GiB. */
  readonly gib: number;
}

const SECONDS_PER_HOUR = 60 * 60;
const HOURS_PER_DAY = 24;
const SECONDS_PER_DAY = HOURS_PER_DAY * SECONDS_PER_HOUR;
const GIB = 2 ** 30;

/**
 * Blocks grow to a tenth of the retention, and go as a whole once their youngest sample is too old.
 * @see https://prometheus.io/docs/prometheus/latest/storage/#compaction
 */
const BLOCK_SHARE = 0.1;

/**
 * The write-ahead log reaches back three hours, with about eight bytes per sample after compression.
 * @see https://www.robustperception.io/how-much-space-does-the-wal-take-up/
 */
const WAL_HOURS = 3;
const WAL_BYTES_PER_SAMPLE = 8;

/** Above it Elasticsearch puts no new index on a node. */
const LOW_WATERMARK = DISK_WATERMARKS.low;

/** Spans are deleted by the day, after the one on which the cleaner's count has passed. */
const SPAN_DAYS_BEYOND = cleanerDays(0) + 1;

/** A hundredth of all requests is slower than the 99th percentile, and their traces are kept. */
const SLOW_SHARE = 1 / 100;

/** What a Prometheus has to hold. */
export function prometheusVolume(
  load: LoadFigures,
  { retentionDays, fill }: { readonly retentionDays: number; readonly fill: number },
): NeededVolume {
  const { activeSeries, bytesPerSample, scrapeIntervalSeconds } = load;
  const perSecond = activeSeries / scrapeIntervalSeconds;
  const samples = perSecond * SECONDS_PER_DAY * retentionDays * bytesPerSample;
  return volume(
    [
      {
        what: "samples",
        how:
          `${count(activeSeries)} series every ${count(scrapeIntervalSeconds)} s ` +
          `for ${count(retentionDays)} days at ${count(bytesPerSample)} bytes`,
        bytes: samples,
      },
      {
        what: "blocks that are not yet deleted",
        how: `${percent(BLOCK_SHARE)} of the retention, because blocks go as a whole`,
        bytes: samples * BLOCK_SHARE,
      },
      {
        what: "write-ahead log",
        how: `${WAL_HOURS} hours at ${WAL_BYTES_PER_SAMPLE} bytes per sample`,
        bytes: perSecond * WAL_HOURS * SECONDS_PER_HOUR * WAL_BYTES_PER_SAMPLE,
      },
    ],
    { fill, fillReason: "VolumeDiskHigh fires above it" },
  );
}

/**
 * What a series takes in memory with its labels, its newest samples and the queries on it, and Prometheus without any.
 * @see https://www.robustperception.io/how-much-ram-does-prometheus-2-x-need-for-cardinality-and-ingestion/
 */
const KIB_PER_SERIES = 4;
const BASE_MIB = 300;
const STEP_MIB = 128;

/** Memory that a Prometheus keeps in use, in MiB. */
export function prometheusMemoryMib({ activeSeries }: LoadFigures): number {
  return Math.ceil((BASE_MIB + (activeSeries * KIB_PER_SERIES) / 2 ** 10) / STEP_MIB) * STEP_MIB;
}

/** The arithmetic of {@link prometheusMemoryMib}, for people. */
export function prometheusMemoryReason({ activeSeries }: LoadFigures): string {
  return `${count(activeSeries)} series at ${KIB_PER_SERIES} KiB beside ${BASE_MIB} MiB`;
}

/** What an Elasticsearch has to hold, by the mandate and by how it is built. */
export interface ElasticsearchDemand {
  readonly logRetentionDays: number;
  readonly traceRetentionDays: number;
  /** Share of ordinary traces that is kept. */
  readonly samplingRatio: number;
  /** Share of traces that are kept because they failed. */
  readonly errorRatio: number;
  /** Copies of each shard beside the primary one. */
  readonly replicas: number;
  readonly nodes: number;
  /** How full a volume may become before an alert fires. */
  readonly fill: number;
}

/** What one node of Elasticsearch has to hold. */
export function elasticsearchVolume(load: LoadFigures, demand: ElasticsearchDemand): NeededVolume {
  const { fill, nodes, replicas } = demand;
  const copies = (1 + replicas) / nodes;
  const where = `${count(1 + replicas)} ${replicas === 0 ? "copy" : "copies"} on ${count(nodes)} ${nodes === 1 ? "node" : "nodes"}`;
  const shares = [logs(load, demand), spans(load, demand)];
  return volume(
    shares.map(({ how, bytes, ...share }) => ({ ...share, how: `${how}, ${where}`, bytes: bytes * copies })),
    fill < LOW_WATERMARK
      ? { fill, fillReason: "VolumeDiskHigh fires above it" }
      : { fill: LOW_WATERMARK, fillReason: "Elasticsearch puts no new index on a fuller node" },
  );
}

function logs({ logGibPerDay, storedBytesPerLogByte }: LoadFigures, demand: ElasticsearchDemand): Share {
  const days = demand.logRetentionDays + ROLLOVER_DAYS;
  return {
    what: "logs",
    how:
      `${count(logGibPerDay)} GiB a day for ${count(days)} days ` +
      `at ${count(storedBytesPerLogByte)} stored bytes per byte`,
    bytes: logGibPerDay * GIB * days * storedBytesPerLogByte,
  };
}

function spans({ bytesPerSpan, spansPerSecond }: LoadFigures, demand: ElasticsearchDemand): Share {
  const days = demand.traceRetentionDays + SPAN_DAYS_BEYOND;
  const kept = Math.min(1, demand.samplingRatio + demand.errorRatio + SLOW_SHARE);
  return {
    what: "spans",
    how:
      `${percent(kept)} of ${count(spansPerSecond)} spans a second for ${count(days)} days ` +
      `at ${count(bytesPerSpan)} bytes`,
    bytes: spansPerSecond * kept * SECONDS_PER_DAY * days * bytesPerSpan,
  };
}

function volume(
  shares: readonly Share[],
  { fill, fillReason }: Pick<NeededVolume, "fill" | "fillReason">,
): NeededVolume {
  const bytes = shares.reduce((sum, share) => sum + share.bytes, 0);
  return { shares, fill, fillReason, gib: Math.ceil(bytes / fill / GIB) };
}

function count(value: number): string {
  return value.toLocaleString("en", { maximumFractionDigits: 2 });
}

function percent(ratio: number): string {
  return `${count(ratio * 100)} %`;
}
