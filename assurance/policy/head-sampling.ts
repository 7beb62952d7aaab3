import { below, textOf, valueAt } from "../artifact/json";
import type { KubernetesObject } from "../artifact/kubernetes-object";
import { instrumentationEnv } from "./instrumentation-env";

/** How an Instrumentation lets SDKs sample. */
export interface HeadSampler {
  readonly address: string;
  readonly path: string;
  /** Type and argument; nothing where neither is set. */
  readonly written: string | undefined;
  /** Share of traces, between 0 and 1, that goes out; nothing where only a service knows it. */
  readonly ratio: number | undefined;
}

/** The sampler of the resource, and every variable that would beat it in some language. */
export function headSamplers(object: KubernetesObject): readonly HeadSampler[] {
  const field = {
    address: object.address,
    path: below(below(object.path, "spec"), "sampler"),
    type: textOf(valueAt(object.body, "spec.sampler.type")),
    argument: textOf(valueAt(object.body, "spec.sampler.argument")),
  };
  const types = instrumentationEnv(object, ["OTEL_TRACES_SAMPLER"]);
  const args = instrumentationEnv(object, ["OTEL_TRACES_SAMPLER_ARG"]);
  const argument = args[0]?.value ?? field.argument;
  const type = types[0]?.value ?? field.type;
  return [
    field,
    ...types.map((variable) => ({ ...variable, type: variable.value, argument })),
    ...args.map((variable) => ({ ...variable, type, argument: variable.value })),
  ].map((sampler) => ({
    address: sampler.address,
    path: sampler.path,
    written: [sampler.type, sampler.argument].filter((part) => part !== undefined).join(" ") || undefined,
    ratio: samplingRatio(sampler.type, sampler.argument),
  }));
}

/**
 * Where nothing is set, SDKs use `parentbased_always_on`.
 * @see https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/#general-sdk-configuration
 */
function samplingRatio(type: string | undefined, argument: string | undefined): number | undefined {
  switch (type) {
    case undefined:
    case "always_on":
    case "parentbased_always_on":
      return 1;
    case "always_off":
    case "parentbased_always_off":
      return 0;
    case "traceidratio":
    case "parentbased_traceidratio":
      return argument === undefined || argument === "" ? 1 : Number(argument);
    default:
      return undefined;
  }
}
