import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { isObject } from "../../../assurance/artifact/json";
import { production } from "../../../stacks/environments/production";
import type { Adaptation } from "./adaptation";
import { samplesIn, sumOf } from "./exposition";
import { LossTable, NO_LOSS } from "./loss-table";
import { NumberedLines } from "./numbered-lines";
import { labPod } from "./pods";
import { TelemetryLab } from "./telemetry-lab";

const FULL = process.env.FULL === "1";
/** A queue that a node's lines fill many times over. */
const QUEUE_BYTES = FULL ? 20_000_000 : 1_500_000;
const LINES = FULL ? 200_000 : 20_000;
const PATIENCE_SECONDS = FULL ? 900 : 100;
const POD = labPod("talkative");

const SMALL_QUEUE: readonly Adaptation[] = [
  {
    at: ["exporters", "otlp_grpc/gateway", "sending_queue"],
    why: "a full queue takes less long",
    to: (was) => (isObject(was) ? { ...was, queue_size: QUEUE_BYTES } : was),
  },
];

let lab: TelemetryLab;
let table: LossTable;
/** What the full queue took of the disk at most. */
let taken = 0;

beforeAll(async () => {
  lab = await TelemetryLab.start({
    environment: production,
    pods: [POD],
    parts: ["gateway", "agent"],
    adaptations: { agent: SMALL_QUEUE },
  });
  table = new LossTable(lab.logStore, PATIENCE_SECONDS);
}, 120_000);

afterAll(async () => {
  table.print();
  await lab.stop();
});

async function queued(): Promise<number> {
  const self = samplesIn(await lab.metrics("agent", "self"));
  return sumOf(self, "otelcol_exporter_queue_size", { exporter: "otlp_grpc/gateway" });
}

/** Not one batch of lines more finds room. */
async function full(): Promise<void> {
  await lab.until("a full queue", async () => (await queued()) > 0.95 * QUEUE_BYTES, PATIENCE_SECONDS);
  taken = Math.max(taken, bytesOnDisk(join(lab.folder, "agent", "queue")));
}

/** Files have holes, so their length says little. */
function bytesOnDisk(folder: string): number {
  const blocks = readdirSync(folder).map((name) => statSync(join(folder, name)).blocks);
  return 512 * blocks.reduce((sum, count) => sum + count, 0);
}

it(
  "lines arrive once when the agent's queue is full, also when it is killed then and the files are rotated",
  async () => {
    const lines = new NumberedLines(lab, POD);
    await lab.part("gateway").kill();
    lines.write(LINES / 2);
    await full();
    lines.rotate();
    lines.write(LINES / 4);
    await lab.part("agent").kill();
    await lab.part("agent").start();
    await full();
    lines.rotate();
    lines.write(LINES / 4);
    await lab.part("gateway").start();
    expect(await table.outcome("the agent's queue is full", lines)).toEqual(NO_LOSS);
  },
  2 * PATIENCE_SECONDS * 1000,
);

it("a full queue takes less of the disk than twice what it holds, for which a volume has room", () => {
  process.stdout.write(`${taken} bytes of the disk for a queue of ${QUEUE_BYTES}\n`);
  expect(taken).toBeGreaterThan(QUEUE_BYTES);
  expect(taken).toBeLessThan(2 * QUEUE_BYTES);
});
