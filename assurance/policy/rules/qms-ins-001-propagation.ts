import { describeAllowed, valueAt as mandatedAt } from "../../../mandate";
import { below, textsOf, valueAt } from "../../artifact/json";
import { instrumentations } from "../../artifact/native/instrumentation";
import { instrumentationEnv } from "../instrumentation-env";
import { boundViolations, defineRule } from "../rule";

const KEY = "observability_configuration.trace_context_propagation";

/** Every Instrumentation passes on the W3C trace context ahead of any other format. */
export const propagationRule = defineRule({
  id: "QMS-INS-001",
  title: "trace context is passed on as mandated",
  mandate: [KEY],
  violations: (artifact, mandate) => {
    const objects = instrumentations(artifact);
    if (objects.length === 0) {
      const required = `an Instrumentation whose list of propagators ${describeAllowed(KEY, mandatedAt(mandate.values, KEY), render)}`;
      const fix = "add the Instrumentation construct to the stack";
      return [{ address: "", path: "", found: "no Instrumentation", required, mandate: KEY, fix }];
    }
    const settings = objects.flatMap((object) => [
      {
        address: object.address,
        path: below(below(object.path, "spec"), "propagators"),
        written: valueAt(object.body, "spec.propagators"),
        value: textsOf(valueAt(object.body, "spec.propagators")).map(mandateName),
      },
      ...instrumentationEnv(object, ["OTEL_PROPAGATORS"]).map(({ address, path, value }) => ({
        address,
        path,
        written: value,
        value: value.split(",").map((name) => mandateName(name.trim())),
      })),
    ]);
    return settings.flatMap((setting) =>
      boundViolations(mandate, {
        key: KEY,
        ...setting,
        render,
        fix: "put tracecontext first; others may follow",
      }),
    );
  },
});

/** The mandate speaks of the standard, OpenTelemetry of its header. */
function mandateName(propagator: string): string {
  return propagator === "tracecontext" ? "w3c" : propagator;
}

function render(mandated: unknown): string {
  return JSON.stringify(String(mandated).replace("w3c", "tracecontext"));
}
