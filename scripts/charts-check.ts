import Table from "cli-table3";
import { Command } from "commander";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { CHART_NAMES, chart } from "../constructs/core/charts";
import { tryChartFolder, tryReadMetadata } from "./chart-folder";

/** What was found of one chart among the unpacked ones. */
export interface ChartState {
  readonly chart: string;
  /** Version that `charts.json` wants. */
  readonly wanted: string;
  /** Version that was found; absent where the chart is missing. */
  readonly found?: string;
  /** Folders below the chart without which it does not render: its templates and the charts that it brings. */
  readonly missing: readonly string[];
  readonly ready: boolean;
}

/** The state of every chart of `charts.json` in a folder of unpacked charts, `<chart>-<version>` or `<chart>` each. */
export function chartStates(charts: string): readonly ChartState[] {
  return CHART_NAMES.map((name) => chartState(charts, name, chart(name).version));
}

function chartState(charts: string, name: string, wanted: string): ChartState {
  const folder = tryChartFolder(charts, name, wanted) ?? tryChartFolder(charts, name);
  const metadata = folder === undefined ? undefined : tryReadMetadata(folder);
  if (folder === undefined || metadata === undefined) {
    return { chart: name, wanted, missing: [], ready: false };
  }
  const subcharts = (metadata.dependencies ?? []).map((dependency) => `charts/${dependency.name}`);
  // A chart may consist of its subcharts alone.
  const parts = subcharts.length > 0 ? subcharts : ["templates"];
  const missing = parts.filter((part) => !existsSync(join(folder, part)));
  const ready = metadata.version === wanted && missing.length === 0;
  return { chart: name, wanted, found: metadata.version, missing, ready };
}

/** The states as a table for people. */
export function chartTable(states: readonly ChartState[]): string {
  const table = new Table({ head: ["chart", "wanted", "found", "state"], style: { head: [], border: [] } });
  table.push(...states.map((state) => [state.chart, state.wanted, state.found ?? "-", describe(state)]));
  return table.toString();
}

function describe({ found, wanted, missing }: ChartState): string {
  if (found === undefined) {
    return "missing";
  }
  if (found !== wanted) {
    return "other version";
  }
  return missing.length === 0 ? "ready" : `without ${missing.join(", ")}`;
}

function main(): void {
  new Command("charts:check")
    .description(
      "tell which charts of charts.json are unpacked in the folder CHARTS_DIR; exit code 1 if any is not",
    )
    .option("--json", "print the states as JSON")
    .action(({ json = false }: { json?: boolean }, command: Command) => {
      const charts = process.env.CHARTS_DIR;
      if (charts === undefined || !existsSync(charts)) {
        command.error(
          "error: CHARTS_DIR names no folder; unpack the charts of charts-values/charts.json there, " +
            "for example with helm pull --untar, and set it",
        );
      }
      const states = chartStates(charts);
      console.log(json ? JSON.stringify(states, null, 2) : chartTable(states));
      process.exitCode = states.every(({ ready }) => ready) ? 0 : 1;
    })
    .parse();
}

if (require.main === module) {
  main();
}
