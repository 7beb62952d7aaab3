import type { AgentEndpoint } from "../../constructs/telemetry/endpoints";
import { Instrumentation, type InstrumentationProps } from "../../constructs/telemetry/instrumentation";
import { loadMandate, type Mandate } from "../../mandate";
import { mandateWith } from "../support/mandate-variants";
import { onlyProblemOf, problemsOf } from "../support/problems";
import { synthesize } from "../support/synthesis";

const AGENT: AgentEndpoint = { otlpGrpcUrl: "http://node:1", otlpHttpUrl: "http://node:2" };

function manifests(props: Partial<InstrumentationProps> = {}, mandate: Mandate = loadMandate()) {
  const artifact = synthesize(
    (stack) => new Instrumentation(stack, "instrumentation", { namespace: "obs", agent: AGENT, ...props }),
    { mandate },
  );
  return artifact.values("otel-instrumentation").manifests as Record<string, Record<string, unknown>>;
}

function spec(props: Partial<InstrumentationProps> = {}, mandate?: Mandate) {
  return manifests(props, mandate)["instrumentation-obs-default"]?.spec as Record<string, unknown>;
}

describe("instrumentation", () => {
  test("hands traces on by W3C Trace Context first, and samples nothing away before the gateway", () => {
    expect(spec()).toMatchObject({
      propagators: ["tracecontext", "baggage"],
      sampler: { type: "parentbased_always_on" },
    });
  });

  test("sends to the port that each SDK speaks to", () => {
    const endpoints = ["nodejs", "python", "go", "java", "dotnet"].map((language) => {
      const { env } = spec()[language] as { env: { name: string; value: string }[] };
      return [language, env.find(({ name }) => name === "OTEL_EXPORTER_OTLP_ENDPOINT")?.value];
    });
    expect(endpoints).toEqual([
      ["nodejs", "http://node:1"],
      ["python", "http://node:2"],
      ["go", "http://node:2"],
      ["java", "http://node:2"],
      ["dotnet", "http://node:2"],
    ]);
  });

  test("verifies an agent that has TLS by the authority of the workload's own namespace", () => {
    const agent = { otlpGrpcUrl: "https://node:1", otlpHttpUrl: "https://node:2" };
    expect(spec({ agent }).exporter).toEqual({
      endpoint: "https://node:2",
      tls: { configMapName: "observability-ca", ca_file: "ca.crt" },
    });
    expect(spec().exporter).toEqual({ endpoint: "http://node:2" });
  });

  test("does not send the logs of Python twice", () => {
    expect(JSON.stringify(spec().python)).toContain(
      '{"name":"OTEL_PYTHON_LOGGING_AUTO_INSTRUMENTATION_ENABLED","value":"false"}',
    );
  });

  test("is in every given namespace under one name", () => {
    const objects = manifests({ namespaces: ["shop", "pay"], name: "standard" });
    expect(Object.entries(objects).map(([key, { metadata }]) => [key, metadata])).toEqual([
      ["instrumentation-pay-standard", { name: "standard", namespace: "pay" }],
      ["instrumentation-shop-standard", { name: "standard", namespace: "shop" }],
    ]);
  });

  test("samples in the SDK where there is no gateway, with the mandated share", () => {
    expect(spec({ sampling: "sdk" }, mandateWith({ trace_sampling_rate: 0.23 })).sampler).toEqual({
      type: "parentbased_traceidratio",
      argument: "0.23",
    });
  });

  test("takes further propagators and languages", () => {
    const more = spec({
      propagators: ["tracecontext", "baggage", "b3"],
      languages: ["javascript", "typescript", "python", "go", "java", "dotnet", "nginx"],
    });
    expect(more.propagators).toEqual(["tracecontext", "baggage", "b3"]);
    expect(more).toHaveProperty("nginx");
  });

  test("follows another organisation's mandate", () => {
    const mandate = mandateWith({ trace_context_propagation: "w3c,b3" });
    expect(spec({}, mandate).propagators).toEqual(["tracecontext", "b3", "baggage"]);
  });
});

describe("instrumentation is refused", () => {
  test("when another propagator comes before W3C Trace Context", () => {
    expect(onlyProblemOf(() => spec({ propagators: ["b3", "tracecontext"] }))).toBe(
      [
        "test/instrumentation: propagators: weaker than the mandate",
        "  found:    b3, tracecontext",
        "  allowed:  contains tracecontext, ahead of any other",
        "  mandate:  observability_configuration.trace_context_propagation",
        "  fix:      put tracecontext first; further propagators may follow",
      ].join("\n"),
    );
  });

  test("when a mandated language is missing", () => {
    const languages = ["javascript", "typescript", "python", "go", "java"];
    expect(onlyProblemOf(() => spec({ languages }))).toBe(
      [
        "test/instrumentation: languages: weaker than the mandate",
        '  found:    "javascript", "typescript", "python", "go", "java"',
        '  allowed:  contains "javascript", "typescript", "python", "go", "java", "dotnet"',
        "  mandate:  observability_configuration.otel_sdk_languages",
      ].join("\n"),
    );
  });

  test("when it does not know a language or a propagator", () => {
    const languages = ["javascript", "typescript", "python", "go", "java", "dotnet", "cobol"];
    const propagators = ["tracecontext", "pigeon"] as unknown as ["tracecontext"];
    expect(
      problemsOf(() => spec({ languages, propagators })).map(({ what, found }) => `${what}: ${found}`),
    ).toEqual([
      "the operator cannot instrument this language: cobol",
      "SDKs do not know this propagator: pigeon",
    ]);
  });
});
