import { SEVERITIES } from "../../mandate";
import type { HelmValues } from "../core/helm-values";
import type { AlertKind } from "./alert";
import { ALL_QUIET, quietens } from "./maintenance-scope";
import { MAINTENANCE_ALERT, type PlannedMaintenance, type ScopeName, scopeName } from "./planned-maintenance";
import type { ServiceName, ServiceRoute } from "./service-routes";

/** A rule by which one alert silences others. */
export interface Inhibition {
  /** Matchers of the alert that silences, such as `kind="symptom"`. */
  readonly source: readonly string[];
  /** Matchers of the alerts that are silenced. */
  readonly target: readonly string[];
  /** Labels that must be the same on both; each must be demanded by matchers on both sides. */
  readonly equal: readonly string[];
}

/** Kinds of alerts that a symptom of the same service explains. Never the other way round. */
export const CAUSES: readonly AlertKind[] = ["anomaly", "saturation", "prediction", "regression", "fault"];
const OF_CAUSES = `kind=~"${CAUSES.join("|")}"`;
const NOT_URGENT = 'severity=~"medium|low"';
const URGENT = 'severity=~"critical|high"';

/** What the inhibitions of an environment depend on. */
export interface InhibitionsOptions {
  readonly planned: readonly PlannedMaintenance[];
  readonly services: readonly ServiceRoute[];
  /** Of the environment itself. */
  readonly further: readonly Inhibition[];
}

/** All inhibitions of an environment. */
export function inhibitions({ further, planned, services }: InhibitionsOptions): readonly Inhibition[] {
  return [
    ...SEVERITIES.slice(0, -1).map(severityLadder),
    NODE_GONE,
    ROLLOUT,
    ...maintenanceInhibitions(planned),
    ...services.flatMap((service) =>
      service.dependencies.map((dependency) => dependencyInhibition(service, dependency)),
    ),
    ...further,
    SYMPTOM,
  ];
}

/** Alertmanager's `inhibit_rules`. */
export function inhibitRules(rules: readonly Inhibition[]): readonly HelmValues[] {
  return rules.map(({ equal, source, target }) => ({
    source_matchers: source,
    target_matchers: target,
    equal,
  }));
}

/** The same alert at a higher severity says all that the lower one does. */
function severityLadder(severity: string, index: number): Inhibition {
  return ofOneService(
    [`severity="${severity}"`],
    [`severity=~"${SEVERITIES.slice(index + 1).join("|")}"`],
    ["alertname"],
  );
}

const SYMPTOM = ofOneService(['kind="symptom"', URGENT], [OF_CAUSES, NOT_URGENT]);

/** What a node that is gone shows of itself. */
const NODE_GONE: Inhibition = {
  source: ['alertname="NodeNotReady"', 'node!=""'],
  target: ['kind=~"saturation|prediction|fault"', 'node!=""'],
  equal: ["cluster", "node"],
};

/** A rollout makes rates unusual for a while; what users feel of it is told. */
const ROLLOUT = ofOneService(['alertname="DeploymentRollout"'], ['kind="anomaly"', NOT_URGENT]);

/**
 * Alertmanager takes two missing labels as equal: without the matchers on presence, an alert on one node would
 * silence one on every other node (prometheus/alertmanager#2214). Prometheus itself adds `cluster` to every alert.
 */
function ofOneService(
  source: readonly string[],
  target: readonly string[],
  alsoEqual: readonly string[] = [],
): Inhibition {
  const labels = ["namespace", "service"];
  const present = labels.map((label) => `${label}!=""`);
  return {
    source: [...source, ...present],
    target: [...target, ...present],
    equal: ["cluster", ...labels, ...alsoEqual],
  };
}

/**
 * One rule an edge, because Alertmanager cannot compare the service of one alert with the dependency of another
 * (prometheus/alertmanager#4351). Symptoms and objectives of the caller are never silenced.
 */
function dependencyInhibition(caller: ServiceRoute, dependency: ServiceName): Inhibition {
  const of = ({ namespace, service }: ServiceName): readonly string[] => [
    `namespace=${JSON.stringify(namespace)}`,
    `service=${JSON.stringify(service)}`,
  ];
  return {
    source: [...of(dependency), 'kind=~"symptom|saturation|absence"', URGENT],
    target: [...of(caller), OF_CAUSES, NOT_URGENT],
    equal: ["cluster"],
  };
}

const SCOPE_LABELS: Readonly<Record<ScopeName, readonly string[]>> = {
  cluster: [],
  namespace: ["namespace"],
  service: ["namespace", "service"],
};

/** One rule for each scope and severity in use; none for critical. */
function maintenanceInhibitions(planned: readonly PlannedMaintenance[]): readonly Inhibition[] {
  return (Object.keys(SCOPE_LABELS) as ScopeName[]).flatMap((scope) => {
    const ofScope = planned.filter((maintenance) => scopeName(maintenance) === scope);
    const present = SCOPE_LABELS[scope].map((label) => `${label}!=""`);
    return ALL_QUIET.filter((severity) => ofScope.some((maintenance) => quietens(maintenance, severity))).map(
      (severity) => ({
        source: [
          `alertname="${MAINTENANCE_ALERT}"`,
          `scope="${scope}"`,
          `quietens=~".*${severity}.*"`,
          ...present,
        ],
        target: [`severity="${severity}"`, ...present],
        equal: ["cluster", ...SCOPE_LABELS[scope]],
      }),
    );
  });
}
