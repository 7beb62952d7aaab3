import type { Mandate } from "../../../mandate";
import { below } from "../../artifact/json";
import { collectors, type Collector } from "../../artifact/native/collectors";
import { instrumentations } from "../../artifact/native/instrumentation";
import { pipelinesOf, processorsOf } from "../collector-pipelines";
import { boundViolations, defineRule, rendered, type Violation } from "../rule";
import { percent, shareOf } from "../share";
import {
  baselinePercentage,
  keepsErrors,
  keepsSlow,
  tailSamplers,
  unsafeDrops,
  type TailSampler,
} from "../tail-sampling";

const KEY = "observability_configuration.trace_sampling_rate";

/** Collectors keep the mandated share of ordinary traces, and every trace with an error and every slow one. */
export const traceSamplingRule = defineRule({
  id: "QMS-SMP-001",
  title: "collectors keep the mandated share of traces",
  mandate: [KEY],
  violations: (artifact, mandate) => {
    const all = collectors(artifact);
    const samplers = tailSamplers(all);
    if (samplers.length === 0 && instrumentations(artifact).length === 0) return [NOBODY_SAMPLES];
    return [
      ...samplers.flatMap((sampler) => [...baseline(sampler, mandate), ...losses(sampler)]),
      ...all.flatMap((collector) => probabilistic(collector, mandate)),
    ];
  },
});

const NOBODY_SAMPLES: Violation = {
  address: "",
  path: "",
  found: "neither a gateway with tail sampling nor an Instrumentation",
  required: "one of them, keeping the mandated share of traces",
  mandate: KEY,
  fix: "add the gateway to the stack",
};

function baseline(
  { collector: { address }, path, policies }: TailSampler,
  mandate: Mandate,
): readonly Violation[] {
  const percentage = baselinePercentage(policies);
  return boundViolations(mandate, {
    key: KEY,
    address,
    path,
    written: percentage,
    value: shareOf(percentage),
    render: (mandated) =>
      `${percent(mandated)} of all traces, by a probabilistic policy without a further condition`,
    fix: "raise the sampling rate of the gateway, or remove it to get the mandated one",
  });
}

function losses({ collector: { address }, path, policies }: TailSampler): readonly Violation[] {
  const fix = "leave the policies that keep errors and slow traces to the gateway construct";
  const lost = { address, path, mandate: KEY, fix } as const;
  const drops = unsafeDrops(policies).map((index): Violation => ({
    ...lost,
    path: below(path, index),
    found: rendered(policies[index]?.name),
    required: "a drop policy with a condition of its own, and none for traces with an ERROR",
    fix: "add a not policy on status_code ERROR, and a condition on what is dropped",
  }));
  const errors = "a status_code policy that keeps every trace with an ERROR";
  const slow = "a latency policy that keeps every slow trace";
  return [
    ...(keepsErrors(policies) ? [] : [{ ...lost, found: "no policy for errors", required: errors }]),
    ...(keepsSlow(policies) ? [] : [{ ...lost, found: "no policy for slow traces", required: slow }]),
    ...drops,
  ];
}

function probabilistic(collector: Collector, mandate: Mandate): readonly Violation[] {
  const used = new Map(
    pipelinesOf(collector)
      .filter(({ signal }) => signal === "traces")
      .flatMap((pipeline) => processorsOf(pipeline, "probabilistic_sampler")),
  );
  return [...used].flatMap(([name, { sampling_percentage: written }]) =>
    boundViolations(mandate, {
      key: KEY,
      address: collector.address,
      path: `${collector.path}.processors.${name}.sampling_percentage`,
      written,
      value: shareOf(written),
      render: percent,
      fix: "raise sampling_percentage, or remove the processor",
    }),
  );
}
