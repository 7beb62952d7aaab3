import type { JsonObject } from "../../../assurance/artifact/json";
import { PORTS } from "../../../constructs/telemetry/endpoints";
import { production } from "../../../stacks/environments/production";
import { textOf } from "../telemetry/https-text";
import { otlpAttributes } from "../telemetry/otlp-json";
import { appendLines, criLine, labPod, logFile } from "../telemetry/pods";
import { newSpanId, newTraceId, sendSpans } from "../telemetry/span-sender";
import { TelemetryLab } from "../telemetry/telemetry-lab";

const POD = labPod("checkout", {
  name: "checkout-6c8d-x7k2p",
  annotations: { "qms.observability/log-level": "debug" },
});
/** By which the agent knows the pod; the version is the tag of its image. */
const RESOURCE = { "service.name": "checkout", "k8s.pod.uid": POD.uid };

let lab: TelemetryLab;

beforeAll(async () => {
  lab = await TelemetryLab.start({
    environment: { ...production, lowestLogLevel: "DEBUG" },
    parts: ["gateway", "agent"],
    pods: [POD],
  });
  appendLines(
    logFile(lab.podLogs, POD),
    LOGS.map((line) => criLine(line)),
  );
  await sendMetrics();
  await sendSpans(lab, [
    {
      service: "checkout",
      name: "GET /",
      traceId: newTraceId(),
      spanId: newSpanId(),
      kind: "server",
      milliseconds: 5,
      failed: true,
      links: [{ traceId: newTraceId(), spanId: newSpanId() }],
      resource: RESOURCE,
    },
  ]);
  await lab.until("what is derived", async () => {
    const pages = await Promise.all([lab.metrics("agent", "derived"), lab.metrics("gateway", "derived")]);
    return [/^http_server/m, /^log_security/m, /^traces_span_metrics_calls/m].every((name) =>
      pages.some((page) => name.test(page)),
    );
  });
});

afterAll(async () => {
  await lab.stop();
});

/** One for each counter of logs. */
const LOGS = [
  '{"level":"error","msg":"it fails"}',
  "no JSON",
  '{"level":"info","msg":"authentication failed for ann@example.org"}',
  '{"level":"debug","msg":"below the level of production"}',
];

/** Requests as an SDK counts them. */
async function sendMetrics(): Promise<void> {
  const now = String(BigInt(Date.now()) * 1_000_000n);
  const point = {
    attributes: otlpAttributes({ "http.request.method": "GET", "http.response.status_code": 500 }),
    startTimeUnixNano: now,
    timeUnixNano: now,
    ...{ count: "3", sum: 1.2, bucketCounts: ["1", "1", "1"], explicitBounds: [0.5, 1] },
  };
  const metric = {
    name: "http.server.request.duration",
    unit: "s",
    histogram: { aggregationTemporality: 2, dataPoints: [point] },
  };
  const body: JsonObject = {
    resourceMetrics: [
      {
        resource: { attributes: otlpAttributes(RESOURCE) },
        scopeMetrics: [{ scope: { name: "lab" }, metrics: [metric] }],
      },
    ],
  };
  await textOf({
    url: `https://${lab.addresses.agent}:${PORTS.otlpHttp}/v1/metrics`,
    ca: lab.ca,
    from: lab.addresses.pod,
    body: JSON.stringify(body),
  });
}

/** The labels of the first series of a name that a collector exposes. */
async function labelsOf(
  part: "agent" | "gateway",
  series: string,
): Promise<Readonly<Record<string, string>>> {
  const page = await lab.metrics(part, "derived");
  const [line = ""] = page.split("\n").filter((one) => one.startsWith(`${series}{`));
  return Object.fromEntries(
    [...line.matchAll(/(\w+)="([^"]*)"/g)].map(([, name = "", value = ""]) => [name, value]),
  );
}

const WHO = { k8s_namespace_name: "shop", service_name: "checkout" };
const VERSION = { service_version: "1.2.3" };

describe("what alerts read from the collectors of production", () => {
  it.each(["count", "bucket"])(
    "is in the series http_server_request_duration_seconds_%s: service, pod, version and status",
    async (suffix) => {
      expect(await labelsOf("agent", `http_server_request_duration_seconds_${suffix}`)).toMatchObject({
        ...WHO,
        ...VERSION,
        k8s_pod_name: "checkout-6c8d-x7k2p",
        http_response_status_code: "500",
      });
    },
  );

  it.each(["calls_total", "duration_seconds_bucket"])(
    "is in the series traces_span_metrics_%s: service, version, kind and status",
    async (suffix) => {
      expect(await labelsOf("gateway", `traces_span_metrics_${suffix}`)).toMatchObject({
        ...WHO,
        ...VERSION,
        span_kind: "SPAN_KIND_SERVER",
        status_code: "STATUS_CODE_ERROR",
      });
    },
  );

  it.each([
    "log_records_total",
    "log_records_errors_total",
    "log_records_pii_masked_total",
    "log_security_auth_failures_total",
    "log_records_uncorrelated_errors_total",
    "log_records_below_floor_total",
    "spans_with_links_total",
  ])("is in the series %s: the service", async (series) => {
    expect(await labelsOf("agent", series)).toMatchObject(WHO);
  });

  it("tells structured records from others", async () => {
    expect(await lab.metrics("agent", "derived")).toMatch(/^log_records_total\{.*log_format="unstructured"/m);
  });
});
