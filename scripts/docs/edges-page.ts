import type { Artifact } from "../../assurance";
import { type DeclaredEdge, declaredEdges } from "../../assurance/network/declared-edges";
import { type Confinement, networkPolicies } from "../../assurance/network/network-policies";
import { relaxations } from "../../assurance/relaxations";

/** An edge, the environments that have it, and the policies that allow it there. */
interface Row extends DeclaredEdge {
  readonly environments: readonly string[];
  readonly allowedBy: string;
}

/** The table of connections of the given artifacts, as a Markdown document. */
export function edgesPage(artifacts: readonly Artifact[]): string {
  const rows = artifacts.flatMap(rowsOf);
  const environments = artifacts.map(({ environment }) => environment);
  const merged = MERGES.reduce<readonly Row[]>(together, rows).toSorted(byEnds);
  return (
    [
      INTRODUCTION,
      table(
        ["From", "To", "Port", "TLS", "Client certificate", "Allowed by", "What for", "Where"],
        merged.map((row) => cellsOf(row, environments)),
      ),
      "## Without TLS, and why",
      table(["To", "Port", "Reason"], reasons(rows)),
      unscraped(artifacts),
      LIMITS,
      "## Weaker than by default",
      relaxed(artifacts),
    ].join("\n\n") + "\n"
  );
}

function byEnds(one: Row, other: Row): number {
  const text = ({ from, to, port }: Row): string => [from, to, String(port).padStart(5)].join(" ");
  return text(one) < text(other) ? -1 : 1;
}

function rowsOf(artifact: Artifact): readonly Row[] {
  const policies = new Map(networkPolicies(artifact).map((policy) => [policy.name, policy]));
  return declaredEdges(artifact).map((edge) => ({
    ...edge,
    environments: [artifact.environment],
    allowedBy: allowedBy(edge, policies),
  }));
}

/** Read from the policies themselves, whatever the list of edges says. */
function allowedBy(edge: DeclaredEdge, policies: ReadonlyMap<string, Confinement>): string {
  const { from, to, port, protocol } = edge;
  const allows = (permissions: Confinement["egress"] | undefined, peer: string): boolean =>
    (permissions ?? []).some(
      (one) =>
        one.port === port && one.protocol === protocol && (one.peer === peer || !policies.has(one.peer)),
    );
  const ends = [
    ...(allows(policies.get(from)?.egress, to) ? ["egress"] : []),
    ...(allows(policies.get(to)?.ingress, from) ? ["ingress"] : []),
  ];
  return ends.join(" and ") || "nothing";
}

type Field = "environments" | "port" | "from";

/** Rows that differ in one field alone become one; ports before those who use them. */
const MERGES: readonly Field[] = ["environments", "port", "from"];

function together(rows: readonly Row[], field: Field): readonly Row[] {
  const groups = new Map<string, Row>();
  for (const row of rows) {
    const key = JSON.stringify({
      ...row,
      [field]: undefined,
      ...(field === "port" ? { protocol: undefined } : {}),
    });
    const before = groups.get(key);
    groups.set(key, before === undefined ? start(row, field) : joined(before, row, field));
  }
  return [...groups.values()];
}

/** Ports are texts from here on, with their protocol. */
function start(row: Row, field: Field): Row {
  return field === "port" ? ({ ...row, port: portText(row) } as unknown as Row) : row;
}

function joined(before: Row, row: Row, field: Field): Row {
  const list = (one: string, other: string): string => [...new Set([...one.split(", "), other])].join(", ");
  switch (field) {
    case "environments":
      return { ...before, environments: [...before.environments, ...row.environments] };
    case "port":
      return { ...before, port: list(String(before.port), portText(row)) } as unknown as Row;
    case "from":
      return { ...before, from: list(before.from, row.from) };
  }
}

function portText({ port, protocol }: DeclaredEdge): string {
  return protocol === "UDP" ? `${String(port)}/UDP` : String(port);
}

function cellsOf(row: Row, environments: readonly string[]): readonly string[] {
  const { from, to, port, tls, allowedBy: policies, purpose, note } = row;
  return [
    from,
    to,
    String(port),
    tls === "none" ? "no" : "yes",
    tls === "mutual" ? "yes" : "no",
    policies,
    note === undefined ? purpose : `${purpose} (${note})`,
    row.environments.length === environments.length ? "everywhere" : row.environments.join(", "),
  ];
}

