import type { TerraformStack } from "cdktf";
import type { HelmValues } from "../../constructs/core/helm-values";
import { GatewayCollector, type GatewayCollectorProps } from "../../constructs/telemetry/gateway-collector";
import { loadMandate, type Mandate } from "../../mandate";
import { LOG_BACKEND, TRACE_BACKEND } from "../support/collector-samples";
import { mandateWith, stricterVariant } from "../support/mandate-variants";
import { onlyProblemOf, problemsOf } from "../support/problems";
import { synthesize, type Synthesized } from "../support/synthesis";

function gateway(stack: TerraformStack, props: Partial<GatewayCollectorProps> = {}): GatewayCollector {
  return new GatewayCollector(stack, "gateway", { namespace: "obs", profile: "single", ...props });
}

function synthesized(
  props: Partial<GatewayCollectorProps> = {},
  mandate: Mandate = loadMandate(),
): Synthesized {
  return synthesize(
    (stack) => {
      const collector = gateway(stack, props);
      collector.exportTracesTo(TRACE_BACKEND);
      collector.exportLogsTo(LOG_BACKEND);
    },
    { mandate },
  );
}

function valuesOf(props: Partial<GatewayCollectorProps> = {}, mandate?: Mandate): HelmValues {
  return synthesized(props, mandate).values("otel-gateway");
}

const TRACE_QUEUE = ["config", "exporters", "otlp_grpc/jaeger", "sending_queue", "queue_size"];

const POLICIES = ["config", "processors", "tail_sampling", "policies"];

describe("the gateway", () => {
  test.each([
    ["64Mi", 2 ** 25],
    ["1Gi", 2 ** 29],
    ["7Gi", 7 * 2 ** 29],
    ["1Ti", 2 ** 32],
  ])("lets spans wait on half of a volume of %s, within what opens in time", (storageSize, bytes) => {
    expect(valuesOf({ storageSize })).toHaveProperty(TRACE_QUEUE, bytes);
  });

  test("is a stateful set behind a headless Service, with a volume for its queue", () => {
    expect(valuesOf({ storageSize: "7Gi", storageClassName: "fast" })).toMatchObject({
      mode: "statefulset",
      fullnameOverride: "otel-gateway",
      service: { clusterIP: "None" },
      statefulset: {
        volumeClaimTemplates: [
          {
            metadata: { name: "state" },
            spec: { storageClassName: "fast", resources: { requests: { storage: "7Gi" } } },
          },
        ],
      },
    });
  });

  test("has one replica on a laptop and three that survive a node", () => {
    expect(valuesOf().replicaCount).toBe(1);
    expect(valuesOf({ profile: "high-availability" })).toMatchObject({
      replicaCount: 3,
      podDisruptionBudget: { enabled: true, maxUnavailable: 1 },
    });
  });

  test("answers under the name of each replica", () => {
    expect(synthesized().values("otel-gateway-identity")).toHaveProperty(
      "manifests.certificate-otel-gateway.spec.dnsNames",
      expect.arrayContaining(["otel-gateway.obs.svc", "*.otel-gateway.obs"]),
    );
  });

  test("takes the credentials for Elasticsearch from a Secret, and its authority from another", () => {
    const values = valuesOf();
    const fromSecret = (key: string) => ({ secretKeyRef: { name: "user-of-collector", key } });
    expect(values.extraEnvs).toEqual([
      { name: "ES_USER", valueFrom: fromSecret("username") },
      { name: "ES_PASSWORD", valueFrom: fromSecret("password") },
    ]);
    expect(values.extraVolumes).toContainEqual({
      name: "logs-ca",
      secret: { secretName: "logs-ca-certs", defaultMode: 288 },
    });
    expect(values.extraVolumeMounts).toContainEqual({
      name: "logs-ca",
      mountPath: "/etc/otelcol/logs-ca",
      readOnly: true,
    });
  });

  test("has no rights in the API server", () => {
    expect(valuesOf()).toHaveProperty("serviceAccount.automountServiceAccountToken", false);
    expect(valuesOf()).not.toHaveProperty("clusterRole");
  });

  test("follows another organisation's mandate", () => {
    const mandate = mandateWith({
      trace_sampling_rate: stricterVariant("trace_sampling_rate"),
      response_time_p95_ms: stricterVariant("response_time_p95_ms"),
      response_time_p99_ms: stricterVariant("response_time_p99_ms"),
    });
    const values = valuesOf({}, mandate);
    expect(values).toHaveProperty([...POLICIES, 3, "probabilistic", "sampling_percentage"], 23);
    expect(values).toHaveProperty([...POLICIES, 1, "latency", "threshold_ms"], 869);
    expect(values).toHaveProperty(
      "config.connectors.span_metrics.histogram.explicit.buckets",
      expect.arrayContaining(["430ms", "870ms"]),
    );
  });

  test("keeps more where a prop says so", () => {
    const values = valuesOf({ samplingRatio: 0.8, slowTraceSeconds: 0.2, latencyLimitsSeconds: [0.123] });
    expect(values).toHaveProperty([...POLICIES, 1, "latency", "threshold_ms"], 199);
    expect(values).toHaveProperty([...POLICIES, 3, "probabilistic", "sampling_percentage"], 80);
    expect(values).toHaveProperty(
      [...POLICIES, 4, "and", "and_sub_policy", 1, "probabilistic", "sampling_percentage"],
      80,
    );
    expect(values).toHaveProperty(
      "config.connectors.span_metrics.histogram.explicit.buckets",
      expect.arrayContaining(["123ms"]),
    );
  });
});

