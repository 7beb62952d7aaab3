// npm run test:full: the tests that take longer than a push should wait for, one after the other, and what each took.
// A further one is a line in RUNS: what it shows, its npm script, and what its environment adds.
import { spawnSync } from "node:child_process";
import { dirname, join } from "node:path";
import { performance } from "node:perf_hooks";
import { fileURLToPath } from "node:url";
import Table from "cli-table3";

const RUNS = [
  ["programs that tests need", "tools"],
  ["every environment on an API server, trouble, state, upgrade", "test:cluster", { FULL: "1" }],
  ["no line is lost, in numbers and minutes of an incident", "test:loss", { FULL: "1" }],
  // The charts' publishers are not reachable from every machine.
  ...(process.env.CHARTS_DIR ? [["every release with the real charts", "test:charts"]] : []),
];

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const table = new Table({
  head: ["what", "npm run", "seconds", ""],
  style: { head: [], border: [] },
  colAligns: ["left", "left", "right", "left"],
});

for (const [what, script, environment = {}] of RUNS) {
  console.log(`\n== ${what}`);
  const started = performance.now();
  const options = { cwd: root, stdio: "inherit", env: { ...process.env, ...environment } };
  const { status } = spawnSync("npm", ["run", "--silent", script], options);
  // The others still have something to tell.
  if (status !== 0) process.exitCode = 1;
  const seconds = ((performance.now() - started) / 1000).toFixed(0);
  table.push([what, script, seconds, status === 0 ? "passed" : "failed"]);
}
console.log(`\n${table.toString()}`);
