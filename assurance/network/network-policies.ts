import { stringify } from "safe-stable-stringify";
import type { Artifact } from "../artifact/artifact";
import {
  entriesOf,
  isObject,
  itemsOf,
  textOf,
  textsOf,
  valueAt,
  type JsonObject,
  type JsonValue,
} from "../artifact/json";

/** Something that a policy allows: one port of one peer, in one direction. */
export interface Permission {
  /** `namespace/name` of the policy that selects the same pods, or else a description; `anywhere` without a peer. */
  readonly peer: string;
  readonly port: number | "any";
  readonly protocol: "TCP" | "UDP";
}

/** What a policy makes of the pods that it selects. */
export interface Confinement {
  /** `namespace/name` of the policy. */
  readonly name: string;
  readonly namespace: string;
  /** Labels of the pods; none where it selects every pod of its namespace. */
  readonly podLabels: Readonly<Record<string, string>>;
  /** Services that lead to the pods, as the policy's annotation says. */
  readonly services: readonly string[];
  /** Directions in which everything else is denied. */
  readonly directions: readonly string[];
  readonly ingress: readonly Permission[];
  readonly egress: readonly Permission[];
}

const NAMESPACE_NAME = "kubernetes.io/metadata.name";
const SERVICES = "metadata.annotations.observability\\.qms/services";

/** The network policies of an artifact. */
export function networkPolicies(artifact: Artifact): readonly Confinement[] {
  const policies = artifact.objects.filter(({ kind }) => kind === "NetworkPolicy");
  const names = new Map(
    policies.map(({ namespace, name, body }) => [
      podsKey(namespace, podLabelsOf(body)),
      `${namespace}/${name}`,
    ]),
  );
  return policies.map(({ namespace, name, body }) => ({
    name: `${namespace}/${name}`,
    namespace,
    podLabels: podLabelsOf(body),
    services: (textOf(valueAt(body, SERVICES)) ?? "").split(",").filter((service) => service !== ""),
    directions: textsOf(valueAt(body, "spec.policyTypes")),
    ingress: permissions(valueAt(body, "spec.ingress"), "from", names),
    egress: permissions(valueAt(body, "spec.egress"), "to", names),
  }));
}

function podLabelsOf(body: JsonObject): Confinement["podLabels"] {
  return (valueAt(body, "spec.podSelector.matchLabels") as Confinement["podLabels"] | undefined) ?? {};
}

/** The policy of the pods behind a Service, by a host name such as `otel-gateway.observability.svc`. */
export function policyOfHost(host: string, policies: readonly Confinement[]): Confinement | undefined {
  const [service = "", namespace = ""] = host.split(".");
  return policies.find((policy) => policy.namespace === namespace && policy.services.includes(service));
}

type Names = ReadonlyMap<string, string>;

function permissions(rules: JsonValue | undefined, side: "from" | "to", names: Names): readonly Permission[] {
  return itemsOf(rules).flatMap((rule) => {
    const peers = itemsOf(valueAt(rule, side)).map((peer) => peerOf(peer, names));
    return (peers.length === 0 ? ["anywhere"] : peers).flatMap((peer) =>
      itemsOf(valueAt(rule, "ports")).map((port) => ({ peer, ...portOf(port) })),
    );
  });
}

function portOf(value: JsonValue): Pick<Permission, "port" | "protocol"> {
  const port = valueAt(value, "port");
  return {
    port: typeof port === "number" ? port : "any",
    protocol: valueAt(value, "protocol") === "UDP" ? "UDP" : "TCP",
  };
}

function peerOf(peer: JsonValue, names: Names): string {
  const labels = valueAt(peer, "podSelector.matchLabels");
  const namespace = textOf(
    valueAt(peer, `namespaceSelector.matchLabels.${NAMESPACE_NAME.replaceAll(".", "\\.")}`),
  );
  const known = namespace === undefined ? undefined : names.get(podsKey(namespace, labels));
  return known ?? described(peer);
}

/** Texts that tell equal selectors apart from others. */
function podsKey(namespace: string, labels: JsonValue | undefined): string {
  return `${namespace} ${stringify(isObject(labels) ? labels : {})}`;
}

function described(peer: JsonValue): string {
  const cidr = textOf(valueAt(peer, "ipBlock.cidr"));
  if (cidr !== undefined) return cidr;
  const selector = valueAt(peer, "namespaceSelector");
  const namespaces = [
    ...entriesOf(valueAt(selector, "matchLabels")).flatMap(([, name]) => textOf(name) ?? []),
    ...itemsOf(valueAt(selector, "matchExpressions")).flatMap((one) => textsOf(valueAt(one, "values"))),
  ];
  const labels = entriesOf(valueAt(peer, "podSelector.matchLabels")).map(
    ([key, value]) => `${key}=${textOf(value) ?? ""}`,
  );
  const where = namespaces.length === 0 ? "every namespace" : namespaces.join(", ");
  return labels.length === 0 ? `pods of ${where}` : `pods ${labels.join(", ")} of ${where}`;
}
