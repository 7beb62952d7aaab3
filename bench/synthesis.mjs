// Synthesis time and peak memory for 1, 4 and 16 environments, beside a bare cdktf app with the same resources.
// Each measurement is a process of its own; medians of the runs, both apps in turn, so that load hits both alike.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const require = createRequire(import.meta.url);
const Table = require("cli-table3");
const here = dirname(fileURLToPath(import.meta.url));
const RUNS = 5;
const SIZES = [1, 4, 16];

const work = mkdtempSync(join(tmpdir(), "qms-bench-"));
try {
  // The bare app repeats the resources of these artifacts.
  measure("ours", Math.max(...SIZES), join(work, "model"));
  const rows = SIZES.map((environments) => {
    process.stderr.write(`· measuring ${environments} environment(s), ${RUNS} runs each\n`);
    const runs = Array.from({ length: RUNS }, (_, run) => ({
      ours: measure("ours", environments, join(work, `ours-${environments}-${run}`)),
      bare: measure("bare", environments, join(work, `bare-${environments}-${run}`), join(work, "model")),
    }));
    return {
      environments,
      ours: medians(runs.map((run) => run.ours)),
      bare: medians(runs.map((run) => run.bare)),
    };
  });
  console.log(process.argv.includes("--json") ? JSON.stringify(rows, null, 2) : table(rows));
} finally {
  rmSync(work, { recursive: true, force: true });
}

function measure(app, environments, outdir, model = "") {
  const child = spawnSync(process.execPath, [join(here, `${app}.cjs`), String(environments), outdir, model], {
    encoding: "utf8",
  });
  if (child.status !== 0) {
    throw new Error(`${app} with ${environments} environment(s) failed:\n${child.stderr}`);
  }
  return JSON.parse(child.stdout);
}

function medians(measurements) {
  const median = (values) => [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)];
  return {
    resources: measurements[0].resources,
    loadSeconds: median(measurements.map(({ loadSeconds }) => loadSeconds)),
    seconds: median(measurements.map(({ seconds }) => seconds)),
    cpuSeconds: median(measurements.map(({ cpuSeconds }) => cpuSeconds)),
    peakMib: median(measurements.map(({ peakMib }) => peakMib)),
  };
}

function table(rows) {
  const view = new Table({
    head: [
      "environments",
      "app",
      "resources",
      "load s",
      "synthesis s",
      "per environment ms",
      "CPU s",
      "peak MiB",
      "ratio",
      "CPU ratio",
    ],
    style: { head: [], border: [] },
  });
  for (const { environments, ours, bare } of rows) {
    for (const [app, result] of Object.entries({ "this package": ours, "bare cdktf": bare })) {
      view.push([
        environments,
        app,
        result.resources,
        result.loadSeconds.toFixed(2),
        result.seconds.toFixed(3),
        ((1000 * result.seconds) / environments).toFixed(0),
        result.cpuSeconds.toFixed(2),
        result.peakMib.toFixed(0),
        (total(result) / total(bare)).toFixed(2),
        (result.cpuSeconds / bare.cpuSeconds).toFixed(2),
      ]);
    }
  }
  return `${view.toString()}\nratio: load and synthesis together, this package to the bare app; CPU ratio: the whole process, which other load on the machine hits less; medians of ${RUNS} processes`;
}

function total({ loadSeconds, seconds }) {
  return loadSeconds + seconds;
}
