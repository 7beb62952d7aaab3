import type { HelmValue } from "../core/helm-values";
import { durableQueue, RETRY_WITHOUT_END } from "./durable-queue";
import type { LogBackend, TraceBackend } from "./endpoints";
import { CLIENT_TLS } from "./tls-files";

/** Folder of the authority that signed the certificate of Elasticsearch. */
export const LOG_BACKEND_CA_FOLDER = "/etc/otelcol/logs-ca";

/** Environment variables with the credentials for the store of logs. */
export const LOG_BACKEND_USER = "ES_USER";
export const LOG_BACKEND_PASSWORD = "ES_PASSWORD";

/** Sends traces; what the backend does not take waits on disk. */
export function toTraceBackend(backend: TraceBackend, queueBytes: number): HelmValue {
  return {
    endpoint: backend.otlpEndpoint,
    tls: CLIENT_TLS,
    retry_on_failure: RETRY_WITHOUT_END,
    sending_queue: durableQueue("file_storage/queue", {
      queueBytes,
      minBatchBytes: 500_000,
      maxBatchBytes: 3_000_000,
      consumers: 4,
    }),
  };
}

/**
 * Sends logs, and answers the agent only when Elasticsearch has them: this exporter gives data up after its retries,
 * so the queue that lasts is the agent's. Retries end inside the agent's timeout, or records would be doubled.
 * @see https://github.com/open-telemetry/opentelemetry-collector-contrib/issues/45747
 */
export function toLogBackend(backend: LogBackend): HelmValue {
  return {
    endpoints: [backend.url],
    user: `\${env:${LOG_BACKEND_USER}}`,
    password: `\${env:${LOG_BACKEND_PASSWORD}}`,
    tls: { ca_file: `${LOG_BACKEND_CA_FOLDER}/ca.crt` },
    compression: "gzip",
    // A document that is sent again is refused as known, which is no error.
    logs_dynamic_id: { enabled: true },
    suppress_conflict_errors: true,
    // Documents in the collector's own log would leave the way that the audit knows.
    include_source_on_error: false,
    retry: {
      enabled: true,
      max_retries: 3,
      initial_interval: "200ms",
      max_interval: "2s",
      retry_on_status: [429, 500, 502, 503, 504],
    },
    sending_queue: {
      enabled: true,
      wait_for_result: true,
      block_on_overflow: true,
      sizer: "bytes",
      queue_size: 50_000_000,
      num_consumers: 10,
      batch: { flush_timeout: "1s", sizer: "bytes", min_size: 1_000_000, max_size: 5_000_000 },
    },
  };
}
