import { production } from "../../../stacks/environments/production";
import { type Level, LEVELS, LOGGER_FORMATS, WITHOUT_LEVEL } from "./logger-formats";
import { appendLines, criLine, labPod, type LabPod, logFile } from "./pods";
import { until } from "./program";
import { Tap } from "./tap";
import { TelemetryLab } from "./telemetry-lab";

const annotated = (service: string, level: string, prefix = "qms.observability"): LabPod =>
  labPod(service, { annotations: { [`${prefix}/log-level`]: level } });

const ORDINARY = labPod("ordinary");
const TALKATIVE = annotated("talkative", "Debug");
const QUIET = annotated("quiet", "error");
const FOREIGN = annotated("foreign", "debug", "other.example");
const POD_LINES: readonly (readonly [LabPod, Level])[] = [ORDINARY, TALKATIVE, QUIET, FOREIGN].flatMap(
  (pod) => LEVELS.map((level) => [pod, level] as const),
);

/** A line of a format at a level, and the id of its message. */
const CASES = LOGGER_FORMATS.flatMap(({ levels, line, name }, format) =>
  LEVELS.flatMap((level) =>
    (levels[level] ?? []).map((word, index) => {
      const id = `f${format}${level.charAt(0)}${index}x`;
      return { name, level, word, id, text: line(word, id) };
    }),
  ),
);

const tap = new Tap();
let lab: TelemetryLab;
let severities: ReadonlyMap<string, string>;
let page: string;

beforeAll(async () => {
  lab = await TelemetryLab.start({
    environment: { ...production, lowestLogLevel: "DEBUG" },
    parts: ["agent"],
    pods: [ORDINARY, TALKATIVE, QUIET, FOREIGN],
    adaptations: { agent: tap.adaptations("agent", ["logs"]) },
  });
  for (const [pod, level] of POD_LINES)
    write(pod, [JSON.stringify({ level, msg: `p${pod.container}${level}x` })]);
  write(TALKATIVE, [
    ...CASES.map(({ text }) => text),
    ...WITHOUT_LEVEL.map((line, index) => line(`n${index}x`)),
    JSON.stringify({ level: "info", msg: "theEnd" }),
  ]);
  await until("the last line", () =>
    tap.records("agent", "logs").some((record) => record.includes("theEnd")),
  );
  severities = new Map(
    tap
      .records("agent", "logs")
      .map((record) => [
        /\b[fpn][0-9a-zA-Z]+x\b/.exec(record)?.[0] ?? "",
        /"severityText":"([A-Z]+)"/.exec(record)?.[1] ?? "",
      ]),
  );
  page = await lab.metrics("agent", "derived");
});

afterAll(async () => {
  tap.remove();
  await lab.stop();
});

describe("formats of loggers", () => {
  it("are more than fifteen", () => {
    expect(LOGGER_FORMATS.length).toBeGreaterThanOrEqual(15);
  });

  it.each(LOGGER_FORMATS.map(({ name }) => name))("of %s have their levels", (name) => {
    const cases = CASES.filter((one) => one.name === name);
    // What is below the lowest level is dropped.
    const expected = cases.map(({ level, word }) => [word, level === "TRACE" ? undefined : level]);
    expect(cases.map(({ id, word }) => [word, severities.get(id)])).toEqual(expected);
  });

  it("without a level are kept, and counted", () => {
    expect(WITHOUT_LEVEL.map((_, index) => severities.get(`n${index}x`))).toEqual(
      WITHOUT_LEVEL.map(() => "UNSPECIFIED"),
    );
    expect(counted("log_records_unspecified_level_total", "shop/talkative")).toBe(WITHOUT_LEVEL.length);
  });
});

describe("levels in production", () => {
  it.each([
    ["an ordinary workload keeps INFO and above", ORDINARY, ["INFO", "WARN", "ERROR", "FATAL"]],
    ["an annotation lowers the level as far as the environment allows", TALKATIVE, LEVELS.slice(1)],
    ["an annotation raises the level", QUIET, ["ERROR", "FATAL"]],
    ["an annotation of another prefix says nothing", FOREIGN, ["INFO", "WARN", "ERROR", "FATAL"]],
  ])("%s", (_, pod, kept) => {
    expect(LEVELS.filter((level) => severities.get(`p${pod.container}${level}x`) === level)).toEqual(kept);
  });

  it("what is kept below the level of the environment is counted", () => {
    const debugLines = CASES.filter(({ level }) => level === "DEBUG").length + 1;
    expect(counted("log_records_below_floor_total", "shop/talkative")).toBe(debugLines);
    expect(counted("log_records_below_floor_total", "shop/ordinary")).toBe(0);
  });
});

function write(pod: LabPod, texts: readonly string[]): void {
  appendLines(
    logFile(lab.podLogs, pod),
    texts.map((text) => criLine(text)),
  );
}

/** What a counter of the agent says of a job. */
function counted(name: string, job: string): number {
  const lines = page.matchAll(new RegExp(`^${name}\\{[^}]*job="${job}"[^}]*\\} ([0-9.e+]+)`, "gm"));
  return [...lines].reduce((sum, [, value]) => sum + Number(value), 0);
}
