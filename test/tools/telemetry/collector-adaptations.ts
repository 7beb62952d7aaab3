import { type JsonValue, mapTexts } from "../../../assurance/artifact/json";
import { LOG_BACKEND_CA_FOLDER } from "../../../constructs/telemetry/backend-exporters";
import { CONTAINER_LOG_FOLDER } from "../../../constructs/telemetry/agent-receivers";
import { PORTS } from "../../../constructs/telemetry/endpoints";
import type { Adaptation } from "./adaptation";
import type { Addresses } from "./loopback";

/** Where the parts of a lab listen and keep their files. */
export interface Place {
  readonly addresses: Addresses;
  readonly tlsFolder: string;
  readonly podLogs: string;
}

/** Port of the store of logs, as Elasticsearch has it. */
export const LOG_STORE_PORT = 9200;

const TLS_FOLDER = "/etc/otelcol/tls";

/** Replaces a text wherever it occurs, and keeps the value where it does not. */
export function replacing(from: string, to: string): (was: JsonValue) => JsonValue {
  return (was) => {
    const is = mapTexts(was, (text) => text.replaceAll(from, to));
    return JSON.stringify(is) === JSON.stringify(was) ? was : is;
  };
}

/** What an agent needs beyond what makes its configuration valid here. */
export function agentAdaptations({ addresses, podLogs, tlsFolder }: Place): readonly Adaptation[] {
  const gateway = `${addresses.gateway}:${PORTS.otlpGrpc}`;
  return [
    ...[
      ["exporters", "load_balancing", "protocol", "otlp", "tls"],
      ["exporters", "otlp_grpc/gateway", "tls"],
      ["exporters", "prometheus", "tls"],
      ["receivers", "otlp", "protocols", "*", "tls"],
      ["receivers", "zipkin", "tls"],
    ].map((at) => certificate(at, tlsFolder)),
    {
      at: ["exporters", "otlp_grpc/gateway", "endpoint"],
      why: "the gateway's address",
      to: () => `dns:///${gateway}`,
    },
    {
      at: ["exporters", "load_balancing", "resolver"],
      why: "replicas are asked of the API server with the account of a pod",
      to: () => ({ static: { hostnames: [gateway] } }),
    },
    {
      at: ["processors", "k8s_attributes", "auth_type"],
      why: "there is no account of a pod",
      to: () => "kubeConfig",
    },
    ...["include", "exclude"].map((key) => ({
      at: ["receivers", "file_log/pods", key],
      why: "folder of the containers' logs",
      to: replacing(CONTAINER_LOG_FOLDER, podLogs),
    })),
  ];
}

/** What a gateway needs beyond what makes its configuration valid here. */
export function gatewayAdaptations({ addresses, tlsFolder }: Place): readonly Adaptation[] {
  return [
    ...[
      ["exporters", "otlp_grpc/jaeger", "tls"],
      ["exporters", "prometheus", "tls"],
      ["receivers", "otlp", "protocols", "*", "tls"],
    ].map((at) => certificate(at, tlsFolder)),
    {
      at: ["exporters", "elasticsearch/logs", "tls"],
      why: "files of the certificate",
      to: replacing(LOG_BACKEND_CA_FOLDER, tlsFolder),
    },
    {
      at: ["exporters", "elasticsearch/logs", "endpoints"],
      why: "the store's address",
      to: () => [`https://${addresses.elasticsearch}:${LOG_STORE_PORT}`],
    },
    {
      at: ["exporters", "otlp_grpc/jaeger", "endpoint"],
      why: "Jaeger's address",
      to: () => `${addresses.jaeger}:${PORTS.otlpGrpc}`,
    },
  ];
}

function certificate(at: readonly string[], folder: string): Adaptation {
  return { at, why: "files of the certificate", to: replacing(TLS_FOLDER, folder) };
}
