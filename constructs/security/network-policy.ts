import type { HelmValue, HelmValues } from "../core/helm-values";
import type { Manifest } from "../core/manifest-bundle";
import { type Edge, isWorkload, type Peer } from "./edge";
import type { Addresses, Outsider } from "./outsider";
import { NAMESPACE_NAME, type Workload } from "./workload";

/** Annotation of a policy with the Services that lead to its pods, separated by commas. */
export const SERVICES_ANNOTATION = "observability.qms/services";

const LABELS = { "app.kubernetes.io/part-of": "qms-observability" };

/** Denies everything that no other policy allows, in both directions, to every pod of a namespace. */
export function defaultDeny(namespace: string): Manifest {
  return policy("default-deny", namespace, { podSelector: {}, policyTypes: ["Ingress", "Egress"] });
}

/** Allows a workload what the edges say, and denies it the rest, wherever it runs. */
export function workloadPolicy(workload: Workload, edges: readonly Edge[], addresses: Addresses): Manifest {
  const { name, namespace, podLabels, services = [name] } = workload;
  const ingress = edges.filter(({ to }) => isSame(to, workload));
  const egress = edges.filter(({ from }) => isSame(from, workload));
  return policy(
    name,
    namespace,
    {
      podSelector: { matchLabels: podLabels },
      policyTypes: ["Ingress", "Egress"],
      ingress: rules("from", ingress, addresses),
      egress: rules("to", egress, addresses),
    },
    { [SERVICES_ANNOTATION]: services.join(",") },
  );
}

function policy(
  name: string,
  namespace: string,
  spec: HelmValues,
  annotations?: Readonly<Record<string, string>>,
): Manifest {
  return {
    apiVersion: "networking.k8s.io/v1",
    kind: "NetworkPolicy",
    metadata: { name, namespace, labels: LABELS, ...(annotations === undefined ? {} : { annotations }) },
    spec,
  };
}

/** True for the same workload, or the same outsider. */
export function isSame(one: Peer, other: Peer): boolean {
  return peerKey(one) === peerKey(other);
}

/** What tells peers apart: `namespace/name` of a workload, the name of an outsider. */
export function peerKey(peer: Peer): string {
  return isWorkload(peer) ? `${peer.namespace}/${peer.name}` : peer.name;
}

/** One rule for each peer, with all its ports. */
function rules(side: "from" | "to", edges: readonly Edge[], addresses: Addresses): readonly HelmValue[] {
  const peers = new Map(edges.map((edge) => [peerKey(edge[side]), edge[side]]));
  return [...peers.keys()].sort().flatMap((key) => {
    const peer = peers.get(key);
    const selected = peer === undefined ? [] : selectors(peer, addresses);
    const ports = edges.filter((edge) => peerKey(edge[side]) === key).map(portOf);
    return [{ ...(selected.length === 0 ? {} : { [side]: selected }), ports: distinct(ports) }];
  });
}

function portOf({ port, protocol = "TCP" }: Edge): HelmValues {
  return port === "any" ? { protocol } : { protocol, port };
}

function distinct(ports: readonly HelmValues[]): readonly HelmValues[] {
  const byText = new Map(ports.map((port) => [JSON.stringify(port), port]));
  return [...byText.values()].sort((one, other) => order(one) - order(other));
}

function order({ port, protocol }: HelmValues): number {
  return Number(port ?? 0) + (protocol === "TCP" ? 0 : 0.5);
}

function selectors(peer: Peer, addresses: Addresses): readonly HelmValue[] {
  if (isWorkload(peer)) {
    return [pods([peer.namespace], peer.podLabels)];
  }
  const { namespaces, podLabels } = peer;
  const cidrs =
    (addresses as Readonly<Record<string, readonly string[] | undefined>>)[peer.name] ?? peer.cidrs ?? [];
  return [
    ...(namespaces === undefined ? [] : [pods(namespaces, podLabels)]),
    ...cidrs.map((cidr) => ({ ipBlock: { cidr } })),
  ];
}

function pods(namespaces: Outsider["namespaces"], podLabels: Outsider["podLabels"]): HelmValue {
  return {
    namespaceSelector: namespaces === "all" || namespaces === undefined ? {} : named(namespaces),
    ...(podLabels === undefined ? {} : { podSelector: { matchLabels: podLabels } }),
  };
}

function named(namespaces: readonly string[]): HelmValue {
  const [only, ...others] = [...new Set(namespaces)].sort();
  return others.length === 0 && only !== undefined
    ? { matchLabels: { [NAMESPACE_NAME]: only } }
    : {
        matchExpressions: [{ key: NAMESPACE_NAME, operator: "In", values: [...new Set(namespaces)].sort() }],
      };
}
