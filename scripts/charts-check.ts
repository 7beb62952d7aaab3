import Table from "cli-table3";
import { Command } from "commander";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { CHART_NAMES, chart } from "../constructs/core/charts";
import { digestTable, type FillOptions, fillDigests } from "./image-digests";
import { pinnedImages } from "./pinned-images";
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

interface Options {
  readonly json: boolean;
  readonly digests: boolean;
  readonly registry?: string;
  readonly acceptChanged?: boolean;
}

/** The program; `project` is the folder whose digests are written. */
export function chartsCheck(project: string): Command {
  return new Command("charts:check")
    .description(
      "tell which charts of charts.json are unpacked in the folder CHARTS_DIR; exit code 1 if any is not",
    )
    .option("--json", "print the states as JSON", false)
    .option(
      "--digests",
      "ask registries for the digests of all images instead, and pin what they answer",
      false,
    )
    .option("--registry <host>", "with --digests: a mirror that has all images, host[:port][/path]")
    .option("--accept-changed", "with --digests: pin another digest for a tag that has one")
    .action(async ({ json, digests, ...fill }: Options, command: Command) => {
      if (!digests && (fill.registry !== undefined || fill.acceptChanged !== undefined)) {
        command.error("error: --registry and --accept-changed go with --digests");
      }
      const [states, table, isGood] = digests ? await digestCheck(project, fill) : folderCheck(command);
      console.log(json ? JSON.stringify(states, null, 2) : table);
      process.exitCode = isGood ? 0 : 1;
    });
}

type Result = readonly [states: readonly object[], table: string, isGood: boolean];

async function digestCheck(project: string, options: FillOptions): Promise<Result> {
  const states = await fillDigests(project, pinnedImages(), options);
  return [states, digestTable(states), states.every(({ problem }) => problem === undefined)];
}

function folderCheck(command: Command): Result {
  const charts = process.env.CHARTS_DIR;
  if (charts === undefined || !existsSync(charts)) {
    command.error(
      "error: CHARTS_DIR names no folder; unpack the charts of charts-values/charts.json there, " +
        "for example with helm pull --untar, and set it",
    );
  }
  const states = chartStates(charts);
  return [states, chartTable(states), states.every(({ ready }) => ready)];
}

if (require.main === module) {
  void chartsCheck(process.cwd()).parseAsync();
}
