import type { HelmValue } from "../core/helm-values";
import type { Manifest } from "../core/manifest-bundle";
import type { GatewayEndpoint } from "./endpoints";

/** Reading the API server for the attributes of pods, and the kubelet for its figures; nothing else. */
export function agentRules(options: { readonly kubeletMetrics: boolean }): readonly HelmValue[] {
  return [
    { apiGroups: [""], resources: ["pods", "namespaces"], verbs: ["get", "list", "watch"] },
    ...(options.kubeletMetrics ? [{ apiGroups: [""], resources: ["nodes/stats"], verbs: ["get"] }] : []),
  ];
}

/** An account that is granted something in another namespace than its own. */
export interface Account {
  readonly name: string;
  readonly namespace: string;
}

/** The right to find the replicas of the gateway, in the gateway's namespace alone. */
export function replicaDiscovery(
  account: Account,
  gateway: GatewayEndpoint,
): Readonly<Record<string, Manifest>> {
  const metadata = { name: `${account.name}-replica-discovery`, namespace: gateway.namespace };
  return {
    [`role-${metadata.name}`]: {
      apiVersion: "rbac.authorization.k8s.io/v1",
      kind: "Role",
      metadata,
      rules: [
        { apiGroups: ["discovery.k8s.io"], resources: ["endpointslices"], verbs: ["get", "list", "watch"] },
      ],
    },
    [`rolebinding-${metadata.name}`]: {
      apiVersion: "rbac.authorization.k8s.io/v1",
      kind: "RoleBinding",
      metadata,
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: metadata.name },
      subjects: [{ kind: "ServiceAccount", name: account.name, namespace: account.namespace }],
    },
  };
}
