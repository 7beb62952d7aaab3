import { maintenanceWindowProblems } from "../../constructs/alerting/maintenance-window";
import { plannedMaintenanceProblems } from "../../constructs/alerting/planned-maintenance-problems";
import { writtenPath } from "../../constructs/core/document-problems";
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
  nearest,
  type Policy,
  type Problem,
  quantities,
  strengthen,
} from "../../mandate";
import { capacityProblems } from "./capacity-problems";
import type { Environment } from "./environment";
import { environmentSchema } from "./environment-schema";
import { describeAtPath, keysAtPath, type Path, valueAtPath } from "./schema-path";

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
  const { error } = environmentSchema.safeParse(environment);
  return (error?.issues ?? []).flatMap((issue) =>
    issue.code === "unrecognized_keys"
      ? issue.keys.map((key) => unknownKey(environment, [...issue.path, key], where))
      : [unusableValue(environment, issue.path, where)],
  );
}

function unusableValue(environment: unknown, path: Path, where: string): Problem {
  const found = valueAtPath(environment, path);
  const mandate = mandateFor(path);
  return {
    where: `${where}: ${written(path)}`,
    what: found === undefined ? "this is required" : "this value cannot be used",
    found: found === undefined ? "nothing" : JSON.stringify(found),
    allowed: describeAtPath(environmentSchema, environment, path),
    ...(mandate === undefined ? {} : { mandate }),
  };
}

function written(path: Path): string {
  return path
    .map((key) => (typeof key === "number" ? `[${key}]` : `.${String(key)}`))
    .join("")
    .slice(1);
}

function mandateFor(path: Path): MandateKey | undefined {
  const options = path.filter((key) => typeof key === "string");
  const above = options.map((_, length) => options.slice(0, options.length - length).join("."));
  return above.map((option) => MANDATED_OPTIONS[option]).find((key) => key !== undefined);
}

function unknownKey(environment: unknown, path: Path, where: string): Problem {
  const siblings = keysAtPath(environmentSchema, environment, path.slice(0, -1));
  const suggestion = nearest(String(path.at(-1)), siblings);
  return {
    where: `${where}: ${written(path)}`,
    what: "there is no such option",
    found: JSON.stringify(valueAtPath(environment, path)),
    allowed: siblings.join(", "),
    ...(suggestion === undefined ? {} : { fix: `did you mean ${suggestion}?` }),
  };
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
    ...capacityProblems(environment, quantities(mandate), where),
    ...namespaceNameProblems(names, `${where}: namespaces`),
    ...maintenanceWindowProblems(environment.maintenanceWindows ?? [], `${where}: maintenanceWindows`),
    ...plannedMaintenanceProblems(environment.plannedMaintenance ?? [], `${where}: plannedMaintenance`),
  ];
}

function servicesProblems(
  { services = [] }: Environment,
  mandate: Mandate,
  where: string,
): readonly Problem[] {
  return serviceListProblems(
    services,
    mandate,
    (index) => (path) => `${where}: ${writtenPath(["services", index, ...path])}`,
  );
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
