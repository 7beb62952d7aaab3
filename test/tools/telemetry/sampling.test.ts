import { loadMandate, quantities } from "../../../mandate";
import { production } from "../../../stacks/environments/production";
import { type Sample, samplesIn, sumOf } from "./exposition";
import { type ShownTrace, tracesOf } from "./jaeger-traces";
import { QUICK_METRICS } from "./quick-metrics";
import { sendSpans } from "./span-sender";
import { TelemetryLab } from "./telemetry-lab";
import { CRITICAL_POD, EDGES, traceMix, type TraceClass } from "./trace-mix";

const { responseTimeP99Seconds, traceSamplingRatio } = quantities(loadMandate());
const SLOW = responseTimeP99Seconds * 1000;
const CRITICAL_RATIO = 0.5;
const COUNTS = { error: 700, slow: 700, critical: 600, plain: 8000 };
const TRACES = traceMix(COUNTS, { slow: SLOW, quick: SLOW - 100 });
const SPANS = TRACES.flatMap(({ spans }) => spans);
const BATCH = 200;

let lab: TelemetryLab;
let derived: readonly Sample[];
let kept: ReadonlyMap<string, ShownTrace>;

beforeAll(async () => {
  lab = await TelemetryLab.start({
    environment: production,
    pods: [CRITICAL_POD],
    adaptations: { gateway: QUICK_METRICS },
  });
  for (let first = 0; first < TRACES.length; first += BATCH) {
    await sendSpans(
      lab,
      TRACES.slice(first, first + BATCH).flatMap(({ spans }) => spans),
    );
  }
  await lab.until("a decision about every trace", async () => {
    const self = samplesIn(await lab.metrics("gateway", "self"));
    return sumOf(self, "otelcol_processor_tail_sampling_global_count_traces_sampled_total") >= TRACES.length;
  });
  await lab.until("what calls the database", async () => {
    derived = samplesIn(await lab.metrics("gateway", "derived"));
    const calls = sumOf(derived, "traces_service_graph_request_total", { server: "catalog" });
    return calls >= TRACES.length - COUNTS.critical;
  });
  await lab.until("the traces that fail and are slow", async () => {
    kept = new Map((await tracesOf(lab, "web")).map((trace) => [trace.traceID, trace]));
    return countOf("error") >= COUNTS.error && countOf("slow") >= COUNTS.slow;
  });
});

afterAll(async () => {
  const table = (Object.keys(COUNTS) as TraceClass[]).map((name) => ({
    traces: COUNTS[name],
    kept: countOf(name),
    percent: Number(((100 * countOf(name)) / COUNTS[name]).toFixed(2)),
    class: name,
  }));
  process.stdout.write(`${JSON.stringify(table)}\n`);
  await lab.stop();
});

function countOf(name: TraceClass): number {
  return TRACES.filter((trace) => trace.class === name && kept.has(trace.traceId)).length;
}

describe("10,000 traces from the agent through the gateway", () => {
  it("keeps every trace with an error", () => {
    expect(countOf("error")).toBe(COUNTS.error);
  });

  it("keeps every trace that takes as long as the limit of the 99th percentile", () => {
    expect(countOf("slow")).toBe(COUNTS.slow);
  });

  it("keeps the mandated share of plain ones, within one percent of all", () => {
    expect(Math.abs(countOf("plain") / COUNTS.plain - traceSamplingRatio)).toBeLessThan(0.01);
  });

  it("keeps half of those that go through a critical workload", () => {
    expect(Math.abs(countOf("critical") / COUNTS.critical - CRITICAL_RATIO)).toBeLessThan(0.05);
  });

  it("keeps whole traces", () => {
    const torn = TRACES.filter(({ spans, traceId }) => {
      const shown = kept.get(traceId);
      return shown !== undefined && shown.spans.length !== spans.length;
    });
    expect(torn).toEqual([]);
  });

  it("counts every span of every service, kept or not", () => {
    const counts = ["web", "search", "checkout", "ledger"].map((service) => [
      service,
      sumOf(derived, "traces_span_metrics_calls_total", { service_name: service }),
    ]);
    const sent = ["web", "search", "checkout", "ledger"].map((service) => [
      service,
      SPANS.filter((span) => span.service === service).length,
    ]);
    expect(counts).toEqual(sent);
  });

  it("counts every span that failed", () => {
    const failed = sumOf(derived, "traces_span_metrics_calls_total", { status_code: "STATUS_CODE_ERROR" });
    expect(failed).toBe(COUNTS.error);
  });

  it("has each duration in the histogram, and the limit itself as a bound", () => {
    const atTheLimit = sumOf(derived, "traces_span_metrics_duration_seconds_bucket", {
      le: String(responseTimeP99Seconds),
    });
    expect(atTheLimit).toBe(SPANS.length);
  });

  it("draws exactly the calls that were made, each as often as it was made", () => {
    const plain = TRACES.length - COUNTS.critical;
    const calls = derived.filter(({ name }) => name === "traces_service_graph_request_total");
    const names = new Set(calls.map(({ labels }) => `${labels.client ?? ""} → ${labels.server ?? ""}`));
    const edges = [...names].map((name) => {
      const [client = "", server = ""] = name.split(" → ");
      return [name, sumOf(calls, "traces_service_graph_request_total", { client, server })] as const;
    });
    const expected = [
      ...EDGES.plain.map((edge) => [edge, edge === "user → web" ? TRACES.length : plain] as const),
      ...EDGES.critical.slice(1).map((edge) => [edge, COUNTS.critical] as const),
    ];
    expect(Object.fromEntries(edges)).toEqual(Object.fromEntries(expected));
  });
});
