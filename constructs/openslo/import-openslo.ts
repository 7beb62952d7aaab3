import { ConfigurationError, type Problem, SEVERITIES, type Severity } from "../../mandate";
import { documentProblems, writtenPath } from "../core/document-problems";
import { SERVICE_API_VERSION, type Service, type ServiceObjective } from "../services/service";
import { serviceProblems } from "../services/service-problems";
import type { YamlSource } from "../services/yaml-source";
import { metricNames } from "../slo/promql-expression";
import { importObjectives } from "./import-objectives";
import { ANNOTATION, LABEL } from "./openslo-annotations";
import { type OpenSloDocuments, type Placed, rememberedIn } from "./openslo-documents";
import {
  OPENSLO_API_VERSION,
  OPENSLO_KINDS,
  openSloIndicator,
  type OpenSloKind,
  openSloObjective,
  openSloService,
  type OpenSloService,
} from "./openslo-schema";

/** What OpenSLO does not say of services; a document's own labels and annotations count more. */
export interface ImportOptions {
  readonly namespace?: string;
  readonly owner?: string;
  /** @default "medium" */
  readonly criticality?: Severity;
}

/**
 * The services that OpenSLO documents describe.
 * @throws ConfigurationError with everything that cannot be used or is not supported, by line and column
 */
export function importOpenSlo(
  sources: readonly YamlSource[],
  options: ImportOptions = {},
): readonly Service[] {
  refuse(sources.flatMap(headerProblems));
  refuse(sources.flatMap(({ value, where }) => documentProblems(SCHEMAS[kindOf(value)], value, { where })));
  const documents: OpenSloDocuments = {
    services: ofKind(sources, "Service"),
    indicators: ofKind(sources, "SLI"),
    objectives: ofKind(sources, "SLO"),
  };
  const { objectives, problems } = importObjectives(documents);
  const names = [
    ...new Set([...documents.services.map(({ document }) => document.metadata.name), ...objectives.keys()]),
  ];
  const built = names.map((name) =>
    serviceOf(
      documents.services.find(({ document }) => document.metadata.name === name),
      name,
      objectives.get(name) ?? [],
      options,
    ),
  );
  refuse([...problems, ...built.flatMap((service) => service.problems)]);
  return built.map(({ service }) => service);
}

const SCHEMAS = { Service: openSloService, SLI: openSloIndicator, SLO: openSloObjective } as const;

function refuse(problems: readonly Problem[]): void {
  if (problems.length > 0) throw new ConfigurationError("the OpenSLO documents cannot be used", problems);
}

function headerProblems({ value, where }: YamlSource): readonly Problem[] {
  const { apiVersion, kind } = (value ?? {}) as { readonly apiVersion?: unknown; readonly kind?: unknown };
  if (apiVersion !== OPENSLO_API_VERSION) {
    return [
      unsupported(where(["apiVersion"]), "this version of OpenSLO is not supported", apiVersion, [
        OPENSLO_API_VERSION,
      ]),
    ];
  }
  return OPENSLO_KINDS.some((known) => known === kind)
    ? []
    : [unsupported(where(["kind"]), "this kind of document is not supported", kind, OPENSLO_KINDS)];
}

function unsupported(where: string, what: string, found: unknown, allowed: readonly string[]): Problem {
  return {
    where,
    what,
    found: found === undefined ? "nothing" : JSON.stringify(found),
    allowed: allowed.join(", "),
  };
}

function kindOf(value: unknown): OpenSloKind {
  return (value as { readonly kind: OpenSloKind }).kind;
}

function ofKind<T>(sources: readonly YamlSource[], kind: OpenSloKind): readonly Placed<T>[] {
  return sources
    .filter(({ value }) => kindOf(value) === kind)
    .map((source) => ({ document: source.value as T, source }));
}

interface Built {
  readonly service: Service;
  readonly problems: readonly Problem[];
}

function serviceOf(
  placed: Placed<OpenSloService> | undefined,
  name: string,
  objectives: readonly ServiceObjective[],
  options: ImportOptions,
): Built {
  const where = placed?.source.where(["metadata"]) ?? `service ${name}`;
  const { metadata, spec } = placed?.document ?? {};
  const remembered = rememberedIn<Service>(metadata?.annotations?.[ANNOTATION.service], where);
  const known = {
    namespace: labelOf(placed, LABEL.namespace) ?? options.namespace,
    owner: labelOf(placed, LABEL.team) ?? options.owner,
  };
  const service = {
    apiVersion: SERVICE_API_VERSION,
    kind: "Service",
    name,
    languages: [],
    ...remembered.value,
    ...known,
    criticality: severity(labelOf(placed, LABEL.criticality)) ?? options.criticality ?? "medium",
    ...(spec?.description === undefined ? {} : { description: spec.description }),
    ...metricsOf(remembered.value?.metrics, objectives),
    ...(objectives.length === 0 ? {} : { objectives }),
  } as unknown as Service;
  const missing = Object.entries(known).filter(([, value]) => value === undefined);
  const problems = [...remembered.problems, ...missing.map(([key]) => missingProblem(key, where))];
  return {
    service,
    problems:
      problems.length > 0
        ? problems
        : serviceProblems(service, (path) => `${where}, as a service document: ${writtenPath(path)}`),
  };
}

function labelOf(placed: Placed<OpenSloService> | undefined, key: string): string | undefined {
  const label = placed?.document.metadata.labels?.[key];
  return typeof label === "string" ? label : undefined;
}

/** Whoever imports an objective declares its counters. */
function metricsOf(
  declared: readonly string[] = [],
  objectives: readonly ServiceObjective[],
): Pick<Service, "metrics"> {
  const read = objectives.flatMap((objective) =>
    objective.indicator === "ratio"
      ? [objective.good, objective.bad, objective.total].flatMap((selector = "") => metricNames(selector))
      : [],
  );
  const metrics = [...new Set([...declared, ...read])];
  return metrics.length === 0 ? {} : { metrics };
}

function missingProblem(key: string, where: string): Problem {
  const label = key === "owner" ? LABEL.team : LABEL.namespace;
  return {
    where,
    what: `OpenSLO does not say the ${key} of a service`,
    fix: `give --${key}, or the label ${label} in metadata of its Service document`,
  };
}

function severity(text: string | undefined): Severity | undefined {
  return SEVERITIES.find((known) => known === text);
}
