import { describeAllowed, isWeaker, type Mandate, type Problem } from "../../mandate";

const KEY = "observability_configuration.trace_context_propagation";

/**
 * Formats in which a trace is handed from service to service.
 * @see https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/
 */
export const PROPAGATORS = [
  ...(["tracecontext", "baggage", "b3", "b3multi", "jaeger", "xray", "ottrace"] as const),
] as const;

/** A propagator by the name that SDKs know. */
export type Propagator = (typeof PROPAGATORS)[number];

// The mandate says w3c for what SDKs call tracecontext; all other names are the same.
const MANDATE_NAMES: Readonly<Record<string, string>> = { tracecontext: "w3c" };
const SDK_NAMES: Readonly<Record<string, string>> = { w3c: "tracecontext" };

/** The mandated propagators, the first one first, and baggage, which carries no trace and hinders none. */
export function mandatedPropagators(propagation: string): readonly string[] {
  const names = propagation.split(",").map((name) => SDK_NAMES[name] ?? name);
  return names.includes("baggage") ? names : [...names, "baggage"];
}

/** What is wrong with a list of propagators. */
export function propagatorProblems(
  propagators: readonly string[],
  mandate: Mandate,
  where: string,
): readonly Problem[] {
  const found = propagators.join(", ");
  const unknown = propagators.filter((name) => !PROPAGATORS.some((known) => known === name));
  const mandated = mandate.values.observability_configuration.trace_context_propagation;
  const named = propagators.map((name) => MANDATE_NAMES[name] ?? name);
  return [
    ...unknown.map((name) => ({
      where,
      what: "SDKs do not know this propagator",
      found: name,
      allowed: PROPAGATORS.join(", "),
    })),
    ...(isWeaker(KEY, mandated, named)
      ? [
          {
            where,
            what: "weaker than the mandate",
            found,
            allowed: describeAllowed(KEY, mandated, (value) => mandatedPropagatorNames(String(value))),
            mandate: KEY,
            fix: "put tracecontext first; further propagators may follow",
          },
        ]
      : []),
  ];
}

function mandatedPropagatorNames(propagation: string): string {
  return propagation
    .split(",")
    .map((name) => SDK_NAMES[name] ?? name)
    .join(", ");
}
