import { gatewayPipeline } from "../../constructs/telemetry/gateway-pipeline";
import { latencyBuckets, toMilliseconds } from "../../constructs/telemetry/span-metrics";
import { tailSampling } from "../../constructs/telemetry/tail-sampling";
import { LOG_BACKEND, sampleGateway, TRACE_BACKEND } from "../support/collector-samples";

const LIMITS = { responseTimeP95Seconds: 0.43, responseTimeP99Seconds: 0.87 };
const SAMPLING = {
  baselineRatio: 0.23,
  slowTraceSeconds: 0.87,
  criticalRatio: 0.7,
  expectedTracesPerSecond: 40,
};

interface Policy {
  readonly name: string;
  readonly type: string;
  readonly [setting: string]: unknown;
}

function policies(sampling = SAMPLING): readonly Policy[] {
  return (tailSampling(sampling) as { policies: readonly Policy[] }).policies;
}

describe("tail sampling", () => {
  test("keeps errors, slow and forced traces without a cap, and the baseline of all others", () => {
    expect(policies().slice(0, 4)).toEqual([
      { name: "errors", type: "status_code", status_code: { status_codes: ["ERROR"] } },
      { name: "slow", type: "latency", latency: { threshold_ms: 869 } },
      { name: "forced", type: "boolean_attribute", boolean_attribute: { key: "sampling.keep", value: true } },
      { name: "baseline", type: "probabilistic", probabilistic: { sampling_percentage: 23 } },
    ]);
  });

  test("caps only the share of critical workloads above the baseline, after all other conditions", () => {
    expect(policies().filter((policy) => JSON.stringify(policy).includes("rate_limiting"))).toEqual([
      {
        name: "critical",
        type: "and",
        and: {
          and_sub_policy: [
            expect.objectContaining({ string_attribute: { key: "app.tier", values: ["critical"] } }),
            { name: "share", type: "probabilistic", probabilistic: { sampling_percentage: 70 } },
            { name: "load", type: "rate_limiting", rate_limiting: { spans_per_second: 5000 } },
          ],
        },
      },
    ]);
  });

  test("drops nothing that another policy would keep", () => {
    expect(policies().filter(({ type }) => type === "drop")).toEqual([]);
  });

  test.each([
    [0.07, 7],
    [0.1, 10],
    [0.29, 29],
    [1, 100],
  ])("writes a ratio of %d as %d percent, without noise", (baselineRatio, sampling_percentage) => {
    expect(policies({ ...SAMPLING, baselineRatio })[3]).toHaveProperty("probabilistic", {
      sampling_percentage,
    });
  });

  test.each([
    [0, 0],
    [0.2504, 249],
    [2, 1999],
  ])(
    "keeps a trace of exactly %d seconds, although the policy wants more than its threshold",
    (slow, threshold) => {
      expect(policies({ ...SAMPLING, slowTraceSeconds: slow })[1]).toHaveProperty(
        "latency.threshold_ms",
        threshold,
      );
    },
  );

  test("holds three times the traces that wait for their decision", () => {
    expect(tailSampling(SAMPLING)).toMatchObject({ num_traces: 3600, expected_new_traces_per_sec: 40 });
  });
});

describe("latency histograms", () => {
  test("have every limit as a bound, in order", () => {
    const bounds = latencyBuckets({ ...LIMITS, furtherSeconds: [0.3, 0.16] });
    expect(bounds).toEqual(
      ["5ms", "10ms", "20ms", "40ms", "80ms", "160ms", "300ms", "320ms", "430ms"].concat([
        "640ms",
        "870ms",
        "1280ms",
        "2560ms",
        "5120ms",
        "10240ms",
      ]),
    );
  });

  test("are those of span metrics and of the service graph", () => {
    const { connectors } = sampleGateway({ latencyLimits: LIMITS });
    expect(connectors.span_metrics).toHaveProperty("histogram", {
      unit: "s",
      explicit: { buckets: latencyBuckets(LIMITS) },
    });
    expect(connectors.service_graph).toHaveProperty("latency_histogram_buckets", latencyBuckets(LIMITS));
  });

  test("round the noise of a multiplication away", () => {
    expect(toMilliseconds(0.0011)).toBe(1.1);
  });
});

describe("the gateway's pipelines", () => {
  test("derive metrics from all spans before some are dropped", () => {
    const { pipelines } = sampleGateway();
    expect(pipelines["traces/in"]?.exporters).toEqual(["span_metrics", "service_graph", "forward/sampling"]);
    expect(pipelines["traces/sampled"]).toEqual({
      receivers: ["forward/sampling"],
      processors: ["tail_sampling"],
      exporters: ["otlp_grpc/jaeger"],
    });
  });

  test("accept only peers with a certificate, over gRPC alone", () => {
    expect(sampleGateway().receivers.otlp).toMatchObject({
      protocols: { grpc: { tls: { client_ca_file: "/etc/otelcol/tls/ca.crt" } }, http: null },
    });
  });

  test("keep spans on disk while the store is away", () => {
    expect(sampleGateway().exporters["otlp_grpc/jaeger"]).toMatchObject({
      endpoint: TRACE_BACKEND.otlpEndpoint,
      tls: { ca_file: "/etc/otelcol/tls/ca.crt", cert_file: "/etc/otelcol/tls/tls.crt" },
      retry_on_failure: { max_elapsed_time: "0s" },
      sending_queue: { storage: "file_storage/queue", block_on_overflow: true },
    });
  });

  test("answer for logs only when Elasticsearch has them, and never store them here", () => {
    const exporter = sampleGateway().exporters["elasticsearch/logs"];
    expect(exporter).toMatchObject({
      endpoints: [LOG_BACKEND.url],
      user: "${env:ES_USER}",
      password: "${env:ES_PASSWORD}",
      include_source_on_error: false,
      sending_queue: { wait_for_result: true },
    });
    expect(exporter).not.toHaveProperty("sending_queue.storage");
  });

  test("take a signal only when it has a store", () => {
    const options = { latencyLimits: LIMITS, sampling: SAMPLING, traceQueueBytes: 2 ** 29 };
    const traces = gatewayPipeline({ ...options, traceBackend: TRACE_BACKEND });
    const logs = gatewayPipeline({ ...options, logBackend: LOG_BACKEND });
    expect(Object.keys(traces.pipelines)).toEqual(["traces/in", "traces/sampled", "metrics/derived"]);
    expect(Object.keys(logs.pipelines)).toEqual(["logs"]);
  });
});
