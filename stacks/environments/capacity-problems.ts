import { ELASTICSEARCH_SIZES } from "../../constructs/logging/elasticsearch-nodes";
import type { MandateKey, Problem, Quantities } from "../../mandate";
import { elasticsearchVolume, prometheusVolume, type NeededVolume } from "./capacity";
import type { Environment, Size } from "./environment";
import { loadFigures } from "./load-figures";

/** The volumes that an environment needs, so that no size ends what the mandate keeps by time. */
export function neededVolumes(
  { load, profile }: Pick<Environment, "load" | "profile">,
  mandated: Quantities,
): Readonly<Record<"prometheus" | "elasticsearch", NeededVolume>> {
  const figures = loadFigures(load);
  const fill = mandated.diskUtilizationRatio;
  const { nodes, replicas } = ELASTICSEARCH_SIZES[profile];
  return {
    prometheus: prometheusVolume(figures, { retentionDays: mandated.metricsRetentionDays, fill }),
    elasticsearch: elasticsearchVolume(figures, {
      logRetentionDays: mandated.logRetentionDays,
      traceRetentionDays: mandated.traceRetentionDays,
      samplingRatio: mandated.traceSamplingRatio,
      errorRatio: mandated.errorRatio,
      replicas,
      nodes,
      fill,
    }),
  };
}

const KEPT_BY: Readonly<Record<"prometheus" | "elasticsearch", MandateKey>> = {
  prometheus: "observability_configuration.metrics_retention_days",
  elasticsearch: "observability_configuration.log_retention_days",
};

/** Volumes that would be full before the mandated retention is over. */
export function capacityProblems(
  environment: Environment,
  mandated: Quantities,
  where: string,
): readonly Problem[] {
  const needed = neededVolumes(environment, mandated);
  return (["prometheus", "elasticsearch"] as const)
    .filter((name) => gibOf(environment.storage[name]) < needed[name].gib)
    .map((name) => ({
      where: `${where}: storage.${name}`,
      what: "the volume is full before the retention is over at the declared load",
      found: environment.storage[name],
      allowed: allowed(needed[name]),
      mandate: KEPT_BY[name],
      fix: "make it larger, or tell in load.measured what samples, logs and spans really take",
    }));
}

function allowed({ fill, gib, shares }: NeededVolume): string {
  const parts = shares.map(({ what, bytes, how }) => `${what} ${inGib(bytes)} (${how})`);
  return `at least ${gib}Gi, ${Math.round(fill * 100)} % full: ${parts.join("; ")}`;
}

function inGib(bytes: number): string {
  return `${(bytes / 2 ** 30).toFixed(1)} GiB`;
}

const GIB_OF_UNIT = { Mi: 2 ** -10, Gi: 1, Ti: 2 ** 10 } as const;

/** A size in GiB. */
export function gibOf(size: Size): number {
  const unit = size.slice(-2) as keyof typeof GIB_OF_UNIT;
  return Number(size.slice(0, -2)) * GIB_OF_UNIT[unit];
}
