import { production } from "../../../stacks/environments/production";
import type { Adaptation } from "./adaptation";
import { samplesIn, sumOf } from "./exposition";
import { tracesOf } from "./jaeger-traces";
import { NumberedLines } from "./numbered-lines";
import { labPod } from "./pods";
import { pause } from "./program";
import { newSpanId, newTraceId, sendSpans } from "./span-sender";
import { TelemetryLab } from "./telemetry-lab";

/** `npm run test:full` writes as much, and waits as long, as an incident does. */
const FULL = process.env.FULL === "1";
const BACKLOG = FULL ? 200_000 : 10_000;
const TAILED = FULL ? 100_000 : 3000;
const FEW = 500;
const AWAY_SECONDS = FULL ? 300 : 3;
const PATIENCE_SECONDS = FULL ? 900 : 100;
const CRASHES = 3;

const PODS = ["backlog", "rolled", "tailed", "no-gateway", "no-store", "busy-agent", "busy-gateway"].map(
  (name) => labPod(name),
);
const NO_LOSS = expect.objectContaining({ lost: 0, doubled: 0 }) as unknown;

/** Less than a collector needs when it does nothing: all work is refused. */
const NO_MEMORY: readonly Adaptation[] = [
  {
    at: ["processors", "memory_limiter"],
    why: "a test of what is refused",
    to: () => ({ check_interval: "100ms", limit_mib: 2, spike_limit_mib: 1 }),
  },
];

let lab: TelemetryLab;
const table: string[] = [];

beforeAll(async () => {
  lab = await TelemetryLab.start({ environment: production, pods: PODS });
}, 120_000);

afterAll(async () => {
  process.stdout.write(`${table.join("\n")}\n`);
  await lab.stop();
});

function linesOf(name: string): NumberedLines {
  const pod = PODS.find(({ container }) => container === name);
  if (pod === undefined) throw new Error(`there is no pod ${name}`);
  lab.logStore.clear();
  return new NumberedLines(lab, pod);
}

/** What became of the lines, once all have arrived or nobody can hope any longer. */
async function fateOf(name: string, lines: NumberedLines): Promise<unknown> {
  const began = Date.now();
  await lines.delivered(PATIENCE_SECONDS);
  const fate = { ...lines.fate(), refused: lab.logStore.conflicts, seconds: (Date.now() - began) / 1000 };
  table.push(`${name}: ${JSON.stringify(fate)}`);
  return fate;
}

async function crash(part: "agent" | "gateway"): Promise<void> {
  await lab.part(part).kill();
  await lab.part(part).start();
}

async function selfMetric(part: "agent" | "gateway", name: string): Promise<number> {
  return sumOf(samplesIn(await lab.metrics(part, "self")), name);
}

describe("log lines", () => {
  it(
    "arrive once from a backlog that the agent reads through three crashes",
    async () => {
      const lines = linesOf("backlog");
      await lab.part("agent").kill();
      lines.write(BACKLOG);
      await lab.part("agent").start();
      for (let crashes = 1; crashes <= CRASHES; crashes += 1) {
        const some = (crashes * BACKLOG) / (CRASHES + 2);
        await lab.until("some lines", () => lines.arrived >= some, PATIENCE_SECONDS);
        await crash("agent");
      }
      expect(await fateOf("three crashes in a backlog", lines)).toEqual(NO_LOSS);
    },
    PATIENCE_SECONDS * 1000,
  );

  it(
    "arrive once from files that are rotated, also while the agent is away, through three crashes",
    async () => {
      const lines = linesOf("tailed");
      const rounds = 30;
      for (let round = 0; round < rounds; round += 1) {
        lines.write(TAILED / rounds);
        if (round % 5 === 4) lines.rotate();
        if (round % 10 === 3) await lab.part("agent").kill();
        if (round % 10 === 6) await lab.part("agent").start();
        await pause(50);
      }
      expect(await fateOf("three crashes and six rotations", lines)).toEqual(NO_LOSS);
    },
    PATIENCE_SECONDS * 1000,
  );

  it(
    "wait while the gateway is away",
    async () => {
      const lines = linesOf("no-gateway");
      lines.write(FEW);
      await lab.part("gateway").kill();
      lines.write(FEW);
      await pause(AWAY_SECONDS * 1000);
      await lab.part("gateway").start();
      lines.write(FEW);
      expect(await fateOf("gateway away", lines)).toEqual(NO_LOSS);
    },
    PATIENCE_SECONDS * 1000,
  );

  it(
    "wait while Elasticsearch is away",
    async () => {
      const lines = linesOf("no-store");
      lines.write(FEW);
      await lab.logStore.stop();
      lines.write(FEW);
      await pause(AWAY_SECONDS * 1000);
      await lab.logStore.start();
      lines.write(FEW);
      expect(await fateOf("Elasticsearch away", lines)).toEqual(NO_LOSS);
    },
    PATIENCE_SECONDS * 1000,
  );

  it.each([
    ["agent", "busy-agent"],
    ["gateway", "busy-gateway"],
  ] as const)(
    "are read again when the memory limiter of the %s refuses them",
    async (part, name) => {
      const lines = linesOf(name);
      lab.configure(part, NO_MEMORY);
      await crash(part);
      lines.write(FEW);
      const refused = "otelcol_processor_memory_limiter_refused_log_records_total";
      await lab.until("a refusal", async () => (await selfMetric(part, refused)) > 0, PATIENCE_SECONDS);
      lab.configure(part, []);
      await crash(part);
      expect(await fateOf(`memory limiter of the ${part}`, lines)).toEqual(NO_LOSS);
    },
    PATIENCE_SECONDS * 1000,
  );

  it(
    "are doubled once at most where the data stream rolls over before they are read again",
    async () => {
      const lines = linesOf("rolled");
      lines.write(FEW);
      await lines.delivered(PATIENCE_SECONDS);
      // Read positions are saved after every round of reading, so these are not read again.
      await pause(1000);
      lines.write(BACKLOG / 2);
      await lab.until("some lines", () => lines.arrived > FEW + BACKLOG / 10, PATIENCE_SECONDS);
      await lab.part("agent").kill();
      lab.logStore.rollOver();
      await lab.part("agent").start();
      await lines.delivered(PATIENCE_SECONDS);
      const { doubled } = lines.fate();
      table.push(`a rollover between two readings: ${JSON.stringify(lines.fate())}`);
      expect(doubled).toBeLessThanOrEqual(BACKLOG / 2);
    },
    PATIENCE_SECONDS * 1000,
  );
});

it(
  "spans wait while Jaeger is away",
  async () => {
    const service = "patient";
    const traces = Array.from({ length: 200 }, () => newTraceId());
    await lab.part("jaeger").kill();
    await sendSpans(
      lab,
      traces.map((traceId) => ({
        ...{ service, traceId, name: "GET /", kind: "server", milliseconds: 5, failed: true },
        spanId: newSpanId(),
      })),
    );
    const decided = "otelcol_processor_tail_sampling_global_count_traces_sampled_total";
    await lab.until("decisions", async () => (await selfMetric("gateway", decided)) >= traces.length);
    await pause(AWAY_SECONDS * 1000);
    await lab.part("jaeger").start();
    const arrived = async (): Promise<number> => (await tracesOf(lab, service)).length;
    await lab.until("all traces", async () => (await arrived()) === traces.length, PATIENCE_SECONDS);
    expect((await tracesOf(lab, service)).map(({ traceID }) => traceID).sort()).toEqual(traces.sort());
  },
  PATIENCE_SECONDS * 1000,
);
