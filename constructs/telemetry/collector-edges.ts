import { type Edge, edgeTo, type Protection, toKubernetesApi } from "../security/edge";
import { ANY_POD, NODES } from "../security/outsider";
import type { Relaxation } from "../security/relaxation";
import type { Workload } from "../security/workload";
import { type GatewayEndpoint, PORTS, type TraceBackend } from "./endpoints";

const KUBELET_PORT = 10250;

/** What `allowPlaintextOtlp` makes weaker. */
export const PLAINTEXT_OTLP: Relaxation = {
  prop: "allowPlaintextOtlp",
  effect: "applications send their telemetry to the agent of their node without TLS",
};

/** Connections of agents but those to the gateway: whoever sends, the API server, the node's kubelet. */
export function agentEdges(
  agent: Workload,
  options: { readonly allowPlaintextOtlp: boolean; readonly kubeletMetrics: boolean },
): readonly Edge[] {
  const senders = [PORTS.otlpGrpc, PORTS.otlpHttp, PORTS.zipkin].map((port): Edge => {
    const connection = { from: ANY_POD, to: agent, port, purpose: "telemetry of applications" };
    return { ...connection, ...fromApplications(options.allowPlaintextOtlp) };
  });
  const kubelet: Edge = {
    from: agent,
    to: NODES,
    port: KUBELET_PORT,
    tls: "server",
    purpose: "usage of pods, containers, volumes",
    note: "with a token, on the agent's own node; the kubelet's certificate is not verified",
  };
  return [
    ...senders,
    ...toKubernetesApi(agent, "names and labels of pods; replicas of the gateway"),
    ...(options.kubeletMetrics ? [kubelet] : []),
  ];
}

function fromApplications(plaintext: boolean): Protection {
  return plaintext
    ? { tls: "none", note: "allowPlaintextOtlp is set; the traffic stays on the node" }
    : { tls: "server", note: "the Service leads to the agent of the sender's own node" };
}

/** Collectors and the gateway show each other their certificates. */
export function toGatewayEdge(from: Workload, gateway: GatewayEndpoint, purpose: string): Edge {
  const url = `https://${gateway.serviceName}.${gateway.namespace}.svc:${PORTS.otlpGrpc}`;
  return mutual(edgeTo(from, gateway, url, purpose));
}

/** So do the gateway and a store of traces. */
export function toTracesEdge(from: Workload, backend: TraceBackend): Edge {
  return mutual(edgeTo(from, backend, `https://${backend.otlpEndpoint}`, "sampled traces"));
}

function mutual({ from, to, port, purpose }: Edge): Edge {
  return { from, to, port, purpose, tls: "mutual" };
}
