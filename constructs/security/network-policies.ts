import { TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { type Manifest, ManifestBundle } from "../core/manifest-bundle";
import { type Edge, edgesBelow, isWorkload, type Peer } from "./edge";
import { edgeKey, edgeList } from "./edge-list";
import { defaultDeny, peerKey, workloadPolicy } from "./network-policy";
import { type Addresses, CLUSTER_DNS } from "./outsider";
import { relaxed } from "./relaxation";
import type { Workload } from "./workload";

/** Properties of `NetworkPolicies`. */
export interface NetworkPoliciesProps {
  /** Namespace of the release; policies stand in the namespaces of their pods. */
  readonly namespace: string;
  /**
   * Namespaces that nobody else has pods in: there, pods are cut off that no edge names. In others, only the stack's
   * own pods are confined.
   */
  readonly ownNamespaces: readonly string[];
  /**
   * Address ranges of what stands outside the pods' network.
   * @default - unknown: such connections are confined by their ports alone
   */
  readonly addresses?: Addresses;
  /**
   * Leaves every pod open to every other and to the world; the edges are listed all the same.
   * @default false
   */
  readonly allowAllTraffic?: boolean;
}

const ALL_TRAFFIC = {
  prop: "allowAllTraffic",
  effect: "no network policy confines any pod",
};

/**
 * Default deny, and exactly the edges that the stack's components declare when they are made and wired. Read at
 * synthesis, so that whatever is wired later counts too.
 */
export class NetworkPolicies extends Construct {
  private readonly bundle: ManifestBundle;

  public constructor(scope: Construct, id: string, props: NetworkPoliciesProps) {
    super(scope, id);
    const { namespace } = props;
    this.bundle = new ManifestBundle(this, "network-policies", {
      namespace,
      lateManifests: () => networkManifests(edgesBelow(TerraformStack.of(this)), props),
    });
  }

  /** Makes Terraform finish everything below the given constructs first. */
  public dependsOn(...others: readonly Construct[]): void {
    this.bundle.dependsOn(...others);
  }
}

/** Policies and the list of edges, by their names in a bundle. */
export function networkManifests(
  declared: readonly Edge[],
  props: NetworkPoliciesProps,
): Readonly<Record<string, Manifest>> {
  const { namespace, ownNamespaces, addresses = {}, allowAllTraffic = false } = props;
  const edges = merged(withDns(declared));
  const list = relaxed(edgeList(namespace, edges), allowAllTraffic ? ALL_TRAFFIC : undefined);
  const policies = allowAllTraffic
    ? []
    : [
        ...[...new Set(ownNamespaces)].sort().map(defaultDeny),
        ...workloadsOf(edges).map((workload) => workloadPolicy(workload, edges, addresses)),
      ];
  return {
    "configmap-network-edges": list,
    ...Object.fromEntries(
      policies.map((policy) => [
        `networkpolicy-${policy.metadata.namespace ?? ""}-${policy.metadata.name}`,
        policy,
      ]),
    ),
  };
}

/** One edge for each port between two peers, which may serve several purposes. */
function merged(edges: readonly Edge[]): readonly Edge[] {
  const byKey = new Map<string, Edge>();
  for (const edge of edges) {
    const before = byKey.get(edgeKey(edge));
    byKey.set(edgeKey(edge), before === undefined ? edge : together(before, edge));
  }
  return [...byKey.values()];
}

function together(one: Edge, other: Edge): Edge {
  if (one.tls !== other.tls) {
    throw new Error(`${edgeKey(one)} is declared with TLS "${one.tls}" and "${other.tls}"`);
  }
  const purposes = [...one.purpose.split("; "), ...other.purpose.split("; ")];
  return { ...one, purpose: [...new Set(purposes)].join("; ") };
}

function workloadsOf(edges: readonly Edge[]): readonly Workload[] {
  const workloads = edges.flatMap(({ from, to }): readonly Peer[] => [from, to]).filter(isWorkload);
  return [...new Map(workloads.map((workload) => [peerKey(workload), workload])).values()];
}

/** Whoever opens connections asks for names first. */
function withDns(edges: readonly Edge[]): readonly Edge[] {
  const callers = workloadsOf(edges).filter((workload) =>
    edges.some(({ from }) => peerKey(from) === peerKey(workload)),
  );
  return [
    ...edges,
    ...callers.flatMap((from) =>
      (["UDP", "TCP"] as const).map((protocol): Edge => ({
        from,
        to: CLUSTER_DNS,
        port: 53,
        protocol,
        tls: "none",
        purpose: "names of Services",
        note: "the cluster's resolver has no TLS",
      })),
    ),
  ];
}
