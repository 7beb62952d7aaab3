import type { Construct } from "constructs";
import { KUBERNETES_API, KUBERNETES_API_PORTS, type Outsider } from "./outsider";
import type { InNetwork, Workload } from "./workload";

/** Either end of a connection. */
export type Peer = Workload | Outsider;

/** Who opens a connection to whom, and what for. */
interface Connection {
  /** Opens the connection. */
  readonly from: Peer;
  readonly to: Peer;
  /** Port of the pods, not of a Service; `any` where only the other side knows it. */
  readonly port: number | "any";
  /** @default "TCP" */
  readonly protocol?: "TCP" | "UDP";
  /** What goes over it, in a few words. */
  readonly purpose: string;
}

/** `mutual` where both ends show a certificate, `server` where only the one that is called does. */
interface Encrypted {
  readonly tls: "mutual" | "server";
  /** What a reader must know beside it. @default - nothing */
  readonly note?: string;
}

/** Without TLS; there is no such connection without a reason. */
interface InClearText {
  readonly tls: "none";
  /** Why it is so. */
  readonly note: string;
}

/** How a connection is protected. */
export type Protection = Encrypted | InClearText;

/** A connection that is allowed; what no edge allows is denied. */
export type Edge = Connection & Protection;

const EDGE = "qms-observability/edge";

/** Notes edges down at a construct; `NetworkPolicies` of the same stack allows them. */
export function declareEdges(construct: Construct, ...edges: readonly Edge[]): void {
  edges.forEach((edge) => {
    construct.node.addMetadata(EDGE, edge);
  });
}

/** Every edge that was declared at a scope or below. */
export function edgesBelow(scope: Construct): readonly Edge[] {
  return scope.node
    .findAll()
    .flatMap(({ node }) => node.metadata.filter(({ type }) => type === EDGE).map(({ data }) => data as Edge));
}

/** Edges of a workload that asks the API server. */
export function toKubernetesApi(from: Workload, purpose: string): readonly Edge[] {
  return KUBERNETES_API_PORTS.map((port) => ({ from, to: KUBERNETES_API, port, tls: "server", purpose }));
}

/** The API server calls a webhook; where from is unknown, so any peer may reach the port, which asks for TLS. */
export function fromKubernetesApi(to: Workload, port: number, purpose: string): Edge {
  return { from: KUBERNETES_API, to, port, tls: "server", purpose };
}

/** True for a workload of the stack. */
export function isWorkload(peer: Peer): peer is Workload {
  return "namespace" in peer;
}

/** The edge of who calls an endpoint at its URL; the endpoint's workload, or else the URL's host name, says where. */
export function edgeTo(from: Peer, endpoint: InNetwork, url: string, purpose: string): Edge {
  const to = endpoint.workload ?? peerByHost(hostOf(url));
  const connection = { from, to, port: portOf(url), purpose };
  return url.startsWith("http://")
    ? { ...connection, tls: "none", note: "the endpoint is not ours, and its address is without TLS" }
    : { ...connection, tls: "server" };
}

/** The port that a URL names, or the one of its scheme. */
export function portOf(url: string): number {
  const port = /:(\d+)(\/|$)/.exec(url)?.[1];
  return port === undefined ? (url.startsWith("http://") ? 80 : 443) : Number(port);
}

/** The host that a URL names. */
export function hostOf(url: string): string {
  return url.replace(/^[a-z]+:\/+/, "").replace(/[:/].*$/, "");
}

/** Pods of the namespace where the name is one of a Service; only the port is known otherwise. */
function peerByHost(host: string): Outsider {
  const namespace = /^[^.]+\.([^.]+)\.svc(\.|$)/.exec(host)?.[1];
  return namespace === undefined ? { name: host } : { name: host, namespaces: [namespace] };
}
