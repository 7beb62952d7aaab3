import { isObject, itemsOf, textsOf, valueAt, type JsonObject, type JsonValue } from "../artifact/json";
import type { Collector } from "../artifact/native/collectors";
import { pipelinesOf, processorsOf } from "./collector-pipelines";

/** One tail_sampling processor that is in use. */
export interface TailSampler {
  readonly collector: Collector;
  /** Value path of its policies. */
  readonly path: string;
  readonly policies: readonly JsonObject[];
}

export function tailSamplers(collectors: readonly Collector[]): readonly TailSampler[] {
  return collectors.flatMap((collector) => {
    const used = new Map(
      pipelinesOf(collector).flatMap((pipeline) => processorsOf(pipeline, "tail_sampling")),
    );
    return [...used].map(([name, processor]) => ({
      collector,
      path: `${collector.path}.processors.${name}.policies`,
      policies: itemsOf(processor.policies).filter(isObject),
    }));
  });
}

/**
 * The largest share, in percent, that a policy keeps of every trace whatever is in it. A cap on spans per second may
 * stand beside it, against overload; any other condition would leave out some ordinary traces.
 */
export function baselinePercentage(policies: readonly JsonObject[]): number | undefined {
  const shares = policies.flatMap((policy) => {
    const conditions = conditionsOf(policy).filter(({ type }) => type !== "rate_limiting");
    const [only] = conditions;
    if (only === undefined || conditions.length > 1) return [];
    if (only.type === "always_sample") return [100];
    const percentage = valueAt(only, "probabilistic.sampling_percentage");
    return only.type === "probabilistic" && typeof percentage === "number" ? [percentage] : [];
  });
  return shares.length === 0 ? undefined : Math.max(...shares);
}

/** Whether every trace with an error is kept, a cap against overload aside. */
export function keepsErrors(policies: readonly JsonObject[]): boolean {
  return policies.some((policy) => keepsAll(policy, isErrorStatus));
}

/** Whether every trace above some duration is kept, a cap against overload aside. */
export function keepsSlow(policies: readonly JsonObject[]): boolean {
  return policies.some((policy) => keepsAll(policy, ({ type }) => type === "latency"));
}

function keepsAll(policy: JsonObject, condition: (one: JsonObject) => boolean): boolean {
  const conditions = conditionsOf(policy).filter(({ type }) => type !== "rate_limiting");
  return conditions.length === 1 && conditions.every((one) => condition(one) || one.type === "always_sample");
}

/** Drop policies win over all others; they may not take traces with errors, nor everything. */
export function unsafeDrops(policies: readonly JsonObject[]): readonly number[] {
  return policies.flatMap((policy, index) => {
    if (policy.type !== "drop") return [];
    const conditions = itemsOf(valueAt(policy, "drop.drop_sub_policy")).filter(isObject);
    const sparesErrors = conditions.some(({ type, not }) => type === "not" && isErrorStatus(subPolicy(not)));
    const isNarrow = conditions.some(({ type }) => type !== "not" && type !== "always_sample");
    return sparesErrors && isNarrow ? [] : [index];
  });
}

function subPolicy(not: JsonValue | undefined): JsonObject {
  const policy = valueAt(not, "not_sub_policy");
  return isObject(policy) ? policy : {};
}

function isErrorStatus({ type, status_code }: JsonObject): boolean {
  return type === "status_code" && textsOf(valueAt(status_code, "status_codes")).includes("ERROR");
}

/** A policy is one condition, or several that must all hold. */
function conditionsOf(policy: JsonObject): readonly JsonObject[] {
  return policy.type === "and" ? itemsOf(valueAt(policy, "and.and_sub_policy")).filter(isObject) : [policy];
}
