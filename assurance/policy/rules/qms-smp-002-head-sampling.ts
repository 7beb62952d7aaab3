import type { Mandate } from "../../../mandate";
import { collectors } from "../../artifact/native/collectors";
import { instrumentations } from "../../artifact/native/instrumentation";
import { headSamplers, type HeadSampler } from "../head-sampling";
import { boundViolations, defineRule, rendered, type Violation } from "../rule";
import { percent } from "../share";
import { tailSamplers } from "../tail-sampling";

const KEY = "observability_configuration.trace_sampling_rate";

/**
 * Applications send the mandated share of traces at least; with tail sampling at the gateway they send everything,
 * because what they drop the gateway cannot keep.
 */
export const headSamplingRule = defineRule({
  id: "QMS-SMP-002",
  title: "applications send the mandated share of traces",
  mandate: [KEY],
  violations: (artifact, mandate) => {
    const tailDecides = tailSamplers(collectors(artifact)).length > 0;
    return instrumentations(artifact)
      .flatMap(headSamplers)
      .flatMap((sampler) => (tailDecides ? losesErrors(sampler) : keepsTooFew(sampler, mandate)));
  },
});

function keepsTooFew({ address, path, written, ratio }: HeadSampler, mandate: Mandate): readonly Violation[] {
  const fix = "raise the argument of the sampler, or send traces through a gateway";
  return boundViolations(mandate, { key: KEY, address, path, written, value: ratio, render: percent, fix });
}

function losesErrors({ address, path, written, ratio }: HeadSampler): readonly Violation[] {
  if (ratio === 1) return [];
  return [
    {
      address,
      path,
      found: rendered(written),
      required: "parentbased_always_on, because the gateway cannot keep errors that it never gets",
      mandate: KEY,
      fix: "leave the sampler to the Instrumentation construct; the sampling rate is the gateway's",
    },
  ];
}
