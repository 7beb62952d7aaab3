// Evaluating objectives with a real Prometheus on synthetic series: time and samples read per objective, beside the
// widely used layout of 17 rules, written out below. Each rule is asked once at the end of thirty days of series, with the
// server's own statistics; what a minute costs follows from the intervals.
import { spawn, spawnSync } from "node:child_process";
import { createWriteStream, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const require = createRequire(import.meta.url);
const Table = require("cli-table3");
const here = dirname(fileURLToPath(import.meta.url));
const dist = (path) => require(join(here, "../dist", path));
const OBJECTIVES = 10;
const PODS = 10;
const RUNS = 5;
const END = Date.UTC(2026, 0, 31) / 1000;
const DAY = 86_400;
const PORT = 39_071;

const objectives = Array.from({ length: OBJECTIVES }, (_, index) => objective(`s${index}`));
const work = mkdtempSync(join(tmpdir(), "qms-bench-evaluation-"));
let server;
try {
  step("writing series");
  await writeSeries(join(work, "series.om"));
  step("making blocks of them");
  // One long block, because promtool reads the whole file for each.
  const blocks = ["tsdb", "create-blocks-from", "--max-block-duration=60d", "openmetrics"];
  run(tool("promtool"), [...blocks, join(work, "series.om"), join(work, "data")]);
  rmSync(join(work, "series.om"));
  server = await startPrometheus();
  step("asking rules");
  const layouts = [
    { layout: "this package", rules: ourRules() },
    { layout: "17 rules an objective", rules: objectives.flatMap(({ service }) => seventeen(service.name)) },
  ];
  const rows = [];
  for (const { layout, rules } of layouts) rows.push({ layout, ...(await cost(rules)) });
  console.log(process.argv.includes("--json") ? JSON.stringify(rows, null, 2) : table(rows));
} finally {
  server?.kill();
  rmSync(work, { recursive: true, force: true });
}

function objective(name) {
  const selector = `requests_total{service="${name}"}`;
  return {
    service: { namespace: "bench", name },
    name: "availability",
    owner: "team",
    indicator: {
      kind: "ratio",
      events: `${selector.slice(0, -1)},code="500"}`,
      eventsAre: "bad",
      total: selector,
      measures: "errors",
    },
    target: 0.999,
    periodDays: 30,
    minimumTraffic: "standard",
    budgeting: "occurrences",
  };
}

/** Every rule with the seconds between its evaluations. */
function ourRules() {
  const { objectiveGroup } = dist("constructs/slo/objective-rules.js");
  const { sharedSloGroups } = dist("constructs/slo/shared-rules.js");
  const { loadMandate, quantities } = dist("mandate/index.js");
  const links = { runbookBaseUrl: "https://runbooks.example.org", grafanaUrl: "https://grafana.example.org" };
  return [
    ...objectives.map((one) => objectiveGroup(one.service, [one])),
    ...sharedSloGroups({ quantities: quantities(loadMandate()), ...links }),
  ].flatMap(({ interval, rules }) =>
    rules.map(({ expr }) => ({ expr, seconds: 60 * Number(interval.replace("m", "")) })),
  );
}

/** Error ratios over eight windows, of which the longest averages the shortest; seven constants; two alerts. */
function seventeen(service) {
  const windows = ["5m", "30m", "1h", "2h", "6h", "1d", "3d"];
  const of = `{slo="${service}"}`;
  const ratios = windows.map(
    (window) =>
      `sum(rate(requests_total{service="${service}",code="500"}[${window}])) / sum(rate(requests_total{service="${service}"}[${window}]))`,
  );
  const recorded = (window) => `slo:sli_error:ratio_rate${window}${of}`;
  const burns = (short, long, factor) =>
    `(max(${recorded(short)} > (${factor} * 0.001)) and max(${recorded(long)} > (${factor} * 0.001)))`;
  return [
    ...ratios,
    `sum_over_time(${recorded("5m")}[30d]) / count_over_time(${recorded("5m")}[30d])`,
    "vector(0.999)",
    "vector(1 - 0.999)",
    "vector(30)",
    `${recorded("5m")} / on (slo) group_left () slo:error_budget:ratio${of}`,
    `${recorded("30d")} / on (slo) group_left () slo:error_budget:ratio${of}`,
    `1 - slo:period_burn_rate:ratio${of}`,
    "vector(1)",
    `${burns("5m", "1h", 14.4)} or ${burns("30m", "6h", 6)}`,
    `${burns("2h", "1d", 3)} or ${burns("6h", "3d", 1)}`,
  ].map((expr) => ({ expr, seconds: 60 }));
}

async function writeSeries(file) {
  const out = createWriteStream(file);
  const write = async (text) => out.write(text) || new Promise((resolve) => out.once("drain", resolve));
  for (const { family, type, series } of families()) {
    await write(`# TYPE ${family} ${type}\n`);
    for (const { labels, days, every, value } of series) {
      const lines = [];
      for (let time = END - days * DAY; time <= END; time += every)
        lines.push(`${labels} ${value(time)} ${time}`);
      await write(`${lines.join("\n")}\n`);
    }
  }
  await write("# EOF\n");
  await new Promise((resolve) => out.end(resolve));
}

function families() {
  const gauge = (name, labels, days, every, value) => ({
    family: name,
    type: "gauge",
    series: objectives.map((one) => ({ labels: `${name}{${labels(one)}}`, days, every, value: () => value })),
  });
  const slo = ({ service }) =>
    `slo="bench/${service.name}/availability",namespace="bench",service="${service.name}"`;
  const theirs = ({ service }) => `slo="${service.name}"`;
  return [
    { family: "requests", type: "counter", series: objectives.flatMap(pods) },
    gauge("slo:events_total:rate5m", slo, 1, 60, 100),
    gauge("slo:events_bad:rate5m", slo, 1, 60, 0.02),
    gauge(
      "slo:objective:ratio",
      (one) => `${slo(one)},team="team",sli="ratio",period="30d",minimum_traffic="standard"`,
      1,
      60,
      0.999,
    ),
    gauge("slo:events_total:step5m", (one) => `${slo(one)},period="30d"`, 30, 300, 100),
    gauge("slo:events_bad:step5m", (one) => `${slo(one)},period="30d"`, 30, 300, 0.02),
    ...["1h", "6h", "1d", "3d"].map((window) => gauge(`slo:error_ratio:rate${window}`, slo, 1, 60, 0.0002)),
    gauge("slo:error_ratio:period", slo, 1, 60, 0.0002),
    gauge("slo:sli_error:ratio_rate5m", theirs, 30, 60, 0.0002),
    ...["30m", "1h", "2h", "6h", "1d", "3d", "30d"].map((window) =>
      gauge(`slo:sli_error:ratio_rate${window}`, theirs, 1, 60, 0.0002),
    ),
    gauge("slo:error_budget:ratio", theirs, 1, 60, 0.001),
    gauge("slo:period_burn_rate:ratio", theirs, 1, 60, 0.2),
  ];
}

/** Counters of each pod, scraped twice a minute, as long as the longest window over them. */
function pods({ service }) {
  return Array.from({ length: PODS }, (_, pod) => pod).flatMap((pod) =>
    [
      ["200", 299],
      ["500", 0.06],
    ].map(([code, perScrape]) => ({
      labels: `requests_total{service="${service.name}",pod="p${pod}",code="${code}"}`,
      days: 3.1,
      every: 30,
      value: (time) => ((time - END + 4 * DAY) / 30) * perScrape,
    })),
  );
}

async function startPrometheus() {
  mkdirSync(join(work, "data"), { recursive: true });
  writeFileSync(join(work, "prometheus.yml"), "global: {}\n");
  const child = spawn(
    tool("prometheus"),
    [
      `--config.file=${join(work, "prometheus.yml")}`,
      `--storage.tsdb.path=${join(work, "data")}`,
      "--storage.tsdb.retention.time=10y",
      `--web.listen-address=127.0.0.1:${PORT}`,
      "--log.level=error",
    ],
    { stdio: ["ignore", "ignore", "inherit"] },
  );
  for (let attempt = 0; attempt < 120; attempt += 1) {
    const ready = await fetch(`http://127.0.0.1:${PORT}/-/ready`).catch(() => undefined);
    if (ready?.ok) return child;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  child.kill();
  throw new Error("Prometheus did not become ready");
}

async function cost(rules) {
  let samplesPerMinute = 0;
  let millisecondsPerMinute = 0;
  for (const { expr, seconds } of rules) {
    const times = [];
    let samples = 0;
    for (let attempt = 0; attempt < RUNS; attempt += 1) {
      const { stats } = await ask(expr);
      samples = stats.samples.totalQueryableSamples;
      times.push(stats.timings.execTotalTime * 1000);
    }
    times.sort((one, other) => one - other);
    samplesPerMinute += (samples * 60) / seconds;
    millisecondsPerMinute += (times[Math.floor(RUNS / 2)] * 60) / seconds;
  }
  return {
    rules: rules.length / OBJECTIVES,
    samplesPerMinute: samplesPerMinute / OBJECTIVES,
    millisecondsPerMinute: millisecondsPerMinute / OBJECTIVES,
  };
}

async function ask(expr) {
  const response = await fetch(`http://127.0.0.1:${PORT}/api/v1/query`, {
    method: "POST",
    body: new URLSearchParams({ query: expr, time: String(END), stats: "all" }),
  });
  const { data, error } = await response.json();
  if (data === undefined) throw new Error(`${expr}\n${error}`);
  return data;
}

function table(rows) {
  const view = new Table({
    head: [
      "layout",
      "rules per objective",
      "samples read per objective and minute",
      "ms per objective and minute",
    ],
    style: { head: [], border: [] },
  });
  for (const { layout, rules, samplesPerMinute, millisecondsPerMinute } of rows) {
    view.push([layout, rules.toFixed(1), Math.round(samplesPerMinute), millisecondsPerMinute.toFixed(2)]);
  }
  return `${view.toString()}\n${OBJECTIVES} objectives, ${PODS} pods with two series each, scraped twice a minute; medians of ${RUNS}`;
}

function tool(name) {
  return run(process.execPath, [join(here, "../scripts/tools.mjs"), "--where", name]).trim();
}

function run(program, args) {
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: "utf8", maxBuffer: 2 ** 26 });
  if (status !== 0) throw new Error(`${program} ${args.join(" ")} failed:\n${stderr}`);
  return stdout;
}

function step(text) {
  process.stderr.write(`· ${text}\n`);
}
