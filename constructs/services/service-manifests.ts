import { type Mandate, quantities } from "../../mandate";
import { prometheusRule } from "../alerting/rule-types";
import type { Manifest } from "../core/manifest-bundle";
import { dashboardConfigMapName, dashboardManifest } from "../dashboards/dashboard-manifest";
import { serviceDashboard } from "../dashboards/service-dashboard";
import { objectiveGroup } from "../slo/objective-rules";
import type { Service } from "./service";
import { serviceName } from "./service-names";
import { objectivesOf } from "./service-objectives";

export interface ServiceManifestsOptions {
  readonly mandate: Mandate;
  /** Where the objects live. */
  readonly namespace: string;
  /** Grafana's folder. */
  readonly folder: string;
}

/** Kubernetes takes no longer name of an object. */
const LONGEST_NAME = 63;

/** The rules and the dashboard of one service. */
export function serviceManifests(
  service: Service,
  { folder, mandate, namespace }: ServiceManifestsOptions,
): Readonly<Record<string, Manifest>> {
  const objectives = objectivesOf(service, mandate);
  const dashboard = serviceDashboard(service, objectives, quantities(mandate));
  const name = serviceName(service, "slo", LONGEST_NAME);
  return {
    [`prometheusrule-${name}`]: prometheusRule(name, namespace, [objectiveGroup(service, objectives)]),
    [`configmap-${dashboardConfigMapName(dashboard)}`]: dashboardManifest(dashboard, namespace, folder),
  };
}
