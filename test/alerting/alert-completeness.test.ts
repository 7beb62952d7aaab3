import { existsSync } from "node:fs";
import { join } from "node:path";
import { itemsOf, valueAt } from "../../assurance/artifact/json";
import { SEVERITIES } from "../../mandate";
import { artifactOf, ENVIRONMENTS } from "../support/environments";
import { nativeOf } from "../support/native-files";
import { dashboardsOf } from "../support/dashboards";

interface Rule {
  readonly alert: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

/** The only alerts that never notify a person. */
const NOT_FOR_PEOPLE = ["DeploymentRollout", "MaintenanceWindow", "Watchdog"];

const RUNBOOKS = join(__dirname, "../../docs/runbooks");

describe.each(ENVIRONMENTS)("every alert of %s", (_name, environment) => {
  const rules = nativeOf(environment, "prometheus-rules")
    .flatMap(({ data }) => itemsOf(valueAt(data, "groups")))
    .flatMap((group) => itemsOf(valueAt(group, "rules")))
    .filter((rule) => valueAt(rule, "alert") !== undefined) as unknown as readonly Rule[];
  const told = rules.filter(({ alert }) => !NOT_FOR_PEOPLE.includes(alert));

  it("notifies somebody, but for the three that are signals to machines", () => {
    const silent = rules.filter(({ labels }) => labels.severity === "none").map(({ alert }) => alert);
    expect(silent.filter((alert) => !NOT_FOR_PEOPLE.includes(alert))).toEqual([]);
    expect(told.length).toBeGreaterThan(60);
  });

  it.each(["owner", "component", "kind"])("has the label %s", (label) => {
    expect(rules.filter(({ labels }) => (labels[label] ?? "") === "").map(({ alert }) => alert)).toEqual([]);
  });

  it("has one of the four severities, with its response time", () => {
    const wrong = told.filter(
      ({ labels }) =>
        !SEVERITIES.some((severity) => severity === labels.severity) ||
        !/^\d+$/.test(labels.response_time_seconds ?? ""),
    );
    expect(wrong.map(({ alert }) => alert)).toEqual([]);
  });

  it.each(["summary", "description", "impact", "first_step"])("says its %s", (name) => {
    expect(
      rules.filter(({ annotations }) => (annotations[name] ?? "").trim() === "").map(({ alert }) => alert),
    ).toEqual([]);
  });

  it("leads to a runbook that is there", () => {
    const broken = rules.filter(({ annotations: { runbook_url: url = "" } }) => {
      const path = url.replace(`${environment.runbookBaseUrl}/`, "");
      return path === url || !existsSync(join(RUNBOOKS, path));
    });
    expect(broken.map(({ alert }) => alert)).toEqual([]);
  });

  it("leads to a dashboard that is there, with variables that it has", () => {
    const dashboards = dashboardsOf(artifactOf(environment));
    const broken = rules.filter(({ annotations: { dashboard_url: url = "" } }) => {
      const [, uid = "", query = ""] = /^https?:\/\/[^/]+\/d\/([^?]+)(?:\?(.*))?$/.exec(url) ?? [];
      const asked = [...query.matchAll(/var-(\w+)=/g)].map(([, variable]) => variable);
      const variables = dashboards.get(uid);
      return variables === undefined || asked.some((variable) => !variables.includes(variable ?? ""));
    });
    expect(broken.map(({ alert, annotations }) => [alert, annotations.dashboard_url])).toEqual([]);
  });

  it("leads to its query in Grafana", () => {
    const broken = rules.filter(({ annotations: { query_url: url = "" } }) => {
      const panes = JSON.parse(new URL(url).searchParams.get("panes") ?? "{}") as {
        a?: { datasource: string; queries: { expr: string }[] };
      };
      return panes.a?.datasource !== "prometheus" || (panes.a.queries[0]?.expr ?? "") === "";
    });
    expect(broken.map(({ alert }) => alert)).toEqual([]);
  });

  it("waits no longer than the response time of its severity", () => {
    const units: Readonly<Record<string, number>> = { d: 86400, h: 3600, m: 60, s: 1 };
    const seconds = (text: string): number =>
      [...text.matchAll(/(\d+)([dhms])/g)].reduce(
        (sum, [, amount, unit]) => sum + Number(amount) * (units[unit ?? ""] ?? NaN),
        0,
      );
    const late = (told as readonly (Rule & { readonly for?: string })[]).filter(
      ({ for: pending = "0s", labels }) => seconds(pending) > Number(labels.response_time_seconds),
    );
    expect(late.map(({ alert }) => alert)).toEqual([]);
  });
});
