import { production } from "../../../stacks/environments/production";
import type { Adaptation } from "./adaptation";
import { samplesIn, sumOf } from "./exposition";
import { tracesOf } from "./jaeger-traces";
import { LossTable, NO_LOSS } from "./loss-table";
import { NumberedLines } from "./numbered-lines";
import { labPod } from "./pods";
import { pause } from "./program";
import { newSpanId, newTraceId, sendSpans } from "./span-sender";
import { TelemetryLab } from "./telemetry-lab";

/** `npm run test:full` writes as much, and waits as long, as an incident does. */
const FULL = process.env.FULL === "1";
const BACKLOG = FULL ? 200_000 : 10_000;
const TAILED = FULL ? 100_000 : 10_000;
const ROTATED = FULL ? 120_000 : 3000;
const FEW = FULL ? 20_000 : 500;
const AWAY_SECONDS = FULL ? 300 : 10;
const PATIENCE_SECONDS = FULL ? 900 : 100;
const CRASHES = 3;

/** A pace that an agent keeps up with. */
const LINES_A_ROUND = 100;
const ROUND_MILLISECONDS = 50;

const PODS = [
  ...["backlog", "rolled", "tailed", "rotated"],
  ...["no-gateway", "no-store", "busy-agent", "busy-gateway"],
].map((name) => labPod(name));

/** Less than a collector needs when it does nothing: all work is refused. */
const NO_MEMORY: readonly Adaptation[] = [
  {
    at: ["processors", "memory_limiter"],
    why: "a test of what is refused",
    to: () => ({ check_interval: "100ms", limit_mib: 2, spike_limit_mib: 1 }),
  },
];

/** The last wait must end inside the test, or it could not say what is missing. */
const TEST_MILLISECONDS = 2 * PATIENCE_SECONDS * 1000;

let lab: TelemetryLab;
let table: LossTable;

beforeAll(async () => {
  lab = await TelemetryLab.start({ environment: production, pods: PODS });
  table = new LossTable(lab.logStore, PATIENCE_SECONDS);
}, 120_000);

afterAll(async () => {
  table.print();
  await lab.stop();
});

function linesOf(name: string): NumberedLines {
  const pod = PODS.find(({ container }) => container === name);
  if (pod === undefined) throw new Error(`there is no pod ${name}`);
  lab.logStore.clear();
  return new NumberedLines(lab, pod);
}

async function restart(part: "agent" | "gateway"): Promise<void> {
  await lab.part(part).kill();
  await lab.part(part).start();
}

async function writeSteadily(lines: NumberedLines, count: number): Promise<void> {
  for (let written = 0; written < count; written += LINES_A_ROUND) {
    lines.write(LINES_A_ROUND);
    await pause(ROUND_MILLISECONDS);
  }
}

/** Kills the agent three times, each time with more of its lines stored. */
async function crashes(lines: NumberedLines, count: number): Promise<void> {
  for (let crash = 1; crash <= CRASHES; crash += 1) {
    const some = (crash * count) / (CRASHES + 2);
    await lab.until("some lines", () => lines.arrived >= some, PATIENCE_SECONDS);
    await restart("agent");
  }
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
      await crashes(lines, BACKLOG);
      expect(await table.outcome("three crashes in a backlog", lines)).toEqual(NO_LOSS);
    },
    TEST_MILLISECONDS,
  );

  it(
    "arrive once from a file that is written all the time, through three crashes of the agent",
    async () => {
      const lines = linesOf("tailed");
      const writing = writeSteadily(lines, TAILED);
      await crashes(lines, TAILED);
      await writing;
      expect(await table.outcome("three crashes while tailing", lines)).toEqual(NO_LOSS);
    },
    TEST_MILLISECONDS,
  );

  it(
    "arrive once from files that are rotated, also while the agent is away, through three crashes",
    async () => {
      const lines = linesOf("rotated");
      const rounds = 30;
      for (let round = 0; round < rounds; round += 1) {
        lines.write(ROTATED / rounds);
        if (round % 5 === 4) lines.rotate();
        if (round % 10 === 3) await lab.part("agent").kill();
        if (round % 10 === 6) await lab.part("agent").start();
        await pause(50);
      }
      expect(await table.outcome("three crashes and six rotations", lines)).toEqual(NO_LOSS);
    },
    TEST_MILLISECONDS,
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
      expect(await table.outcome("gateway away", lines)).toEqual(NO_LOSS);
    },
    TEST_MILLISECONDS,
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
      expect(await table.outcome("Elasticsearch away", lines)).toEqual(NO_LOSS);
    },
    TEST_MILLISECONDS,
  );

  it.each([
    ["agent", "busy-agent"],
    ["gateway", "busy-gateway"],
  ] as const)(
    "are read again when the memory limiter of the %s refuses them",
    async (part, name) => {
      const lines = linesOf(name);
      lab.configure(part, NO_MEMORY);
      await restart(part);
      lines.write(FEW);
      const refused = "otelcol_processor_memory_limiter_refused_log_records_total";
      await lab.until("a refusal", async () => (await selfMetric(part, refused)) > 0, PATIENCE_SECONDS);
      lab.configure(part, []);
      await restart(part);
      expect(await table.outcome(`memory limiter of the ${part}`, lines)).toEqual(NO_LOSS);
    },
    TEST_MILLISECONDS,
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
      const { doubled, lost } = await table.outcome("a crash, and a rollover before it reads again", lines);
      expect(lost).toBe(0);
      expect(doubled).toBeLessThanOrEqual(BACKLOG / 2);
    },
    TEST_MILLISECONDS,
  );
});

it(
  "spans wait while Jaeger is away",
  async () => {
    const service = "patient";
    const written = 200;
    const sent = Array.from({ length: written }, () => newTraceId());
    await lab.part("jaeger").kill();
    await sendSpans(
      lab,
      sent.map((traceId) => ({
        ...{ service, traceId, name: "GET /", kind: "server", milliseconds: 5, failed: true },
        spanId: newSpanId(),
      })),
    );
    const decided = "otelcol_processor_tail_sampling_global_count_traces_sampled_total";
    await lab.until("decisions", async () => (await selfMetric("gateway", decided)) >= written);
    await pause(AWAY_SECONDS * 1000);
    await lab.part("jaeger").start();
    const began = Date.now();
    const all = async (): Promise<boolean> => (await tracesOf(lab, service)).length === written;
    await lab.until("all traces", all, PATIENCE_SECONDS);
    const traces = await tracesOf(lab, service);
    const stored = traces.length;
    const seconds = Math.round((Date.now() - began) / 100) / 10;
    const doubled = traces.flatMap(({ spans }) => spans).length - stored;
    const outcome = { written, stored, lost: written - stored, doubled, refused: 0, seconds };
    table.add("Jaeger away, traces of one span", outcome);
    expect(outcome).toEqual(NO_LOSS);
  },
  TEST_MILLISECONDS,
);
