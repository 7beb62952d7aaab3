/**
 * The share of traces, between 0 and 1, that an SDK's sampler lets through; nothing where only a service knows it.
 *
 * @param type as in `OTEL_TRACES_SAMPLER`; where nothing is set, SDKs use `parentbased_always_on`
 * @see https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/#general-sdk-configuration
 */
export function headSamplingRatio(
  type: string | undefined,
  argument: string | undefined,
): number | undefined {
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
