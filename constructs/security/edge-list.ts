import { stringify } from "safe-stable-stringify";
import type { Manifest } from "../core/manifest-bundle";
import type { Edge } from "./edge";
import { peerKey } from "./network-policy";

/** Name of the ConfigMap with every edge of a stack, and the label by which its readers find it. */
export const EDGE_LIST = { name: "network-edges", label: "observability.qms/network-edges" } as const;

/** The edges of a stack as a ConfigMap: what policies cannot say, such as TLS and purpose, one entry for each edge. */
export function edgeList(namespace: string, edges: readonly Edge[]): Manifest {
  return {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name: EDGE_LIST.name, namespace, labels: { [EDGE_LIST.label]: "true" } },
    data: Object.fromEntries(edges.map((edge) => [edgeKey(edge), stringify(written(edge))])),
  };
}

/** What tells edges apart, in letters that a key of a ConfigMap can have. */
export function edgeKey({ from, to, port, protocol = "TCP" }: Edge): string {
  const key = `${peerKey(from)}--${peerKey(to)}--${String(port)}-${protocol.toLowerCase()}`;
  return key.replaceAll(/[^a-zA-Z0-9._-]/g, "_");
}

function written({ from, to, port, protocol = "TCP", tls, purpose, note }: Edge) {
  return {
    from: peerKey(from),
    to: peerKey(to),
    port,
    protocol,
    tls,
    purpose,
    ...(note === undefined ? {} : { note }),
  };
}
