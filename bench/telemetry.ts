// What the agent and the gateway cost: lines of containers with everything on, without redaction and only parsed, in the
// same run on the same lines; then spans. Real collectors with the configurations of production's artifact, on the loopback;
// what they hand on is thrown away. `--json` prints figures alone.
import { readFileSync } from "node:fs";
import Table from "cli-table3";
import { isObject, itemsOf, type JsonValue, textsOf } from "../assurance/artifact/json";
import { production } from "../stacks/environments/production";
import type { Adaptation } from "../test/tools/telemetry/adaptation";
import { appendLines, criLine, labPod, logFile } from "../test/tools/telemetry/pods";
import { until } from "../test/tools/telemetry/program";
import { newSpanId, newTraceId, sendSpans } from "../test/tools/telemetry/span-sender";
import { type Part, TelemetryLab } from "../test/tools/telemetry/telemetry-lab";
import { line } from "./telemetry-lines";

const LINES = 60_000;
const SPANS = 20_000;
const POD = labPod("web");
const TICKS_PER_SECOND = 100;

interface Cost {
  readonly what: string;
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly count: number;
  readonly peakMebibytes: number;
}

const WHY = "what is measured";
const REDACTION = /^(redaction|transform\/masked_)/;
const OWN_WORK = /^(redaction|transform|filter)/;

void main();

async function main(): Promise<void> {
  const runs = [
    await lines("everything, no sensitive values", 0, []),
    await lines("everything, 5 % of the lines with some", 5, []),
    await lines("everything, 20 % of the lines with some", 20, []),
    await lines("everything but guards", 5, [guard("true")]),
    await lines("no redaction", 5, [guard("false"), withoutProcessors(REDACTION)]),
    await lines("parsed only", 5, [guard("false"), withoutProcessors(OWN_WORK)]),
    await spans(),
  ];
  const perCpuSecond = ({ count, cpuSeconds }: Cost): number => Math.round(count / cpuSeconds);
  if (process.argv.includes("--json")) {
    console.log(JSON.stringify(runs, null, 2));
    return;
  }
  const head = ["", "records/s", "records per CPU second", "CPU s per 100,000", "peak MiB"];
  const table = new Table({ head, style: { head: [], border: [] } });
  for (const run of runs) {
    const perHundredThousand = ((run.cpuSeconds / run.count) * 100_000).toFixed(1);
    table.push([
      run.what,
      Math.round(run.count / run.seconds),
      perCpuSecond(run),
      perHundredThousand,
      run.peakMebibytes,
    ]);
  }
  console.log(table.toString());
}

async function lines(
  what: string,
  percentPersonal: number,
  adaptations: readonly Adaptation[],
): Promise<Cost> {
  const lab = await start(["agent"], { agent: [...thrownAway("logs"), ...adaptations] });
  const all = Array.from({ length: LINES }, (_, number) =>
    criLine(line(number, number % 100 < percentPersonal)),
  );
  const cost = await measured(lab, "agent", what, LINES, () => {
    appendLines(logFile(lab.podLogs, POD), all);
    return Promise.resolve();
  });
  await lab.stop();
  return cost;
}

async function spans(): Promise<Cost> {
  const lab = await start(["gateway", "agent"], { gateway: thrownAway("traces/sampled") });
  const cost = await measured(lab, "gateway", "spans through the gateway", SPANS, async () => {
    for (let sent = 0; sent < SPANS; sent += 500) {
      const traceId = newTraceId();
      const span = {
        service: "web",
        name: "GET /orders/{id}",
        traceId,
        kind: "server",
        milliseconds: 20,
      } as const;
      await sendSpans(
        lab,
        Array.from({ length: 500 }, () => ({ ...span, spanId: newSpanId() })),
      );
    }
  });
  await lab.stop();
  return cost;
}

async function start(
  parts: readonly Part[],
  adaptations: Partial<Record<Part, readonly Adaptation[]>>,
): Promise<TelemetryLab> {
  return TelemetryLab.start({ environment: production, parts, pods: [POD], adaptations });
}

/** Runs something and waits until a collector has handed all of it on, or taken it in where it hands on a part. */
async function measured(
  lab: TelemetryLab,
  part: Part,
  what: string,
  count: number,
  run: () => Promise<void>,
): Promise<Cost> {
  const collector = part === "jaeger" ? "gateway" : part;
  const { pid } = lab.part(part);
  const counter =
    part === "agent"
      ? "otelcol_exporter_sent_log_records_total\\{[^}]*debug"
      : "otelcol_receiver_accepted_spans_total\\{";
  const [begin, before] = [Date.now(), cpuSeconds(pid)];
  await run();
  await until(
    what,
    async () => {
      const lines = (await lab.metrics(collector, "self")).matchAll(
        new RegExp(`^${counter}[^}]*\\} ([0-9.e+]+)`, "gm"),
      );
      return [...lines].reduce((sum, [, value]) => sum + Number(value), 0) >= count;
    },
    300,
  );
  const peak = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? "0";
  return {
    what,
    seconds: (Date.now() - begin) / 1000,
    cpuSeconds: cpuSeconds(pid) - before,
    count,
    peakMebibytes: Math.round(Number(peak) / 1024),
  };
}

/** What a process has used so far. */
function cpuSeconds(pid: number): number {
  const [, rest = ""] = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ");
  const [user = "0", system = "0"] = rest.split(" ").slice(11, 13);
  return (Number(user) + Number(system)) / TICKS_PER_SECOND;
}

/** Hands what a pipeline has to an exporter that forgets it; connectors stay. */
function thrownAway(pipeline: string): readonly Adaptation[] {
  return [
    { at: ["exporters"], why: WHY, to: (was) => ({ ...(isObject(was) ? was : {}), "debug/bench": {} }) },
    {
      at: ["service", "pipelines", pipeline, "exporters"],
      why: WHY,
      to: (was) => ["debug/bench", ...textsOf(was).filter((name) => name.startsWith("count/"))],
    },
  ];
}

function withoutProcessors(names: RegExp): Adaptation {
  const at = ["service", "pipelines", "logs", "processors"];
  return { at, why: WHY, to: (was) => textsOf(was).filter((name) => !names.test(name)) };
}

/** Says of every line, or of none, that it may hold a sensitive value. */
function guard(condition: "true" | "false"): Adaptation {
  const to = (operator: JsonValue): JsonValue =>
    isObject(operator) && operator.id === "guard" ? { ...operator, if: condition } : operator;
  return { at: ["receivers", "file_log/pods", "operators"], why: WHY, to: (was) => itemsOf(was).map(to) };
}
