/** Labels of Kubernetes objects. */
export type Labels = Readonly<Record<string, string>>;

/** Pods of one kind, as a network policy selects them. */
export interface Workload {
  /** Name of its network policy. */
  readonly name: string;
  readonly namespace: string;
  /** Labels that these pods carry, and no others of the namespace. */
  readonly podLabels: Labels;
  /**
   * Services of the same namespace that lead to the pods.
   * @default - one of the workload's own name
   */
  readonly services?: readonly string[];
}

/** What has a place in the network; optional, because others own some endpoints and don't tell theirs. */
export interface InNetwork {
  /** @default - found by the host name of its address */
  readonly workload?: Workload;
}

/** Label that the API server puts on every namespace. */
export const NAMESPACE_NAME = "kubernetes.io/metadata.name";
