import type { Manifest } from "../core/manifest-bundle";

/** Roles of the sidecar that collects dashboards, and what the chart's binding refers to. */
export const DASHBOARD_ROLE = "grafana-dashboards";

/** The chart's own Role would read every Secret of the namespaces too. */
export function dashboardRoles(namespaces: readonly string[]): Readonly<Record<string, Manifest>> {
  return Object.fromEntries(
    namespaces.map((namespace) => [
      `role-${DASHBOARD_ROLE}-${namespace}`,
      {
        apiVersion: "rbac.authorization.k8s.io/v1",
        kind: "Role",
        metadata: { name: DASHBOARD_ROLE, namespace },
        rules: [{ apiGroups: [""], resources: ["configmaps"], verbs: ["get", "list", "watch"] }],
      },
    ]),
  );
}
