import { Construct } from "constructs";
import type { InNetwork } from "../security/workload";

/** Ports of the protocols that collectors speak. */
export const PORTS = { otlpGrpc: 4317, otlpHttp: 4318, zipkin: 9411, health: 13133 } as const;

/** The gateway as agents see it: a headless Service, so that each replica can be addressed. */
export interface GatewayEndpoint extends InNetwork {
  readonly serviceName: string;
  readonly namespace: string;
}

/**
 * Where applications send: the Service leads to the agent of their own node. Over HTTPS they verify it by the ConfigMap
 * `observability-ca` of their own namespace.
 */
export interface AgentEndpoint {
  readonly otlpGrpcUrl: string;
  readonly otlpHttpUrl: string;
}

/** The agents of this stack, for who sends to them from a stack of their own. */
export function agentIn(namespace: string, serviceName = "otel-agent"): AgentEndpoint {
  return {
    otlpGrpcUrl: `https://${serviceName}.${namespace}.svc:${PORTS.otlpGrpc}`,
    otlpHttpUrl: `https://${serviceName}.${namespace}.svc:${PORTS.otlpHttp}`,
  };
}

/** A store of traces that speaks OTLP over gRPC and mutual TLS with certificates of the internal authority. */
export interface TraceBackend extends InNetwork {
  /** Host and port, such as `jaeger.observability.svc:4317`; the host must be a name of its certificate. */
  readonly otlpEndpoint: string;
}

/** A store of logs that speaks the bulk protocol of Elasticsearch over HTTPS. */
export interface LogBackend extends InNetwork {
  /** Such as `https://elasticsearch-es-http.observability.svc:9200`. */
  readonly url: string;
  /** Secret in the gateway's namespace with the authority of the server's certificate, key `ca.crt`. */
  readonly caSecretName: string;
  /** Secret in the gateway's namespace with `username` and `password` of the user that writes for the collectors. */
  userSecretName(writer: "collector"): string;
}

/** The construct behind an endpoint, to wait for; none when somebody else owns it. */
export function constructsBehind(endpoint: object): readonly Construct[] {
  return Construct.isConstruct(endpoint) ? [endpoint] : [];
}
