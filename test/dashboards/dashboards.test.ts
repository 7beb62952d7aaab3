import { Dashboards } from "../../constructs/dashboards/dashboards";
import { dataSourceUid } from "../../constructs/visualization/data-source";
import { type Mandate, loadMandate } from "../../mandate";
import { promqlErrors } from "../support/promql";
import { onlyProblemOf } from "../support/problems";
import { synthesize } from "../support/synthesis";

interface PanelJson {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly description?: string;
  readonly datasource?: { readonly uid: string };
  readonly targets?: readonly { readonly refId: string; readonly expr?: string }[];
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
}

interface DashboardJson {
  readonly uid: string;
  readonly title: string;
  readonly editable: boolean;
  readonly templating: {
    readonly list: readonly { readonly name: string; readonly type: string; readonly query: unknown }[];
  };
  readonly panels: readonly PanelJson[];
}

function configMaps(mandate: Mandate = loadMandate()) {
  const artifact = synthesize(
    (stack) => {
      new Dashboards(stack, "dashboards", { namespace: "obs-7", folder: "Ours" });
    },
    { mandate },
  );
  return artifact.values("dashboards").manifests as Record<
    string,
    { metadata: Record<string, unknown>; data: Record<string, string> }
  >;
}

const DASHBOARDS = Object.values(configMaps()).flatMap(({ data }) =>
  Object.values(data).map((json) => JSON.parse(json.replaceAll("$${", "${")) as DashboardJson),
);
const byTitle = DASHBOARDS.map((dashboard) => [dashboard.title, dashboard] as const);
const contentOf = ({ panels }: DashboardJson) => panels.filter(({ type }) => type !== "row");

describe("Dashboards", () => {
  it("have uids that never change, because links and bookmarks lead to them", () => {
    expect(DASHBOARDS.map(({ uid, title }) => [uid, title]).sort()).toEqual([
      ["qms-alerting", "Alerting"],
      ["qms-logs", "Logs"],
      ["qms-platform-overview", "Platform overview"],
      ["qms-telemetry-pipeline", "Telemetry pipeline"],
      ["qms-traces", "Traces"],
    ]);
  });

  it("are ConfigMaps that Grafana finds by their label and puts into a folder", () => {
    expect(configMaps()["configmap-dashboard-qms-logs"]?.metadata).toEqual({
      name: "dashboard-qms-logs",
      namespace: "obs-7",
      labels: { grafana_dashboard: "1" },
      annotations: { grafana_folder: "Ours" },
    });
  });

  it("fit into ConfigMaps, which hold at most a mebibyte", () => {
    const sizes = Object.values(configMaps()).map(({ data }) => Object.values(data).join("").length);
    expect(Math.max(...sizes)).toBeLessThan(1024 * 1024);
  });

  it("take dashboards of others, each uid once", () => {
    const again = () =>
      synthesize((stack) => {
        const dashboards = new Dashboards(stack, "dashboards", { namespace: "obs-7" });
        const own = {
          uid: "shop",
          title: "Shop",
          description: "Sales",
          tags: [],
          variables: [],
          sections: [],
        };
        dashboards.add(own);
        dashboards.add(own);
      });
    expect(onlyProblemOf(again)).toBe(
      [
        "test/dashboards/dashboards: a manifest named configmap-dashboard-shop is there already",
        "  fix:      choose a name that is unique in the bundle",
      ].join("\n"),
    );
  });
});

describe.each(byTitle)("dashboard %s", (_title, dashboard) => {
  it("cannot be edited by hand", () => {
    expect(dashboard.editable).toBe(false);
  });

  it("asks only PromQL that parses", () => {
    const broken = contentOf(dashboard).flatMap(({ title, targets = [] }) =>
      targets.flatMap(({ expr }) =>
        expr === undefined ? [] : promqlErrors(expr).map((error) => `${title}: ${error}`),
      ),
    );
    expect(broken).toEqual([]);
  });

  it("explains every panel and gives each a title of its own", () => {
    const panels = contentOf(dashboard);
    expect(panels.filter(({ description }) => description === undefined || description === "")).toEqual([]);
    expect(new Set(panels.map(({ title }) => title)).size).toBe(panels.length);
  });

  it("reads data sources by variables that it declares", () => {
    const declared = dashboard.templating.list
      .filter(({ type }) => type === "datasource")
      .map(({ name }) => `\${${name}}`);
    const used = new Set(contentOf(dashboard).map(({ datasource }) => datasource?.uid));
    expect([...used].sort()).toEqual([...declared].sort());
  });

  it("uses only variables that it declares", () => {
    const declared = new Set(dashboard.templating.list.map(({ name }) => name));
    const used = [...JSON.stringify(dashboard).matchAll(/\$\{?([a-z]\w*)/g)].map(([, name]) => name ?? "");
    expect(used.filter((name) => !declared.has(name))).toEqual([]);
  });

  it("places panels beside and below each other, never over each other", () => {
    const cells = dashboard.panels.flatMap(({ title, gridPos: { x, y, w, h } }) =>
      Array.from(
        { length: w * h },
        (_, cell) => [`${x + (cell % w)},${y + Math.floor(cell / w)}`, title] as const,
      ),
    );
    expect(new Set(cells.map(([cell]) => cell)).size).toBe(cells.length);
    expect(Math.max(...dashboard.panels.map(({ gridPos: { x, w } }) => x + w))).toBeLessThanOrEqual(24);
    expect(new Set(dashboard.panels.map(({ id }) => id)).size).toBe(dashboard.panels.length);
  });
});

describe("data source variables", () => {
  it("begin with what Grafana's verbs add under its default name", () => {
    const variables = DASHBOARDS.flatMap(({ templating }) => templating.list).filter(
      ({ type }) => type === "datasource",
    );
    const chosen = new Set(
      variables.map((variable) => (variable as unknown as { current: { value: string } }).current.value),
    );
    expect([...chosen].sort()).toEqual(["Elasticsearch", "Jaeger", "Prometheus"].map(dataSourceUid));
  });
});
