import type { TerraformStack } from "cdktf";
import { declareEdges, type Edge, edgeTo } from "../../constructs/security/edge";
import { NetworkPolicies, type NetworkPoliciesProps } from "../../constructs/security/network-policies";
import { ANY_POD, KUBERNETES_API, NODES } from "../../constructs/security/outsider";
import type { Workload } from "../../constructs/security/workload";
import { synthesize } from "../support/synthesis";

const SHIP: Workload = { name: "ship", namespace: "sea", podLabels: { app: "ship" } };
const PORT: Workload = { name: "port", namespace: "land", podLabels: { app: "port" }, services: ["quay"] };

type Manifests = Readonly<
  Record<string, { readonly spec: object; readonly metadata: object; readonly data: object }>
>;

function manifests(edges: readonly Edge[], props: Partial<NetworkPoliciesProps> = {}): Manifests {
  return manifestsOf((stack) => {
    new NetworkPolicies(stack, "network", { namespace: "sea", ownNamespaces: ["sea"], ...props });
    declareEdges(stack, ...edges);
  });
}

function manifestsOf(build: (stack: TerraformStack) => void): Manifests {
  return synthesize(build).values("network-policies").manifests as unknown as Manifests;
}

const edge = (rest: Partial<Edge> = {}): Edge =>
  ({ from: SHIP, to: PORT, port: 4001, tls: "mutual", purpose: "cargo", ...rest }) as Edge;

const dns = {
  to: [
    {
      namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "kube-system" } },
      podSelector: { matchLabels: { "k8s-app": "kube-dns" } },
    },
    { ipBlock: { cidr: "169.254.20.10/32" } },
  ],
  ports: [
    { protocol: "TCP", port: 53 },
    { protocol: "UDP", port: 53 },
  ],
};

const pods = (namespace: string, app: string) => ({
  namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": namespace } },
  podSelector: { matchLabels: { app } },
});

describe("network policies", () => {
  it("allow an edge at both ends, in the namespace of each, and names to who opens it", () => {
    const found = manifests([edge()]);
    expect(found["networkpolicy-sea-ship"]?.spec).toEqual({
      podSelector: { matchLabels: { app: "ship" } },
      policyTypes: ["Ingress", "Egress"],
      ingress: [],
      egress: [dns, { to: [pods("land", "port")], ports: [{ protocol: "TCP", port: 4001 }] }],
    });
    expect(found["networkpolicy-land-port"]?.spec).toEqual({
      podSelector: { matchLabels: { app: "port" } },
      policyTypes: ["Ingress", "Egress"],
      ingress: [{ from: [pods("sea", "ship")], ports: [{ protocol: "TCP", port: 4001 }] }],
      egress: [],
    });
  });

  it("tell which Services lead to the pods", () => {
    const found = manifests([edge()]);
    expect(found["networkpolicy-sea-ship"]?.metadata).toHaveProperty("annotations", {
      "observability.qms/services": "ship",
    });
    expect(found["networkpolicy-land-port"]?.metadata).toHaveProperty("annotations", {
      "observability.qms/services": "quay",
    });
  });

  it("deny everything else to every pod of the stack's own namespaces, and leave foreign pods of others alone", () => {
    const found = manifests([edge()]);
    expect(found["networkpolicy-sea-default-deny"]?.spec).toEqual({
      podSelector: {},
      policyTypes: ["Ingress", "Egress"],
    });
    expect(Object.keys(found)).toEqual([
      "configmap-network-edges",
      "networkpolicy-land-port",
      "networkpolicy-sea-default-deny",
      "networkpolicy-sea-ship",
    ]);
  });

  it("count what is wired after them", () => {
    const found = manifestsOf((stack) => {
      new NetworkPolicies(stack, "network", { namespace: "sea", ownNamespaces: [] });
      declareEdges(stack, edgeTo(SHIP, {}, "https://far.away.example:8443", "a call"));
    });
    expect(found["networkpolicy-sea-ship"]?.spec).toMatchObject({
      egress: [dns, { ports: [{ protocol: "TCP", port: 8443 }] }],
    });
  });

  it("confine by port alone what stands nobody knows where, and by address where somebody does", () => {
    const edges = [edge({ to: NODES, port: 9 }), edge({ to: PORT, from: KUBERNETES_API, port: 8 })];
    const unknown = manifests(edges);
    expect(unknown["networkpolicy-sea-ship"]?.spec).toMatchObject({
      egress: [dns, { ports: [{ protocol: "TCP", port: 9 }] }],
    });
    expect(unknown["networkpolicy-land-port"]?.spec).toMatchObject({
      ingress: [{ ports: [{ protocol: "TCP", port: 8 }] }],
    });
    const known = manifests(edges, {
      addresses: { nodes: ["10.9.0.0/16"], "kubernetes-api": ["10.3.0.1/32"] },
    });
    expect(known["networkpolicy-sea-ship"]?.spec).toMatchObject({
      egress: [dns, { to: [{ ipBlock: { cidr: "10.9.0.0/16" } }], ports: [{ protocol: "TCP", port: 9 }] }],
    });
    expect(known["networkpolicy-land-port"]?.spec).toMatchObject({
      ingress: [{ from: [{ ipBlock: { cidr: "10.3.0.1/32" } }], ports: [{ protocol: "TCP", port: 8 }] }],
    });
  });

  it("select pods of every namespace, of some, and on any port", () => {
    const fleet = { name: "fleet", namespaces: ["north", "south"] };
    const found = manifests([
      edge({ from: ANY_POD, to: PORT, port: 7 }),
      edge({ to: fleet, port: "any", tls: "none", note: "n" }),
    ]);
    expect(found["networkpolicy-land-port"]?.spec).toMatchObject({
      ingress: [{ from: [{ namespaceSelector: {} }], ports: [{ protocol: "TCP", port: 7 }] }],
    });
    expect(found["networkpolicy-sea-ship"]?.spec).toMatchObject({
      egress: [
        dns,
        {
          to: [
            {
              namespaceSelector: {
                matchExpressions: [
                  { key: "kubernetes.io/metadata.name", operator: "In", values: ["north", "south"] },
                ],
              },
            },
          ],
          ports: [{ protocol: "TCP" }],
        },
      ],
    });
  });

  it("list every edge once, with all its purposes", () => {
    const found = manifests([edge(), edge({ purpose: "mail" }), edge({ purpose: "cargo" })]);
    const data = found["configmap-network-edges"]?.data as Record<string, string>;
    expect(JSON.parse(data["sea_ship--land_port--4001-tcp"] ?? "")).toEqual({
      from: "sea/ship",
      to: "land/port",
      port: 4001,
      protocol: "TCP",
      tls: "mutual",
      purpose: "cargo; mail",
    });
  });

  it("cannot be made of edges that contradict each other", () => {
    expect(() => manifests([edge(), edge({ tls: "server" })])).toThrow(
      'sea_ship--land_port--4001-tcp is declared with TLS "mutual" and "server"',
    );
  });

  it("are left out only where that is asked for loudly, and then the list says so", () => {
    const found = manifests([edge()], { allowAllTraffic: true });
    expect(Object.keys(found)).toEqual(["configmap-network-edges"]);
    expect(found["configmap-network-edges"]?.metadata).toHaveProperty("annotations", {
      "observability.qms/relaxation": "allowAllTraffic: no network policy confines any pod",
    });
  });
});
