import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { Command } from "commander";
import type { Alert } from "../constructs/alerting/alert";
import { platformAlerts } from "../constructs/alerting/alert-catalogue";
import { runbookPath } from "../constructs/alerting/alert-links";
import { MAINTENANCE_MARKER } from "../constructs/alerting/planned-maintenance";
import { runbookIndex, runbookPage } from "../constructs/alerting/runbook-page";
import { STACK_WORKLOADS } from "../constructs/alerting/stack-workloads";
import { DEFAULT_NAMESPACE_NAMES } from "../constructs/platform/namespace-names";
import { SLO_ALERTS } from "../constructs/slo/shared-rules";
import { loadMandate, quantities } from "../mandate";

/** Folder of the pages in the project. */
export const RUNBOOKS = "docs/runbooks";

const MANDATED = quantities(loadMandate());

/** Every alert that has a runbook: those of a whole stack, of maintenance and of service objectives. */
export function alertsWithRunbook(): readonly Alert[] {
  const parts = STACK_WORKLOADS.map(({ component }) => component);
  return [
    ...platformAlerts({ quantities: MANDATED, stack: { namespaces: DEFAULT_NAMESPACE_NAMES, parts } }),
    MAINTENANCE_MARKER,
    ...SLO_ALERTS,
  ];
}

/** Every page by its path below the folder. */
export function runbookPages(): ReadonlyMap<string, string> {
  const alerts = alertsWithRunbook();
  const pages = new Map<string, [Alert, ...Alert[]]>();
  for (const alert of alerts) {
    const variants = pages.get(runbookPath(alert));
    pages.set(runbookPath(alert), variants === undefined ? [alert] : [...variants, alert]);
  }
  return new Map([
    ["README.md", runbookIndex(alerts, MANDATED)],
    ...[...pages].map(([path, variants]) => [path, runbookPage(variants, MANDATED)] as const),
  ]);
}

/** Paths below the folder that are there. */
export function writtenPages(project: string): readonly string[] {
  const folder = join(project, RUNBOOKS);
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort();
}

/** Pages that are missing, say something else, or belong to no alert. */
export function stalePages(project: string): readonly string[] {
  const pages = runbookPages();
  const written = writtenPages(project);
  const changed = [...pages].filter(
    ([path, text]) => !written.includes(path) || readFileSync(join(project, RUNBOOKS, path), "utf8") !== text,
  );
  return [...changed.map(([path]) => path), ...written.filter((path) => !pages.has(path))];
}

function write(project: string, stale: readonly string[]): void {
  const pages = runbookPages();
  for (const path of stale) {
    const file = join(project, RUNBOOKS, path);
    const text = pages.get(path);
    if (text === undefined) {
      rmSync(file);
    } else {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
  }
}

if (require.main === module) {
  new Command("runbooks")
    .description("write the runbooks that are generated from the alerts")
    .option("--check", "write nothing; exit code 1 when a page is not up to date", false)
    .action(({ check }: { check: boolean }) => {
      const stale = stalePages(process.cwd());
      if (check && stale.length > 0) {
        console.error(`${stale.join(", ")}: not what the alerts say; run \`npm run docs\``);
        process.exitCode = 1;
        return;
      }
      write(process.cwd(), stale);
      console.log(
        stale.length === 0 ? "every runbook is up to date" : `wrote ${String(stale.length)} runbooks`,
      );
    })
    .parse();
}
