import { readFileSync } from "node:fs";
import { PORTS } from "../../../constructs/telemetry/endpoints";
import { production } from "../../../stacks/environments/production";
import { nativeOf } from "../../support/native-files";
import { tool } from "../../support/tools";
import { type Sample, samplesIn } from "./exposition";
import { textOf } from "./https-text";
import { otlpAttributes } from "./otlp-json";
import { appendLines, criLine, labPod, logFile } from "./pods";
import { QUICK_METRICS } from "./quick-metrics";
import { newSpanId, newTraceId, sendSpans } from "./span-sender";
import { TelemetryLab } from "./telemetry-lab";
import { traceMix } from "./trace-mix";

/** It keeps what the environment would drop. */
const POD = labPod("web", { annotations: { "qms.observability/log-level": "debug" } });

/** Of one kind each that is counted. */
const LINES = [
  '{"level":"error","msg":"card 4111 1111 1111 1111"}',
  '{"level":"error","msg":"login failed for nobody"}',
  '{"msg":"without a level"}',
  '{"level":"debug","msg":"below the level of production"}',
];

/** Names in what collectors tell, without the recording rules made of them. */
const OF_COLLECTORS =
  /\b(?:otelcol_|log_records_|log_security_|spans_|traces_span_metrics_|traces_service_graph_)\w+\b/g;

/** Series that begin with the first failure of their kind, which takes more than an outage to bring about. */
const WITH_THE_FIRST_FAILURE = [
  "otelcol_exporter_enqueue_failed_log_records_total",
  "otelcol_exporter_enqueue_failed_metric_points_total",
  "otelcol_exporter_enqueue_failed_spans_total",
  "otelcol_exporter_send_failed_log_records_total",
  "otelcol_exporter_send_failed_metric_points_total",
  "otelcol_exporter_send_failed_spans_total",
];

let lab: TelemetryLab;
let exported: ReadonlySet<string>;

beforeAll(async () => {
  lab = await TelemetryLab.start({
    environment: { ...production, lowestLogLevel: "DEBUG" },
    pods: [POD],
    adaptations: { gateway: QUICK_METRICS },
  });
  appendLines(
    logFile(lab.podLogs, POD),
    LINES.map((line) => criLine(line)),
  );
  const traces = traceMix({ error: 2, slow: 2, critical: 2, plain: 2 }, { slow: 2000, quick: 100 });
  await sendSpans(
    lab,
    traces.flatMap(({ spans }) =>
      spans.map((span) => ({ ...span, links: [{ traceId: newTraceId(), spanId: newSpanId() }] })),
    ),
  );
  await sendMetric();
  await lab.until("the last series", async () => {
    exported = await names();
    return exported.has("traces_service_graph_request_failed_total") && lab.logStore.documents.length > 0;
  });
}, 120_000);

afterAll(async () => {
  await lab.stop();
});

async function sendMetric(): Promise<void> {
  const dataPoints = [{ asInt: "1", timeUnixNano: String(BigInt(Date.now()) * 1_000_000n), attributes: [] }];
  const sum = { aggregationTemporality: 2, isMonotonic: true, dataPoints };
  const resource = { attributes: otlpAttributes({ "service.name": "web" }) };
  const body = { resourceMetrics: [{ resource, scopeMetrics: [{ metrics: [{ name: "orders", sum }] }] }] };
  const url = `https://${lab.addresses.agent}:${PORTS.otlpHttp}/v1/metrics`;
  await textOf({ url, ca: lab.ca, from: lab.addresses.pod, body: JSON.stringify(body) });
}

async function names(): Promise<ReadonlySet<string>> {
  const pages = await Promise.all(
    (["agent", "gateway"] as const).flatMap((part) => [
      lab.metrics(part, "self"),
      lab.metrics(part, "derived"),
    ]),
  );
  return new Set(pages.flatMap((page) => samplesIn(page).map(({ name }) => name)));
}

function namesIn(kind: "prometheus-rules" | "grafana-dashboards"): readonly string[] {
  const texts = nativeOf(production, kind).map(({ content }) => content);
  return [...new Set(texts.flatMap((text) => text.match(OF_COLLECTORS) ?? []))].sort();
}

describe.each(["prometheus-rules", "grafana-dashboards"] as const)(
  "metrics that %s ask collectors for",
  (kind) => {
    it("are exported under load, but for those that begin with a failure", () => {
      const missing = namesIn(kind).filter((name) => !exported.has(name));
      expect(missing.filter((name) => !WITH_THE_FIRST_FAILURE.includes(name))).toEqual([]);
    });

    it("are many", () => {
      expect(namesIn(kind).length).toBeGreaterThan(5);
    });
  },
);

it("queues that hold something back, and what left them, name the same exporter", async () => {
  const samples = samplesIn(
    [await lab.metrics("agent", "self"), await lab.metrics("gateway", "self")].join("\n"),
  );
  const exporters = (of: (sample: Sample) => boolean): ReadonlySet<string | undefined> =>
    new Set(samples.filter(of).map(({ labels }) => labels.exporter));
  const queued = exporters(({ name }) => name === "otelcol_exporter_queue_size");
  const sent = exporters(({ name }) => /^otelcol_exporter_sent_(?:log_records|spans)_total$/.test(name));
  expect([...queued].filter((exporter) => !sent.has(exporter))).toEqual([]);
  expect(queued.size).toBeGreaterThan(3);
});

describe("metrics that begin with a failure", () => {
  it("are known to the collector by these names", () => {
    const program = readFileSync(tool("otelcol"));
    const unknown = WITH_THE_FIRST_FAILURE.filter((name) => !program.includes(name.replace(/_total$/, "")));
    expect(unknown).toEqual([]);
  });

  it("begin when Elasticsearch is away", async () => {
    await lab.logStore.stop();
    appendLines(logFile(lab.podLogs, POD), [criLine("ERROR nobody keeps this yet")]);
    const failed = "otelcol_exporter_send_failed_log_records_total";
    await lab.until("a failure", async () => (await names()).has(failed));
    await lab.logStore.start();
    expect(await names()).toContain(failed);
  });
});
