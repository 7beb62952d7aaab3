// Generating 3,000 objectives: time, peak memory, rules and bytes, as medians of processes of their own, from service
// documents (YAML, validation and checks included) and from objects in memory. `--json` prints the figures alone.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const require = createRequire(import.meta.url);
const Table = require("cli-table3");
const here = dirname(fileURLToPath(import.meta.url));
const OBJECTIVES = 3000;
const RUNS = 7;

// What the best-known generator (written in Go) is said to take for as many; told, not measured here.
const KNOWN = {
  from: "best-known generator, as told",
  seconds: 2.4,
  cpuSeconds: NaN,
  peakMib: 110,
  rules: 51_000,
  bytes: 22e6,
};

const work = mkdtempSync(join(tmpdir(), "qms-bench-slo-"));
try {
  const rows = ["documents", "objects"].map((from) => {
    process.stderr.write(`· generating ${OBJECTIVES} objectives from ${from}, ${RUNS} runs\n`);
    return { from, ...medians(Array.from({ length: RUNS }, () => measure(from))) };
  });
  console.log(process.argv.includes("--json") ? JSON.stringify(rows, null, 2) : table([...rows, KNOWN]));
} finally {
  rmSync(work, { recursive: true, force: true });
}

function measure(from) {
  const started = performance.now();
  const child = spawnSync(
    process.execPath,
    [join(here, "slo-generate.cjs"), String(OBJECTIVES), from, join(work, "rules.jsonl")],
    { encoding: "utf8" },
  );
  if (child.status !== 0) throw new Error(child.stderr);
  // The start of the process belongs to it.
  return { ...JSON.parse(child.stdout), seconds: (performance.now() - started) / 1000 };
}

function medians(measurements) {
  const median = (key) => {
    const values = measurements.map((measured) => measured[key]).sort((one, other) => one - other);
    return values[Math.floor(values.length / 2)];
  };
  return Object.fromEntries(
    ["seconds", "cpuSeconds", "peakMib", "rules", "bytes"].map((key) => [key, median(key)]),
  );
}

function table(rows) {
  const view = new Table({
    head: ["3,000 objectives from", "seconds", "CPU seconds", "peak MiB", "rules", "MB"],
    style: { head: [], border: [] },
  });
  for (const { from, seconds, cpuSeconds, peakMib, rules, bytes } of rows) {
    const cpu = Number.isNaN(cpuSeconds) ? "" : cpuSeconds.toFixed(2);
    view.push([from, seconds.toFixed(2), cpu, peakMib.toFixed(0), rules, (bytes / 1e6).toFixed(1)]);
  }
  return view.toString();
}
