import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CHART_NAMES, chart } from "../../constructs/core/charts";
import { type ChartState, chartStates, chartTable } from "../../scripts/charts-check";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "charts-check-"));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

function unpack(name: string, chartYaml: string, ...parts: readonly string[]): void {
  mkdirSync(join(folder, name), { recursive: true });
  writeFileSync(join(folder, name, "Chart.yaml"), chartYaml);
  parts.forEach((part) => mkdirSync(join(folder, name, part), { recursive: true }));
}

const stateOf = (name: string): ChartState | undefined =>
  chartStates(folder).find((state) => state.chart === name);

describe("the check of unpacked charts", () => {
  it("tells every chart of charts.json as missing in an empty folder", () => {
    expect(chartStates(folder).filter(({ ready, found }) => !ready && found === undefined)).toHaveLength(
      CHART_NAMES.length,
    );
  });

  it("accepts a folder with the version in its name, and one as helm makes it", () => {
    const { version } = chart("grafana");
    unpack(`grafana-${version}`, `{ name: grafana, version: ${version} }`, "templates");
    unpack("thanos", `{ name: thanos, version: ${chart("thanos").version} }`, "templates");
    expect([stateOf("grafana")?.ready, stateOf("thanos")?.ready]).toEqual([true, true]);
  });

  it("does not take another version for the pinned one", () => {
    unpack("grafana-1.2.3", "{ name: grafana, version: 1.2.3 }", "templates");
    expect(stateOf("grafana")).toEqual({
      chart: "grafana",
      wanted: chart("grafana").version,
      found: "1.2.3",
      missing: [],
      ready: false,
    });
  });

  it("does not take a chart without its templates or its subcharts for ready", () => {
    const { version } = chart("jaeger");
    unpack(
      `jaeger-${version}`,
      `{ name: jaeger, version: ${version}, dependencies: [{ name: common }] }`,
      "templates",
    );
    unpack("thanos", `{ name: thanos, version: ${chart("thanos").version} }`);
    expect([stateOf("jaeger")?.missing, stateOf("thanos")?.missing]).toEqual([
      ["charts/common"],
      ["templates"],
    ]);
  });

  it("prints one row a chart, with the reason why it is not ready", () => {
    const table = chartTable([
      { chart: "harbour", wanted: "3.1.4", found: "3.1.4", missing: [], ready: true },
      { chart: "ferry", wanted: "2.7.1", found: "2.6.0", missing: [], ready: false },
      { chart: "radio", wanted: "5.2.0", found: "5.2.0", missing: ["charts/antenna"], ready: false },
      { chart: "buoy", wanted: "1.6.1", missing: [], ready: false },
    ]);
    const rows = table.split("\n").filter((line) => line.startsWith("│"));
    expect(rows.map((row) => row.replace(/[│\s]+/g, " ").trim())).toEqual([
      "chart wanted found state",
      "harbour 3.1.4 3.1.4 ready",
      "ferry 2.7.1 2.6.0 other version",
      "radio 5.2.0 5.2.0 without charts/antenna",
      "buoy 1.6.1 - missing",
    ]);
  });
});
