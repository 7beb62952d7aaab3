import { production } from "../../../stacks/environments/production";
import { NumberedLines } from "./numbered-lines";
import { labPod } from "./pods";
import { TelemetryLab } from "./telemetry-lab";

const POD = labPod("web");
/** Several times what the queue's file system can hold. */
const LINES = 20_000;

let lab: TelemetryLab;

beforeAll(async () => {
  lab = await TelemetryLab.start({ environment: production, pods: [POD], queueMebibytes: { agent: 4 } });
});

afterAll(async () => {
  await lab.stop();
});

describe("an agent whose disk is full", () => {
  it("loses nothing: it stops reading, and goes on when the gateway is back", async () => {
    const lines = new NumberedLines(lab, POD);
    await lab.part("gateway").kill();
    lines.write(LINES);
    await lab.until("a full disk", () => lab.part("agent").said.includes("no space left on device"));
    await lab.part("gateway").start();
    await lines.delivered(100);
    expect(lines.fate()).toEqual({ written: LINES, lost: 0, doubled: 0 });
  });
});
