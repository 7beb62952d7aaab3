/**
 * Key of the body below which the reader of container logs puts a line in which no sensitive value can be. Redaction
 * passes it over.
 */
export const CLEAN_KEY = "obs_clean";

/**
 * Keys whose values maskers may pass over, because the reader of container logs alone writes them. What applications
 * send below them is renamed or deleted first; every other key, `service.version` and `trace_id` too, they can fill
 * with what they like.
 */
export const UNMASKED_KEYS = [
  ...["log.iostream", "logtag", "log.file.path", "log.file.record_offset"],
  CLEAN_KEY,
] as const;
