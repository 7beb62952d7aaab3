import { valueAt as mandatedAt, type Mandate } from "../../../mandate";
import type { Artifact } from "../../artifact/artifact";
import { below, textOf, valueAt } from "../../artifact/json";
import type { KubernetesObject } from "../../artifact/kubernetes-object";
import { collectors, type Collector } from "../../artifact/native/collectors";
import { instrumentations } from "../../artifact/native/instrumentation";
import { pipelinesOf, processorsOf } from "../collector-pipelines";
import { instrumentationEnv } from "../instrumentation-env";
import { boundViolations, defineRule, rendered, type Violation } from "../rule";
import { headSamplingRatio } from "../head-sampling";
import {
  baselinePercentage,
  keepsErrors,
  keepsSlow,
  tailSamplers,
  unsafeDrops,
  type TailSampler,
} from "../tail-sampling";

const KEY = "observability_configuration.trace_sampling_rate";

/**
 * The mandated share of ordinary traces is kept, and every trace with an error and every slow one. With tail sampling
 * at the gateway applications send everything, because what they drop the gateway cannot keep.
 */
export const traceSamplingRule = defineRule({
  id: "QMS-SMP-001",
  title: "the mandated share of traces is kept",
  mandate: [KEY],
  violations: (artifact, mandate) => {
    const all = collectors(artifact);
    const samplers = tailSamplers(all);
    return [
      ...samplers.flatMap((sampler) => [...baseline(sampler, mandate), ...losses(sampler)]),
      ...all.flatMap((collector) => probabilistic(collector, mandate)),
      ...headSampling(artifact, mandate, samplers.length > 0),
    ];
  },
});

function percent(mandated: unknown): string {
  return `${Number((Number(mandated) * 100).toPrecision(12))} %`;
}

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
    value: percentage === undefined ? undefined : Number((percentage / 100).toPrecision(12)),
    render: (mandated) =>
      `${percent(mandated)} of all traces, by a probabilistic policy without a further condition`,
    fix: "raise the sampling rate of the gateway, or remove it to get the mandated one",
  });
}

function losses({ collector: { address }, path, policies }: TailSampler): readonly Violation[] {
  const lost = (at: string, found: string, required: string, fix: string): Violation => ({
    address,
    path: at,
    found,
    required,
    mandate: KEY,
    fix,
  });
  const fix = "leave the policies that keep errors and slow traces to the gateway construct";
  return [
    ...(keepsErrors(policies)
      ? []
      : [
          lost(
            path,
            "no policy for errors",
            "a status_code policy that keeps every trace with an ERROR",
            fix,
          ),
        ]),
    ...(keepsSlow(policies)
      ? []
      : [lost(path, "no policy for slow traces", "a latency policy that keeps every slow trace", fix)]),
    ...unsafeDrops(policies).map((index) =>
      lost(
        below(path, index),
        rendered(policies[index]?.name),
        "a drop policy with a condition of its own, and none for traces with an ERROR",
        "add a not policy on status_code ERROR, and a condition on what is dropped",
      ),
    ),
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
      value: typeof written === "number" ? Number((written / 100).toPrecision(12)) : undefined,
      render: percent,
      fix: "raise sampling_percentage, or remove the processor",
    }),
  );
}

function headSampling(artifact: Artifact, mandate: Mandate, tailDecides: boolean): readonly Violation[] {
  const objects = instrumentations(artifact);
  if (objects.length === 0 && !tailDecides) return [NOBODY_SAMPLES];
  return objects.flatMap((object) =>
    samplersOf(object).flatMap((sampler) => weakSampler(sampler, mandate, tailDecides)),
  );
}

const NOBODY_SAMPLES: Violation = {
  address: "",
  path: "",
  found: "neither a gateway with tail sampling nor an Instrumentation",
  required: "one of them, keeping the mandated share of traces",
  mandate: KEY,
  fix: "add the gateway to the stack",
};

interface Sampler {
  readonly address: string;
  readonly path: string;
  readonly type: string | undefined;
  readonly argument: string | undefined;
}

/** The field of the resource, and a variable that would beat it. */
function samplersOf(object: KubernetesObject): readonly Sampler[] {
  const argument = textOf(valueAt(object.body, "spec.sampler.argument"));
  const path = below(below(object.path, "spec"), "sampler");
  const field = {
    address: object.address,
    path,
    type: textOf(valueAt(object.body, "spec.sampler.type")),
    argument,
  };
  const types = instrumentationEnv(object, ["OTEL_TRACES_SAMPLER"]);
  const args = instrumentationEnv(object, ["OTEL_TRACES_SAMPLER_ARG"]);
  return [
    field,
    ...types.map(({ address, path: at, value }) => ({
      address,
      path: at,
      type: value,
      argument: args[0]?.value ?? argument,
    })),
    ...args.map(({ address, path: at, value }) => ({
      address,
      path: at,
      type: types[0]?.value ?? field.type,
      argument: value,
    })),
  ];
}

function weakSampler(sampler: Sampler, mandate: Mandate, tailDecides: boolean): readonly Violation[] {
  const { address, path, type, argument } = sampler;
  const ratio = headSamplingRatio(type, argument);
  const written =
    type === undefined ? undefined : [type, ...(argument === undefined ? [] : [argument])].join(" ");
  if (!tailDecides) {
    const fix = "raise the argument of the sampler, or send traces through a gateway";
    return boundViolations(mandate, { key: KEY, address, path, written, value: ratio, render: percent, fix });
  }
  if (ratio === 1) return [];
  const required = "parentbased_always_on: the gateway decides, and cannot keep errors that it never gets";
  const fix = `remove ${path}; the mandated ${percent(mandatedAt(mandate.values, KEY))} is the gateway's baseline`;
  return [{ address, path, found: rendered(written), required, mandate: KEY, fix }];
}
