import type { Problem, Severity } from "../../mandate";

/** What planned work is done on: a namespace, or one service in it. */
export interface MaintenanceScope {
  readonly namespace: string;
  /** @default - the whole namespace */
  readonly service?: string;
}

/** Severities that maintenance may quieten; critical alerts always pass. */
export type QuietSeverity = Exclude<Severity, "critical">;

export const ALL_QUIET: readonly QuietSeverity[] = ["high", "medium", "low"];

/** What any kind of maintenance says of whom it quietens. */
export interface Quietening {
  /** @default - the whole cluster */
  readonly scope?: MaintenanceScope;
  /** @default - high, medium and low */
  readonly severities?: readonly QuietSeverity[];
}

/** Whether maintenance quietens a severity. */
export function quietens({ severities = ALL_QUIET }: Quietening, severity: Severity): boolean {
  return severity !== "critical" && severities.includes(severity);
}

/** Whether one scope holds all that another one does; no scope is the whole cluster. */
export function covers(outer: MaintenanceScope | undefined, inner: MaintenanceScope | undefined): boolean {
  if (outer === undefined) return true;
  if (inner?.namespace !== outer.namespace) return false;
  return outer.service === undefined || outer.service === inner.service;
}

/** Whether two kinds of maintenance quieten one and the same alert. */
export function overlaps(one: Quietening, other: Quietening): boolean {
  const { severities = ALL_QUIET } = one;
  return (
    (covers(one.scope, other.scope) || covers(other.scope, one.scope)) &&
    severities.some((severity) => quietens(other, severity))
  );
}

// RFC 1123, as names of namespaces; services may have dots and capitals in them.
const NAMESPACE = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const SERVICE = /^[A-Za-z0-9]([-._A-Za-z0-9]*[A-Za-z0-9])?$/;

/** What is wrong with whom maintenance quietens. */
export function quieteningProblems({ scope, severities }: Quietening, where: string): readonly Problem[] {
  return [
    ...(scope === undefined || NAMESPACE.test(scope.namespace)
      ? []
      : [unusable(`${where}.scope.namespace`, scope.namespace, "the name of a namespace")]),
    ...(scope?.service === undefined || SERVICE.test(scope.service)
      ? []
      : [unusable(`${where}.scope.service`, scope.service, "the name of a service")]),
    ...(severities ?? []).flatMap((severity, index) =>
      ALL_QUIET.includes(severity)
        ? []
        : [unusable(`${where}.severities[${index}]`, severity, `one of ${ALL_QUIET.join(", ")}`)],
    ),
    ...(severities?.length === 0
      ? [unusable(`${where}.severities`, [], `some of ${ALL_QUIET.join(", ")}`)]
      : []),
  ];
}

function unusable(where: string, found: unknown, allowed: string): Problem {
  return { where, what: "cannot be used", found: JSON.stringify(found), allowed };
}
