import type { Construct } from "constructs";
import { ConfigurationError } from "../../mandate";
import type { HelmValues } from "../core/helm-values";
import { VOLUME_SIZE_FORM, volumeBytes } from "../core/volume-size";

const MEBIBYTE = 2 ** 20;

/** Smaller volumes would hold a few pages of the queue and block at once. */
const LEAST_MEBIBYTES = 512;

/**
 * Settings of Logstash's queues on disk, so that both fit on the volume: half of it for records on their way, a
 * quarter for rejected ones. A full queue holds the senders back; the oldest rejected records give way.
 * @throws ConfigurationError when the size is none, or too small.
 */
export function logstashQueues(scope: Construct, storageSize: string): HelmValues {
  const size = (volumeBytes(storageSize) ?? 0) / MEBIBYTE;
  if (size < LEAST_MEBIBYTES) {
    throw new ConfigurationError("Logstash cannot be built", [
      {
        where: `${scope.node.path}: storageSize`,
        what: "is no size of a volume that its queues fit on",
        found: JSON.stringify(storageSize),
        allowed: `${VOLUME_SIZE_FORM}, ${String(LEAST_MEBIBYTES)}Mi or more`,
      },
    ]);
  }
  return {
    "log.format": "json",
    "pipeline.ecs_compatibility": "v8",
    "queue.type": "persisted",
    "queue.max_bytes": `${String(Math.floor(size / 2))}mb`,
    "dead_letter_queue.enable": true,
    "dead_letter_queue.max_bytes": `${String(Math.floor(size / 4))}mb`,
    "dead_letter_queue.storage_policy": "drop_older",
  };
}
