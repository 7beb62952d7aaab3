import type { HelmValue } from "../core/helm-values";
import { durableQueue, RETRY_WITHOUT_END } from "./durable-queue";
import { type GatewayEndpoint, PORTS } from "./endpoints";
import { CLIENT_TLS } from "./tls-files";

/**
 * What is not answered by then is sent again, although it may have arrived: documents have ids, spans have none and
 * would count twice. A gateway that is too busy refuses at once, so only one that hangs takes so long.
 */
const ANSWERED_WITHIN = "30s";

/**
 * Sends to any replica of the gateway. The queue on disk keeps what cannot be delivered, as long as it takes; when it
 * is full, the readers stop, and the kubelet's rotated files become the buffer.
 */
export function toGateway(gateway: GatewayEndpoint): HelmValue {
  return {
    endpoint: `dns:///${gateway.serviceName}.${gateway.namespace}.svc:${PORTS.otlpGrpc}`,
    balancer_name: "round_robin",
    compression: "zstd",
    tls: CLIENT_TLS,
    timeout: ANSWERED_WITHIN,
    retry_on_failure: RETRY_WITHOUT_END,
    sending_queue: durableQueue("file_storage/queue", {
      queueBytes: 2 ** 31,
      minBatchBytes: 1_000_000,
      maxBatchBytes: 4_000_000,
      consumers: 8,
    }),
  };
}

/**
 * Sends all spans of a trace to the same replica, which alone can judge the whole trace. Queue and retries stand at
 * this level only: on both levels spans would be doubled, on none they would be lost when replicas change.
 * @see https://github.com/open-telemetry/opentelemetry-collector-contrib/issues/44191
 */
export function toGatewayByTrace(gateway: GatewayEndpoint): HelmValue {
  return {
    routing_key: "traceID",
    // Around all replicas that a batch is divided among; 5 s unless it is said here too.
    timeout: ANSWERED_WITHIN,
    protocol: {
      otlp: {
        tls: CLIENT_TLS,
        timeout: ANSWERED_WITHIN,
        sending_queue: { enabled: false },
        retry_on_failure: { enabled: false },
      },
    },
    resolver: {
      k8s: {
        service: `${gateway.serviceName}.${gateway.namespace}`,
        ports: [PORTS.otlpGrpc],
        // Names instead of addresses, because the certificate holds names.
        return_hostnames: true,
      },
    },
    retry_on_failure: RETRY_WITHOUT_END,
    sending_queue: {
      enabled: true,
      storage: "file_storage/queue",
      // Requests differ in size by a factor of thousands; a number of them would bound nothing.
      sizer: "bytes",
      queue_size: 2 ** 30,
      num_consumers: 8,
    },
  };
}