function reasons(rows: readonly Row[]): readonly (readonly string[])[] {
  const plain = rows.filter(({ tls }) => tls === "none");
  const cells = plain.map((row) => JSON.stringify([row.to, portText(row), row.note ?? ""]));
  return [...new Set(cells)].sort().map((cell) => JSON.parse(cell) as readonly string[]);
}

function relaxed(artifacts: readonly Artifact[]): string {
  const rows = artifacts.flatMap((artifact) =>
    relaxations(artifact).map(({ prop, effect }) => [artifact.environment, `\`${prop}\``, effect]),
  );
  return rows.length === 0 ? "Nothing." : table(["Environment", "Option", "Effect"], rows);
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

const INTRODUCTION = `<!-- Generated by \`npm run docs\` from the artifacts of the example environments. Do not edit. -->

# Connections

Every connection that the stack's pods may open or accept. What is not here is denied: each namespace of the stack has a
policy that denies everything, and each workload one of its own that allows these edges and nothing else.

Workloads are written \`namespace/name\`; the name is that of the network policy that selects their pods, and the port is
the pods' own. Other names stand for what is no workload of the stack. *Allowed by* tells which policies allow the edge:
the one of the end that opens it (egress), the one of the end that accepts it (ingress), or both. *Client certificate*
tells whether the end that opens it has to show one.

The list of edges, the policies and the configurations of the components (endpoints of exporters, addresses of data
sources, monitors, listening ports) are compared with each other in both directions, for every environment, by
\`test/security/edges.test.ts\`; \`test/charts/network.test.ts\` compares them with the objects that the charts make.`;

/** Port of the controller manager, one of what only whoever runs a control plane can reach. */
const CONTROLLER_MANAGER = 10257;

/** Why some environments have no edges to the control plane. */
function unscraped(artifacts: readonly Artifact[]): string {
  const managed = artifacts.filter(
    (artifact) => !declaredEdges(artifact).some(({ port }) => port === CONTROLLER_MANAGER),
  );
  const names = managed.map(({ environment }) => environment).join(", ");
  return `## What is not scraped

etcd, scheduler, controller manager and kube-proxy, in ${names === "" ? "no environment" : names}: where
\`cluster.controlPlane\` is \`managed\`, its provider alone reaches them. Targets that never answer would raise alerts that
nobody can end; what the provider tells of them has to be watched there.`;
}

const LIMITS = `## Who shows a client certificate

Collectors to the gateway, the gateway to Jaeger, senders to Logstash, Alertmanagers and the nodes of Elasticsearch to each
other. Elsewhere a policy decides who may call, because

- Prometheus, Alertmanager, Grafana and the exporters are probed by the kubelet on the port that they serve, and the
  kubelet has no certificate to show;
- Elasticsearch asks for a user and a password; with its operator, client certificates take an Enterprise licence;
- applications verify the agent of their node and have no certificates of their own;
- Prometheus shows none when it scrapes, not even to the collectors: its monitors take certificates from Secrets of
  their own namespaces, so that its key would lie in each of them.

## What policies cannot do

- **The kubelet's probes** need no edge: traffic between a node and the pods on it is always allowed, so that health
  ports without TLS can stay as the products have them. Nothing but the node reaches them.
- **Pods in the nodes' own network** are selected by no policy. The node exporter is the only one; it has TLS, and whoever
  reaches a node's port 9100 can read its figures. Connections *from* such pods match no selector of pods either: an
  ingress controller in the nodes' network needs its addresses as \`ingress-controller\` in \`network.addresses\`.
- **The API server** is no pod, and its address differs from cluster to cluster. Pods may open ports 443 and 6443 to any
  address, and webhooks accept any peer, unless \`network.addresses\` of the environment says \`kubernetes-api\`. The same
  holds for \`nodes\` (kubelet, node exporter, control plane), \`notification-channels\`, \`grafana-database\`,
  \`certificate-issuers\` and \`identity-provider\`.
- **The resolver** is taken to be the pods labelled \`k8s-app: kube-dns\` in \`kube-system\`, or the cache of each node at
  169.254.20.10.
- **The ingress controller** is taken to be in namespace \`ingress-nginx\`, or in \`ingress.controllerNamespace\`.
- **The network plugin** has to implement policies. Where it does not, they are stored and do nothing.`;
