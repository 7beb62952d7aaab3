import { stringify } from "safe-stable-stringify";
import type { Manifest } from "../core/manifest-bundle";
import { type Dashboard, dashboardJson } from "./dashboard";

/** The label by which Grafana finds ConfigMaps with dashboards. */
export const DASHBOARD_LABEL = { grafana_dashboard: "1" } as const;

/** A dashboard as the ConfigMap that Grafana's sidecar picks up. */
export function dashboardManifest(dashboard: Dashboard, namespace: string, folder: string): Manifest {
  return {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: {
      name: dashboardConfigMapName(dashboard),
      namespace,
      labels: DASHBOARD_LABEL,
      annotations: { grafana_folder: folder },
    },
    data: { [`${dashboard.uid}.json`]: stringify(dashboardJson(dashboard)) },
  };
}

/** Name of the ConfigMap of a dashboard. */
export function dashboardConfigMapName({ uid }: Pick<Dashboard, "uid">): string {
  return `dashboard-${uid}`;
}