describe("a gateway is refused", () => {
  test("when it would keep fewer traces than the mandate", () => {
    expect(onlyProblemOf(() => valuesOf({ samplingRatio: 0.05 }))).toBe(
      [
        "test/gateway: samplingRatio: weaker than the mandate",
        "  found:    0.05",
        "  allowed:  at least 0.1",
        "  mandate:  observability_configuration.trace_sampling_rate",
      ].join("\n"),
    );
  });

  test("when a trace would be slow only above the mandated p99", () => {
    expect(onlyProblemOf(() => valuesOf({ slowTraceSeconds: 3 }))).toBe(
      [
        "test/gateway: slowTraceSeconds: weaker than the mandate",
        "  found:    3000 ms",
        "  allowed:  at most 1000 ms",
        "  mandate:  monitoring_thresholds.response_time_p99_ms",
      ].join("\n"),
    );
  });

  test("with all impossible numbers at once", () => {
    const problems = problemsOf(() =>
      valuesOf({
        samplingRatio: 1.2,
        criticalSamplingRatio: 0.3,
        slowTraceSeconds: -1,
        expectedTracesPerSecond: 0,
        latencyLimitsSeconds: [0.2, 0],
      }),
    );
    expect(problems.map(({ where, found, allowed }) => `${where} ${found} ${allowed}`)).toEqual([
      "test/gateway: samplingRatio 1.2 at most 1",
      "test/gateway: slowTraceSeconds -1 at least 0",
      "test/gateway: criticalSamplingRatio 0.3 from 1.2, as for other traces, to 1",
      "test/gateway: expectedTracesPerSecond 0 above 0",
      "test/gateway: latencyLimitsSeconds[1] 0 above 0",
    ]);
  });

  test.each(["63Mi", "4G", "much"])("when %s is the size of its volume", (storageSize) => {
    expect(onlyProblemOf(() => valuesOf({ storageSize }))).toBe(
      [
        "test/gateway: storageSize: the value is not possible",
        `  found:    ${storageSize}`,
        "  allowed:  a whole number of Mi, Gi or Ti, 64Mi or more",
      ].join("\n"),
    );
  });

  test("when values change its sampling", () => {
    const values = { config: { processors: { tail_sampling: { policies: [] } } } };
    expect(problemsOf(() => valuesOf({ values }))).toEqual([
      expect.objectContaining({ mandate: "observability_configuration.trace_sampling_rate" }),
    ]);
  });

  test("when it has no store", () => {
    expect(() => synthesize((stack) => gateway(stack))).toThrow(
      /otel-gateway keeps no traces: call exportTracesTo\(backend\)[^]*otel-gateway keeps no logs: call exportLogsTo\(backend\)/,
    );
  });

  test("when a signal goes to two stores", () => {
    const twice = (stack: TerraformStack): void => {
      const collector = gateway(stack);
      collector.exportTracesTo(TRACE_BACKEND);
      collector.exportTracesTo(TRACE_BACKEND);
    };
    expect(problemsOf(() => synthesize(twice)).map(({ what }) => what)).toEqual([
      "exportTracesTo was called twice, and there is one target",
    ]);
  });
});
