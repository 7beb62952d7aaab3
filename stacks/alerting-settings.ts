import type { AlertingProps } from "../constructs/alerting/alerting";
import type { ServiceRoute, ServiceRouting } from "../constructs/alerting/service-routes";
import { STACK_WORKLOADS, type StackPart } from "../constructs/alerting/stack-workloads";
import type { NamespaceNames } from "../constructs/platform/namespace-names";
import type { Service } from "../constructs/services/service";
import { serviceCatalogue } from "../constructs/services/service-catalogue";
import type { Environment } from "./environments/environment";

/** What alerting is told of an environment, apart from its links. */
export function alertingSettings(
  environment: Environment,
  namespaces: NamespaceNames,
): Omit<AlertingProps, "prometheus" | "runbookBaseUrl" | "grafanaUrl"> {
  const { maintenanceWindows = [], plannedMaintenance = [], receivers } = environment;
  return {
    receivers,
    maintenanceWindows,
    plannedMaintenance,
    routing: alertRouting(environment),
    stack: { namespaces, parts: watchedParts(environment) },
  };
}

/** Whom an environment wants told: the teams of its services, further ones, and who gets copies. */
export function alertRouting({
  alertCopies = [],
  services = [],
  teams = [],
}: Pick<Environment, "alertCopies" | "services" | "teams">): ServiceRouting {
  return { services: routesOf(services), teams, copies: alertCopies };
}

function routesOf(services: readonly Service[]): readonly ServiceRoute[] {
  const catalogue = serviceCatalogue(services);
  return catalogue.services.map(({ contacts, namespace, service, team }) => {
    const { email, pagerDutyRoutingKey, slack } = contacts;
    return {
      namespace,
      service,
      team,
      ...(slack === undefined ? {} : { slackChannel: slack }),
      ...(email === undefined ? {} : { email }),
      ...(pagerDutyRoutingKey === undefined ? {} : { pagerDutyRoutingKey }),
      dependencies: catalogue.calls
        .filter(({ caller }) => caller.namespace === namespace && caller.service === service)
        .map(({ callee }) => ({ namespace: callee.namespace, service: callee.service })),
    };
  });
}

/**
 * What others installed is theirs to watch, and may be elsewhere; what is not asked for is not there, and what runs once
 * has no replicas to make one.
 */
function watchedParts({ existing = [], oidc, profile }: Environment): readonly StackPart[] {
  const absent = new Set<StackPart>([
    ...(oidc?.hosts?.jaeger === undefined ? (["jaeger-proxy"] as const) : []),
    ...(oidc?.hosts?.kibana === undefined ? (["kibana-proxy"] as const) : []),
    ...(profile === "single" ? (["thanos-query"] as const) : []),
    ...(existing.includes("cert-manager") ? (["cert-manager", "trust-manager"] as const) : []),
    ...(existing.includes("eck-operator") ? (["eck-operator"] as const) : []),
    ...(existing.includes("opentelemetry-operator") ? (["opentelemetry-operator"] as const) : []),
  ]);
  return STACK_WORKLOADS.map(({ component }) => component).filter((part) => !absent.has(part));
}
