import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { Command } from "commander";
import { CHART_NAMES, chart, type ChartName } from "../constructs/core/charts";
import { tryChartFolder, tryReadMetadata } from "./chart-folder";
import { chartKeys } from "./chart-keys";

/**
 * Writes `charts-values/<chart>/keys.json` below `root` from an unpacked chart and returns the file.
 * @param folder the chart's own folder, or the one that holds it as `<chart>-<version>`
 * @throws Error when the chart is not there in exactly the version of `charts.json`
 */
export function indexChart(name: ChartName, folder: string, root: string): string {
  const found =
    tryReadMetadata(folder) === undefined ? tryChartFolder(folder, name, chart(name).version) : folder;
  if (found === undefined) {
    throw new Error(`${folder} holds neither Chart.yaml nor ${name}-${chart(name).version}`);
  }
  const keys = chartKeys(found);
  if (keys.chart !== name || keys.version !== chart(name).version) {
    throw new Error(
      `${found} holds ${keys.chart} ${keys.version}, but charts.json wants ${name} ${chart(name).version}`,
    );
  }
  const file = join(root, "charts-values", name, "keys.json");
  writeFileSync(file, `${JSON.stringify(keys, null, 2)}\n`);
  return file;
}

function chartName(name: string): ChartName {
  const known = CHART_NAMES.find((each) => each === name);
  if (known === undefined) {
    throw new Error(`chart ${name} is unknown; charts.json has ${CHART_NAMES.join(", ")}`);
  }
  return known;
}

function main(): void {
  new Command("charts:index")
    .description("write charts-values/<chart>/keys.json from an unpacked chart")
    .argument("<chart>", "name of a chart in charts.json, or all")
    .argument("<folder>", "the unpacked chart, or the folder that holds it as <chart>-<version>")
    .action((name: string, folder: string, _options: object, command: Command) => {
      try {
        const names = name === "all" ? CHART_NAMES : [chartName(name)];
        names.forEach((each) => {
          console.log(indexChart(each, folder, process.cwd()));
        });
      } catch (error) {
        command.error(`error: ${error instanceof Error ? error.message : String(error)}`);
      }
    })
    .parse();
}

if (require.main === module) {
  main();
}
