import { dashboardJson, type Dashboard } from "../../constructs/dashboards/dashboard";
import { serviceDashboard } from "../../constructs/dashboards/service-dashboard";
import { serviceLevels } from "../../constructs/dashboards/service-levels";
import { servicesOverview } from "../../constructs/dashboards/services-overview";
import { objectivesOf } from "../../constructs/services/service-objectives";
import { loadMandate, quantities } from "../../mandate";
import { SERVICES } from "../../stacks/environments/services";
import { promqlErrors } from "../support/promql";
import { service } from "../support/services";

const MANDATE = loadMandate();
const ofService = (given: (typeof SERVICES)[number]): Dashboard =>
  serviceDashboard(given, objectivesOf(given, MANDATE), quantities(MANDATE));
const DASHBOARDS = [serviceLevels(), servicesOverview(SERVICES), ...SERVICES.map(ofService)].map(
  (dashboard) => [dashboard.uid, dashboard] as const,
);

interface PanelJson {
  readonly title: string;
  readonly description?: string;
  readonly type: string;
  readonly targets?: readonly { readonly expr: string }[];
}

const panelsOf = (dashboard: Dashboard): readonly PanelJson[] =>
  (dashboardJson(dashboard).panels as unknown as readonly PanelJson[]).filter(({ type }) => type !== "row");

describe.each(DASHBOARDS)("the dashboard %s", (uid, dashboard) => {
  it("has queries that parse, and says what each panel shows", () => {
    const panels = panelsOf(dashboard);
    expect(panels.flatMap(({ targets = [] }) => targets.flatMap(({ expr }) => promqlErrors(expr)))).toEqual(
      [],
    );
    expect(panels.filter(({ description = "" }) => description === "")).toEqual([]);
    expect(uid.length).toBeLessThanOrEqual(40);
  });

  it("shows no panel twice", () => {
    const titles = panelsOf(dashboard).map(({ title }) => title);
    expect(titles).toEqual([...new Set(titles)]);
  });
});

describe("the overview of services", () => {
  it("shows the most critical services first, and no group without one", () => {
    expect(servicesOverview(SERVICES).sections.map(({ title }) => title)).toEqual([
      "Criticality critical",
      "Criticality medium",
    ]);
  });
});

describe("the dashboard of a service", () => {
  it("shows promises, requests, business and calls", () => {
    const [checkout = service()] = SERVICES;
    expect(ofService(checkout).sections.map(({ title, panels }) => [title, panels.length])).toEqual([
      ["Promises", 4],
      ["Requests", 4],
      ["Business", 1],
      ["Calls", 2],
    ]);
  });

  it("draws the mandated limits", () => {
    const limits = panelsOf(ofService(service())).map((panel) => JSON.stringify(panel));
    expect(limits.filter((panel) => panel.includes('"value":0.01')).length).toBe(1);
    expect(limits.filter((panel) => panel.includes('"value":0.5')).length).toBe(1);
  });

  it("leaves out requests of a worker", () => {
    const worker = service({
      workload: "worker",
      objectives: [{ name: "jobs", indicator: "ratio", bad: "a_total", total: "b_total", target: 0.997 }],
    });
    expect(ofService(worker).sections.map(({ title }) => title)).toEqual(["Promises"]);
  });
});
