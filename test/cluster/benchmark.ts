import { appendFileSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Table from "cli-table3";

/** What one environment took, in seconds of this machine. */
export interface Measurement {
  readonly environment: string;
  readonly releases: number;
  readonly apply: number;
  /** A plan that finds nothing to do. */
  readonly plan: number;
  readonly destroy: number;
  /** All releases of the apply, one after the other. */
  readonly sum: number;
  /** The longest chain of releases that wait for each other: no apply can be faster. */
  readonly longestPath: number;
}

/** Names the file of a run; test files may run in processes of their own. */
const VARIABLE = "QMS_CLUSTER_MEASUREMENTS";

/** Starts the measurements of a run. */
export function openBenchmark(): void {
  process.env[VARIABLE] = join(mkdtempSync(join(tmpdir(), "qms-benchmark-")), "measurements.jsonl");
}

/** Takes one environment into the table at the end of the run. */
export function measured(measurement: Measurement): void {
  appendFileSync(fileOfRun(), `${JSON.stringify(measurement)}\n`);
}

/** The table of all that was measured, or nothing where nothing was; the measurements are gone then. */
export function closeBenchmark(): string | undefined {
  const rows = measurementsIn(fileOfRun());
  rmSync(join(fileOfRun(), ".."), { recursive: true });
  return rows.length === 0 ? undefined : `${tableOf(rows)}\n${LEGEND}`;
}

const HEAD = [
  "environment",
  "releases",
  "apply",
  "no-op plan",
  "destroy",
  "one by one",
  "longest path",
  "saved",
];

const LEGEND =
  "Seconds of this machine. One by one: the sum of all releases; longest path: the slowest chain of releases that wait " +
  "for each other;\nsaved: what an apply takes less than one by one, because independent releases are made at once.";

function fileOfRun(): string {
  const file = process.env[VARIABLE];
  if (file === undefined)
    throw new Error(`${VARIABLE} is not set: run these tests by \`npm run test:cluster\``);
  return file;
}

function measurementsIn(file: string): readonly Measurement[] {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch {
    // No test that measures was part of the run.
    return [];
  }
  return text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Measurement);
}

function tableOf(rows: readonly Measurement[]): string {
  const table = new Table({
    head: HEAD,
    style: { head: [], border: [] },
    colAligns: ["left", ...HEAD.slice(1).map(() => "right" as const)],
  });
  rows.forEach(({ apply, destroy, environment, longestPath, plan, releases, sum }) => {
    const seconds = [apply, plan, destroy, sum, longestPath].map((value) => value.toFixed(1));
    table.push([environment, releases, ...seconds, `${((1 - apply / sum) * 100).toFixed(0)} %`]);
  });
  return table.toString();
}
