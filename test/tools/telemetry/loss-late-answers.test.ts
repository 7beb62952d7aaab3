import { PORTS } from "../../../constructs/telemetry/endpoints";
import { production } from "../../../stacks/environments/production";
import type { Adaptation } from "./adaptation";
import { samplesIn, sumOf } from "./exposition";
import { QUICK_METRICS } from "./quick-metrics";
import { SlowWay } from "./slow-way";
import { newSpanId, newTraceId, sendSpans } from "./span-sender";
import { TelemetryLab } from "./telemetry-lab";

/** Less than the agent waits for an answer; nearly as much in the long form. */
const LATE_SECONDS = process.env.FULL === "1" ? 25 : 8;
const BATCHES = 5;
const SPANS = 40;
const SERVICE = "web";

let lab: TelemetryLab;
let way: SlowWay;

beforeAll(async () => {
  lab = await TelemetryLab.start({
    environment: production,
    parts: ["gateway", "agent"],
    adaptations: { gateway: QUICK_METRICS },
  });
  const { between, gateway } = lab.addresses;
  way = await SlowWay.start(between, { host: gateway, port: PORTS.otlpGrpc });
  lab.configure("agent", [throughTheWay(between)]);
  await lab.part("agent").kill();
  await lab.part("agent").start();
}, 120_000);

afterAll(async () => {
  await lab.stop();
  await way.stop();
});

function throughTheWay(address: string): Adaptation {
  return {
    at: ["exporters", "load_balancing", "resolver"],
    why: "answers of the gateway come late",
    to: () => ({ static: { hostnames: [`${address}:${PORTS.otlpGrpc}`] } }),
  };
}

async function send(count: number): Promise<void> {
  const spans = Array.from({ length: count }, () => ({
    ...{ service: SERVICE, traceId: newTraceId(), spanId: newSpanId(), name: "GET /" },
    ...{ kind: "server" as const, milliseconds: 5 },
  }));
  await sendSpans(lab, spans);
}

async function counted(): Promise<number> {
  const derived = samplesIn(await lab.metrics("gateway", "derived"));
  return sumOf(derived, "traces_span_metrics_calls_total", { service_name: SERVICE });
}

async function delivered(): Promise<number> {
  const self = samplesIn(await lab.metrics("agent", "self"));
  return sumOf(self, "otelcol_exporter_sent_spans_total", { exporter: "load_balancing" });
}

it("spans count once when the gateway answers late", async () => {
  await send(1);
  await lab.until("a connection", async () => (await delivered()) === 1);
  way.delay(LATE_SECONDS);
  for (let batch = 0; batch < BATCHES; batch += 1) await send(SPANS);
  const sent = 1 + BATCHES * SPANS;
  await lab.until("an answer about every span", async () => (await delivered()) >= sent, 4 * LATE_SECONDS);
  await lab.until("all spans in the metrics", async () => (await counted()) >= sent);
  expect(await counted()).toBe(sent);
});
