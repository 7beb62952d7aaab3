import { type Mandate, type Problem, quantities } from "../../mandate";
import type { Profile } from "../core/chart-values";
import type { HelmValues } from "../core/helm-values";
import { VOLUME_SIZE_FORM, volumeBytes } from "../core/volume-size";
import { INTERNAL_ISSUER, type IssuerReference } from "../security/certificate";
import { pipelineValueProblems } from "./caller-values";
import { toMilliseconds } from "./span-metrics";
import { weakerProblems } from "./stricter-props";
import type { SampledService } from "./tail-sampling";

/** Properties of `GatewayCollector`. */
export interface GatewayCollectorProps {
  readonly namespace: string;
  readonly profile: Profile;
  /**
   * Share of ordinary traces that is kept, at least the mandated one and at most 1. Errors and slow traces are kept
   * in any case.
   * @default - the mandate's
   */
  readonly samplingRatio?: number;
  /**
   * Duration from which a trace is slow and kept, at most the mandated p99.
   * @default - the mandated p99
   */
  readonly slowTraceSeconds?: number;
  /**
   * Share of traces through workloads labelled critical that is kept while the load allows it.
   * @default - half, or `samplingRatio` where that is more
   */
  readonly criticalSamplingRatio?: number;
  /**
   * Services whose traces are kept like those of workloads labelled critical.
   * @default - none
   */
  readonly criticalServices?: readonly SampledService[];
  /**
   * Latency limits of service objectives; each becomes a bound of the histograms.
   * @default - the mandated limits alone
   */
  readonly latencyLimitsSeconds?: readonly number[];
  /**
   * Traces that begin each second in the whole cluster, before sampling; decides how many a replica holds in memory.
   * @default 100
   */
  readonly expectedTracesPerSecond?: number;
  /**
   * Volume of each replica, where spans wait while the backend is away: up to half of it, and 4 GiB at most.
   * @default "4Gi"
   */
  readonly storageSize?: string;
  /** @default - the cluster's default class */
  readonly storageClassName?: string;
  /**
   * Signs its certificate; its peers must have certificates of the same authority.
   * @default INTERNAL_ISSUER
   */
  readonly issuer?: IssuerReference;
  /**
   * Values for the chart; they cannot touch the pipelines.
   * @default - none
   */
  readonly values?: HelmValues;
}

/** The store grows by sixteen at a time. */
const LEAST_MEBIBYTES = 64;

/** The props with every default in its place; a storage class stays optional. */
export type GatewaySettings = Required<Omit<GatewayCollectorProps, "storageClassName">>;

/** Fills what was not given, from the mandate where it says something. */
export function gatewayDefaults(props: GatewayCollectorProps, mandate: Mandate): GatewaySettings {
  const { traceSamplingRatio, responseTimeP99Seconds } = quantities(mandate);
  const { samplingRatio = traceSamplingRatio } = props;
  return {
    samplingRatio,
    slowTraceSeconds: responseTimeP99Seconds,
    criticalSamplingRatio: Math.max(0.5, samplingRatio),
    criticalServices: [],
    latencyLimitsSeconds: [],
    expectedTracesPerSecond: 100,
    storageSize: "4Gi",
    issuer: INTERNAL_ISSUER,
    values: {},
    ...props,
  };
}

/** What is wrong with the props. */
export function gatewayProblems(
  settings: GatewaySettings,
  mandate: Mandate,
  path: string,
): readonly Problem[] {
  const { samplingRatio, slowTraceSeconds, criticalSamplingRatio, values } = settings;
  const { latencyLimitsSeconds, expectedTracesPerSecond, storageSize } = settings;
  return [
    ...weakerProblems(mandate, [
      {
        where: `${path}: samplingRatio`,
        key: "observability_configuration.trace_sampling_rate",
        value: samplingRatio,
      },
      {
        where: `${path}: slowTraceSeconds`,
        key: "monitoring_thresholds.response_time_p99_ms",
        value: toMilliseconds(slowTraceSeconds),
      },
    ]),
    ...outside(`${path}: samplingRatio`, samplingRatio, samplingRatio <= 1, "at most 1"),
    ...outside(`${path}: slowTraceSeconds`, slowTraceSeconds, slowTraceSeconds >= 0, "at least 0"),
    ...outside(
      `${path}: criticalSamplingRatio`,
      criticalSamplingRatio,
      criticalSamplingRatio >= samplingRatio && criticalSamplingRatio <= 1,
      `from ${samplingRatio}, as for other traces, to 1`,
    ),
    ...outside(
      `${path}: expectedTracesPerSecond`,
      expectedTracesPerSecond,
      expectedTracesPerSecond > 0,
      "above 0",
    ),
    ...latencyLimitsSeconds.flatMap((limit, index) =>
      outside(`${path}: latencyLimitsSeconds[${index}]`, limit, limit > 0, "above 0"),
    ),
    ...outside(
      `${path}: storageSize`,
      storageSize,
      (volumeBytes(storageSize) ?? 0) >= LEAST_MEBIBYTES * 2 ** 20,
      `${VOLUME_SIZE_FORM}, ${LEAST_MEBIBYTES}Mi or more`,
    ),
    ...pipelineValueProblems(values, `${path}: values`),
  ];
}

function outside(
  where: string,
  found: number | string,
  inside: boolean,
  allowed: string,
): readonly Problem[] {
  return inside ? [] : [{ where, what: "the value is not possible", found: String(found), allowed }];
}
