import { rmSync } from "node:fs";
import Table from "cli-table3";
import { required } from "../support/helm";
import { renderedReleases } from "../support/rendered";

/** Tells what was rendered, and removes it. */
export default function tearDown(): void {
  const releases = renderedReleases();
  const table = new Table({
    head: ["environment", "releases", "objects rendered", "documents", "seconds"],
    style: { head: [], border: [] },
    colAligns: ["left", "right", "right", "right", "right"],
  });
  for (const environment of new Set(releases.map((release) => release.environment))) {
    const rendered = releases.filter((release) => release.environment === environment);
    const sum = (field: "objects" | "documents" | "seconds"): number =>
      rendered.reduce((total, release) => total + release[field], 0);
    table.push([environment, rendered.length, sum("objects"), sum("documents"), sum("seconds").toFixed(1)]);
  }
  process.stdout.write(`\n${table.toString()}\n`);
  rmSync(required("QMS_RENDERED"), { recursive: true, force: true });
}
