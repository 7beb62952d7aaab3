import type { HelmValue } from "../core/helm-values";

const STATE = "/var/lib/otelcol";

/** Folder that survives the container: queues and read positions. */
export const STATE_FOLDER = STATE;

/**
 * A store on disk. A corrupt file is set aside instead of ending in a crash loop, and every write is flushed.
 * @see https://github.com/open-telemetry/opentelemetry-collector-contrib/tree/main/extension/storage/filestorage
 */
export function fileStorage(folder: string): HelmValue {
  const directory = `${STATE}/${folder}`;
  return {
    directory,
    create_directory: true,
    fsync: true,
    recreate: true,
    timeout: "5s",
    compaction: { on_rebound: true, directory, cleanup_on_start: true },
  };
}

/** How much a queue on disk holds and how it is emptied. */
export interface QueueSize {
  readonly queueBytes: number;
  readonly minBatchBytes: number;
  readonly maxBatchBytes: number;
  readonly consumers: number;
}

/** Opening a store takes up to two seconds a GiB, and until then no probe is answered. */
const LARGEST_QUEUE_BYTES = 2 ** 32;

/**
 * How much may wait on a volume of its own: half of it, as a full disk is no full queue. A store needs room even to
 * delete; on a disk without any it keeps what it has delivered, and loses what it has in hand when it is killed.
 */
export function queueBytesOn(volumeBytes: number): number {
  return Math.min(volumeBytes / 2, LARGEST_QUEUE_BYTES);
}

/** A queue on disk that holds its senders back when it is full, and batches what leaves it. */
export function durableQueue(storage: string, size: QueueSize): HelmValue {
  return {
    enabled: true,
    storage,
    sizer: "bytes",
    queue_size: size.queueBytes,
    num_consumers: size.consumers,
    block_on_overflow: true,
    batch: {
      flush_timeout: "1s",
      sizer: "bytes",
      min_size: size.minBatchBytes,
      max_size: size.maxBatchBytes,
    },
  };
}

/** Retries until the other side is back: what is on disk is never given up. */
export const RETRY_WITHOUT_END: HelmValue = {
  enabled: true,
  initial_interval: "1s",
  max_interval: "30s",
  max_elapsed_time: "0s",
};
