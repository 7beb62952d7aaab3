import type { Artifact } from "../../assurance";
import { type Call, configuredCalls, configuredListeners } from "../../assurance/network/configured-network";
import { type DeclaredEdge, declaredEdges } from "../../assurance/network/declared-edges";
import { monitors } from "../../assurance/network/monitors";
import { type Confinement, networkPolicies, policyOfHost } from "../../assurance/network/network-policies";
import type { Environment } from "../../stacks/environments/environment";
import { production } from "../../stacks/environments/production";
import { artifactOf, ENVIRONMENTS } from "../support/environments";

/** Production with addresses and agents that take plain text. */
const NARROW: Environment = {
  ...production,
  network: {
    addresses: { "kubernetes-api": ["10.7.0.1/32"], nodes: ["10.8.0.0/16", "fd00:8::/64"] },
    allowPlaintextOtlp: true,
  },
};

const ALL: readonly (readonly [string, Environment])[] = [
  ...ENVIRONMENTS,
  ["production with known addresses", NARROW],
];

/** How policies select what is no workload of the stack; by port alone where nothing is known of it. */
function outsiders({ ingress, monitoredNamespaces, network = {}, services = [] }: Environment) {
  const { addresses = {} } = network;
  const monitored = monitoredNamespaces === "all" ? [] : monitoredNamespaces;
  const teams = [...monitored, ...services.map(({ namespace }) => namespace)];
  const known: Readonly<Record<string, readonly string[]>> = {
    "cluster-dns": ["pods k8s-app=kube-dns of kube-system", "169.254.20.10/32"],
    "any-pod": ["pods of every namespace"],
    "monitored-namespaces": [`pods of ${[...new Set(teams)].sort().join(", ")}`],
    "ingress-controller": [`pods of ${ingress?.controllerNamespace ?? "ingress-nginx"}`],
    ...addresses,
  };
  return (name: string): readonly string[] => known[name] ?? ["anywhere"];
}

const isWorkload = (peer: string): boolean => peer.includes("/");

/** What policies must allow for an edge, as texts. */
function permissionsFor(edge: DeclaredEdge, outside: (name: string) => readonly string[]): readonly string[] {
  const peers = (name: string): readonly string[] => (isWorkload(name) ? [name] : outside(name));
  const port = `${String(edge.port)}/${edge.protocol}`;
  return [
    ...(isWorkload(edge.from) ? peers(edge.to).map((peer) => `${edge.from} to ${peer} at ${port}`) : []),
    ...(isWorkload(edge.to) ? peers(edge.from).map((peer) => `${edge.to} from ${peer} at ${port}`) : []),
  ];
}

function permissionsOf({ name, egress, ingress }: Confinement): readonly string[] {
  const text = (side: string) => (one: (typeof egress)[number]) =>
    `${name} ${side} ${one.peer} at ${String(one.port)}/${one.protocol}`;
  return [...egress.map(text("to")), ...ingress.map(text("from"))];
}

const sorted = (texts: readonly string[]): readonly string[] => [...new Set(texts)].sort();

/** Who is called: a workload by its Service, or something outside by its own name. */
function targetOf({ host }: Call, policies: readonly Confinement[]): string {
  return policyOfHost(host, policies)?.name ?? host;
}

const edgeText = ({ from, to, port, tls }: Pick<DeclaredEdge, "from" | "to" | "port" | "tls">): string =>
  `${from} to ${to} at ${String(port)}: ${tls}`;

/** Edges that no configuration in the artifact tells, and what makes them. */
const UNCONFIGURED: readonly (readonly [because: string, (edge: DeclaredEdge) => boolean])[] = [
  ["pods ask the resolver by themselves", ({ to }) => to === "cluster-dns"],
  ["programs find the API server by their environment", ({ to }) => to === "kubernetes-api"],
  ["senders are others", ({ from }) => !isWorkload(from)],
  ["monitors of others", ({ to }) => to === "monitored-namespaces"],
  [
    "scrapes, told by monitors",
    ({ from, purpose }) => from.endsWith("/kps-prometheus") && purpose === "metrics",
  ],
  ["issuers, told by objects of others", ({ to }) => to === "certificate-issuers"],
  [
    "the operator of Elasticsearch makes the configuration of its nodes",
    ({ from, to }) => from === to && to.endsWith("/elasticsearch"),
  ],
  ["the operator of Elasticsearch knows what it manages", ({ from }) => from.endsWith("/elastic-operator")],
  ["datagrams of a gossip that is configured once", ({ protocol }) => protocol === "UDP"],
];

