import { maintenanceWindowProblems } from "../../constructs/alerting/maintenance-window";
import { plannedMaintenanceProblems } from "../../constructs/alerting/planned-maintenance-problems";
import { copiesProblems, teamProblems } from "../../constructs/alerting/service-routing-problems";
import { type DocumentPath, documentProblems, writtenPath } from "../../constructs/core/document-problems";
import {
  DEFAULT_NAMESPACE_NAMES,
  NAMESPACE_ROLES,
  type NamespaceNames,
  namespaceNameProblems,
} from "../../constructs/platform/namespace-names";
import { serviceListProblems } from "../../constructs/services/service-list";
import {
  checkPolicy,
  ConfigurationError,
  loadPolicy,
  type Mandate,
  type MandateKey,
  type Policy,
  type Problem,
  quantities,
  strengthen,
} from "../../mandate";
import { alertRouting } from "../alerting-settings";
import { capacityProblems } from "./capacity-problems";
import type { Environment } from "./environment";
import { environmentSchema } from "./environment-schema";
import { identityProblems } from "./identity-problems";

/**
 * Judges an environment as a whole.
 * @returns the mandate with what the environment makes stricter
 * @throws ConfigurationError with every mistake: shape, parts that contradict one another, attempts to weaken,
 * data kept longer than privacy allows
 */
export function validateEnvironment(
  environment: Environment,
  mandate: Mandate,
  policy: Policy = loadPolicy(),
): Mandate {
  const where = `environment ${String((environment as Partial<Environment>).name)}`;
  const shape = shapeProblems(environment, where);
  const { stricter, problems: weaker } = stricterMandate(environment, mandate, where);
  const related =
    shape.length === 0
      ? [...relationProblems(environment, where, stricter), ...servicesProblems(environment, stricter, where)]
      : [];
  const tooLong = checkPolicy(stricter, policy, `${where}: stricter`);
  const problems = [...shape, ...related, ...weaker, ...tooLong];
  if (problems.length > 0) {
    throw new ConfigurationError(`${where} cannot be used`, problems);
  }
  return stricter;
}

/** Options by which an environment could get around the mandate, with the key that says how they must be. */
const MANDATED_OPTIONS: Readonly<Record<string, MandateKey>> = {
  receivers: "alerting_configuration.pager_duty_integration",
  "receivers.pagerduty": "alerting_configuration.pager_duty_integration",
  "receivers.slack": "alerting_configuration.slack_notifications",
  "receivers.email": "alerting_configuration.email_notifications",
  logLevel: "observability_configuration.log_level_enforcement",
  // Critical alerts always pass.
  "maintenanceWindows.severities": "alerting_configuration.critical_response_time",
};

function shapeProblems(environment: unknown, where: string): readonly Problem[] {
  return documentProblems(environmentSchema, environment, {
    where: (path) => `${where}: ${writtenPath(path)}`,
    mandateFor,
  });
}

function mandateFor(path: DocumentPath): MandateKey | undefined {
  const options = path.filter((key) => typeof key === "string");
  const above = options.map((_, length) => options.slice(0, options.length - length).join("."));
  return above.map((option) => MANDATED_OPTIONS[option]).find((key) => key !== undefined);
}

function relationProblems(environment: Environment, where: string, mandate: Mandate): readonly Problem[] {
  const { profile, grafanaDatabase, receivers, backend } = environment;
  const problems: Problem[] = [];
  if (profile === "high-availability" && grafanaDatabase === undefined) {
    problems.push({
      where: `${where}: grafanaDatabase`,
      what: "two Grafana replicas need a common database",
      found: "nothing",
      allowed: "{ host, port?, name?, user?, password?, sslMode?, ca? } of a PostgreSQL",
      fix: 'name a PostgreSQL database, or use the profile "single"',
    });
  }
  if (profile === "high-availability" && receivers.kind === "in-cluster-sink") {
    problems.push({
      where: `${where}: receivers`,
      what: "an in-cluster sink notifies nobody",
      found: '"in-cluster-sink"',
      allowed: "PagerDuty, Slack and e-mail",
      mandate: "alerting_configuration.pager_duty_integration",
      fix: 'name the three channels, or use the profile "single"',
    });
  }
  const { existing = [], ...given } = environment.namespaces ?? {};
  const names: NamespaceNames = { ...DEFAULT_NAMESPACE_NAMES, ...given };
  const created = NAMESPACE_ROLES.filter((role) => !existing.includes(role)).map((role) => names[role]);
  if (backend.type === "kubernetes" && created.includes(backend.namespace)) {
    problems.push({
      where: `${where}: backend.namespace`,
      what: "the state cannot lie in a namespace that it creates and may destroy",
      found: JSON.stringify(backend.namespace),
      allowed: "a namespace that exists before the first deployment",
    });
  }
  return [
    ...problems,
    ...identityProblems(environment, where),
    ...capacityProblems(environment, quantities(mandate), where),
    ...namespaceNameProblems(names, `${where}: namespaces`),
    ...maintenanceWindowProblems(environment.maintenanceWindows ?? [], `${where}: maintenanceWindows`),
    ...plannedMaintenanceProblems(environment.plannedMaintenance ?? [], `${where}: plannedMaintenance`),
  ];
}

/** Of services, then of whom their alerts are told to: that is read from documents which have their shape. */
function servicesProblems(environment: Environment, mandate: Mandate, where: string): readonly Problem[] {
  const problems = serviceListProblems(
    environment.services ?? [],
    mandate,
    (index) => (path) => `${where}: ${writtenPath(["services", index, ...path])}`,
  );
  if (problems.length > 0) return problems;
  const routing = alertRouting(environment);
  return [...teamProblems(routing, `${where}: teams`), ...copiesProblems(routing, `${where}: alertCopies`)];
}

function stricterMandate(
  environment: Environment,
  mandate: Mandate,
  where: string,
): { readonly stricter: Mandate; readonly problems: readonly Problem[] } {
  try {
    return { stricter: strengthen(mandate, environment.stricter ?? {}, `${where}: stricter`), problems: [] };
  } catch (error) {
    if (error instanceof ConfigurationError) {
      return { stricter: mandate, problems: error.problems };
    }
    throw error;
  }
}
