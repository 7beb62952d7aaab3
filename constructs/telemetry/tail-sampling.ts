import type { HelmValue } from "../core/helm-values";
import { toMilliseconds } from "./span-metrics";

/** A service by the attributes of its spans. */
export interface SampledService {
  readonly namespace: string;
  readonly name: string;
}

/** Which traces are kept. */
export interface TailSampling {
  /** Share of ordinary traces, above 0 and at most 1. */
  readonly baselineRatio: number;
  /** Traces that take this long or longer are all kept. */
  readonly slowTraceSeconds: number;
  /** Share of traces of workloads labelled critical, while the load allows it. */
  readonly criticalRatio: number;
  /**
   * Services that are critical whether their pods are labelled or not.
   * @default - those that are labelled alone
   */
  readonly criticalServices?: readonly SampledService[];
  /** Traces that begin each second at one replica; decides how many wait in memory. */
  readonly expectedTracesPerSecond: number;
}

/** Above this load of one replica only the share of critical workloads above the baseline is trimmed. */
const CRITICAL_SPANS_PER_SECOND = 5000;

const DECISION_WAIT_SECONDS = 30;

// Three times what waits for its decision, so that a burst does not push traces out before it.
const HEADROOM = 3;

/**
 * Keeps every trace with an error, every slow one, every one that an application forces, and the baseline of the
 * rest. None of these is capped: the mandate's share would shrink under load otherwise.
 */
export function tailSampling(sampling: TailSampling): HelmValue {
  const waiting = Math.ceil(sampling.expectedTracesPerSecond * DECISION_WAIT_SECONDS * HEADROOM);
  return {
    decision_wait: `${DECISION_WAIT_SECONDS}s`,
    decision_wait_after_root_received: "5s",
    num_traces: waiting,
    expected_new_traces_per_sec: Math.ceil(sampling.expectedTracesPerSecond),
    maximum_trace_size_bytes: 10 * 2 ** 20,
    block_on_overflow: false,
    // Spans that come late follow the decision that was made for their trace.
    decision_cache: { sampled_cache_size: 10 * waiting, non_sampled_cache_size: 10 * waiting },
    // Otherwise traces that another policy keeps would spend the limit of the last one.
    sample_on_first_match: true,
    policies: policies(sampling),
  };
}

function policies(sampling: TailSampling): readonly HelmValue[] {
  const { baselineRatio, slowTraceSeconds } = sampling;
  return [
    { name: "errors", type: "status_code", status_code: { status_codes: ["ERROR"] } },
    { name: "slow", type: "latency", latency: { threshold_ms: latencyThreshold(slowTraceSeconds) } },
    { name: "forced", type: "boolean_attribute", boolean_attribute: { key: "sampling.keep", value: true } },
    { name: "baseline", ...probabilistic(baselineRatio) },
    { name: "critical", type: "and", and: { and_sub_policy: criticalPolicies(sampling) } },
  ];
}

/** The policy keeps traces of more whole milliseconds than its threshold; one less keeps those at the limit too. */
function latencyThreshold(seconds: number): number {
  return Math.max(0, Math.floor(toMilliseconds(seconds)) - 1);
}

function probabilistic(ratio: number): { readonly type: string; readonly probabilistic: HelmValue } {
  // Digits beyond the twelfth are noise of the multiplication.
  const sampling_percentage = Number((ratio * 100).toPrecision(12));
  return { type: "probabilistic", probabilistic: { sampling_percentage } };
}

/** Evaluated in order, so that only traces that match the others spend the limit. */
function criticalPolicies({ criticalRatio, criticalServices = [] }: TailSampling): readonly HelmValue[] {
  return [
    { name: "tier", ...(criticalServices.length === 0 ? LABELLED : labelledOrListed(criticalServices)) },
    { name: "share", ...probabilistic(criticalRatio) },
    { name: "load", type: "rate_limiting", rate_limiting: { spans_per_second: CRITICAL_SPANS_PER_SECOND } },
  ];
}

const LABELLED = {
  type: "string_attribute",
  string_attribute: { key: "app.tier", values: ["critical"] },
} as const satisfies HelmValue;

/** One of the conditions suffices. */
function labelledOrListed(services: readonly SampledService[]): Readonly<Record<string, HelmValue>> {
  const is = (attribute: string, value: string): string =>
    `resource.attributes["${attribute}"] == ${JSON.stringify(value)}`;
  const listed = services.map(
    ({ name, namespace }) => `${is("service.name", name)} and ${is("k8s.namespace.name", namespace)}`,
  );
  return {
    type: "ottl_condition",
    ottl_condition: { error_mode: "ignore", span: [is("app.tier", "critical"), ...listed.sort()] },
  };
}