/** Ports that are open in a pod and that nobody may reach. */
const CLOSED_BY_POLICY = [
  "observability/jaeger at 16685: server",
  "observability/thanos-query at 10901: mutual",
];

describe.each(ALL)("the network of %s", (_, environment) => {
  const artifact: Artifact = artifactOf(environment);
  const edges = declaredEdges(artifact);
  const policies = networkPolicies(artifact);
  const workloads = policies.filter(({ name }) => !name.endsWith("/default-deny"));

  it("allows what the edges say, at both ends, and nothing else", () => {
    const outside = outsiders(environment);
    expect(sorted(workloads.flatMap(permissionsOf))).toEqual(
      sorted(edges.flatMap((edge) => permissionsFor(edge, outside))),
    );
  });

  it("denies everything else, to every pod of its namespaces and in both directions", () => {
    const denials = policies.filter(({ name }) => name.endsWith("/default-deny"));
    expect(denials).toEqual(
      ["cert-manager", "observability-agents", "observability", "observability-system"].map((namespace) => ({
        name: `${namespace}/default-deny`,
        namespace,
        podLabels: {},
        services: [],
        directions: ["Ingress", "Egress"],
        ingress: [],
        egress: [],
      })),
    );
    expect(workloads.filter(({ directions }) => directions.join() !== "Ingress,Egress")).toEqual([]);
    expect(workloads.filter(({ podLabels }) => Object.keys(podLabels).length === 0)).toEqual([]);
  });

  it("has an edge for every connection that a component is configured to open, with its TLS", () => {
    const declared = edges.map(edgeText);
    const calls = configuredCalls(artifact).map((call) => ({ ...call, to: targetOf(call, policies) }));
    expect(calls.length).toBeGreaterThan(20);
    expect(calls.filter((call) => !declared.includes(edgeText(call)))).toEqual([]);
  });

  it("has a configuration for every edge, or a reason why there is none", () => {
    const calls = configuredCalls(artifact).map((call) =>
      edgeText({ ...call, to: targetOf(call, policies) }),
    );
    expect(
      edges
        .filter((edge) => !UNCONFIGURED.some(([, holds]) => holds(edge)))
        .map(edgeText)
        .filter((edge) => !calls.includes(edge)),
    ).toEqual([]);
  });

  it("leads to ports that are open, and to no other", () => {
    const listeners = configuredListeners(artifact).map((one) => ({ ...one, to: one.at }));
    const open = sorted(listeners.map(({ at, port, tls }) => `${at} at ${String(port)}: ${tls}`));
    const known = new Set(listeners.map(({ at }) => at));
    const reached = sorted(
      edges
        .filter(({ to, protocol }) => known.has(to) && protocol === "TCP")
        .map(({ to, port, tls }) => `${to} at ${String(port)}: ${tls}`),
    );
    expect(open.filter((one) => !CLOSED_BY_POLICY.includes(one))).toEqual(reached);
  });

  it("has an edge from Prometheus for every endpoint of a monitor, with its TLS, and no other", () => {
    const scraped = edges
      .filter(({ from, purpose }) => from.endsWith("/kps-prometheus") && purpose.includes("metrics"))
      .filter(({ to }) => isWorkload(to))
      .map(({ to, tls }) => `${to}: ${tls}`);
    const told = monitors(artifact)
      .filter(({ workload }) => isWorkload(workload))
      .map(({ workload, tls }) => `${workload}: ${tls}`);
    expect(scraped.sort()).toEqual(told.sort());
  });

  it("has a reason for every connection without TLS", () => {
    expect(edges.filter(({ tls, note }) => tls === "none" && (note ?? "").length < 20)).toEqual([]);
  });

  it("asks for certificates at both ends where the product can", () => {
    const mutual = edges
      .filter(({ tls }) => tls === "mutual")
      .map(({ from, to, port }) => `${from} to ${to} at ${String(port)}`);
    expect(mutual).toEqual(
      expect.arrayContaining([
        "observability-agents/otel-agent to observability/otel-gateway at 4317",
        "observability/otel-cluster to observability/otel-gateway at 4317",
        "observability/otel-gateway to observability/jaeger at 4317",
      ]),
    );
    expect(mutual.includes("observability/kps-alertmanager to observability/kps-alertmanager at 9094")).toBe(
      environment.profile === "high-availability",
    );
  });
});
