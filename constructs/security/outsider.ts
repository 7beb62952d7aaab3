import type { Labels } from "./workload";

/**
 * The other end of a connection where it is no workload of the stack. Without namespaces and addresses nothing is known
 * of where it stands, and the connection is confined by its port alone.
 */
export interface Outsider {
  readonly name: string;
  /**
   * Pods of these namespaces, or of every one.
   * @default - no pods
   */
  readonly namespaces?: readonly string[] | "all";
  /**
   * Labels of the pods in these namespaces.
   * @default - all pods
   */
  readonly podLabels?: Labels;
  /**
   * Address ranges in CIDR notation.
   * @default - none known
   */
  readonly cidrs?: readonly string[];
}

/** Outsiders whose addresses only the environment knows. */
export const ADDRESSES = [
  "kubernetes-api",
  "nodes",
  "notification-channels",
  "grafana-database",
  "certificate-issuers",
  "ingress-controller",
  "identity-provider",
] as const;

/** One of {@link ADDRESSES}. */
export type AddressName = (typeof ADDRESSES)[number];

/** Ranges in CIDR notation of outsiders, by their names. */
export type Addresses = Readonly<Partial<Record<AddressName, readonly string[]>>>;

function address(name: AddressName): Outsider {
  return { name };
}

/** The API server: no pod that a selector could name, and its address differs from cluster to cluster. */
export const KUBERNETES_API = address("kubernetes-api");

/** As pods see the API server: the port of the Service, and the one behind it, because plugins judge either. */
export const KUBERNETES_API_PORTS = [443, 6443] as const;

/** Processes of the nodes, and pods in the nodes' own network, which no selector reaches. */
export const NODES = address("nodes");

/** PagerDuty, Slack, the mail server and the heartbeat's service. */
export const NOTIFICATION_CHANNELS = address("notification-channels");

/** The PostgreSQL of Grafana, wherever it runs. */
export const GRAFANA_DATABASE = address("grafana-database");

/** The OpenID Connect provider by which people prove who they are. */
export const IDENTITY_PROVIDER = address("identity-provider");

/** What cert-manager asks for certificates of published hosts, and the hosts themselves in its self-check. */
export const CERTIFICATE_ISSUERS = address("certificate-issuers");

/**
 * The cluster's resolver, or its cache on each node at the address that the add-on has everywhere.
 * @see https://kubernetes.io/docs/tasks/administer-cluster/nodelocaldns/
 */
export const CLUSTER_DNS: Outsider = {
  name: "cluster-dns",
  namespaces: ["kube-system"],
  podLabels: { "k8s-app": "kube-dns" },
  cidrs: ["169.254.20.10/32"],
};

/** Any pod of the cluster. */
export const ANY_POD: Outsider = { name: "any-pod", namespaces: "all" };
