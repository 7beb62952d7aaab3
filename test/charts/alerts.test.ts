import { parse } from "yaml";
import { type JsonObject, valueAt } from "../../assurance";
import type { Labels } from "../../assurance/artifact/alert-matchers";
import { itemsOf, textOf } from "../../assurance/artifact/json";
import { routeEnds } from "../../assurance/artifact/routing";
import { environments, filesOf, nameOf, object, objects } from "../support/rendered";

interface Rule {
  /** Release and object that it comes in. */
  readonly from: string;
  readonly alert: string;
  readonly labels: Labels;
  readonly annotations: Labels;
}

/** Every alert that Prometheus will load, those that come with the charts included. */
function rulesOf(environment: string): readonly Rule[] {
  return objects(environment, "PrometheusRule").flatMap((holder) =>
    itemsOf(valueAt(holder, "spec.groups"))
      .flatMap((group) => itemsOf(valueAt(group, "rules")))
      .flatMap((rule) => {
        const alert = textOf(valueAt(rule, "alert"));
        if (alert === undefined) return [];
        const [labels, annotations] = ["labels", "annotations"].map(
          (key) => (valueAt(rule, key) ?? {}) as Labels,
        );
        return [{ from: nameOf(holder) ?? "", alert, labels: labels ?? {}, annotations: annotations ?? {} }];
      }),
  );
}

function receiversOf(environment: string): (rule: Rule) => readonly string[] {
  const holder = object(environment, "kps", "Secret", "alertmanager-kps-alertmanager");
  const config = parse(filesOf(holder)["alertmanager.yaml"] ?? "") as JsonObject;
  return ({ alert, labels }) =>
    routeEnds(config, { ...labels, alertname: alert }).map(({ receiver }) => receiver);
}

describe.each(environments())("the alerts of %s, those of the charts included", (environment) => {
  const rules = rulesOf(environment);
  const receivers = receiversOf(environment);
  const named = (chosen: (rule: Rule) => boolean): readonly string[] =>
    [...new Set(rules.filter(chosen).map(({ alert }) => alert))].sort();

  it("all end with a receiver that expects them", () => {
    process.stdout.write(`${environment}: ${rules.length} alerting rules\n`);
    expect(rules.length).toBeGreaterThan(150);
    expect(named((rule) => receivers(rule).includes("unrouted"))).toEqual([]);
  });

  it("all notify somebody, but for the three that are signals to machines", () => {
    const silent = named((rule) => receivers(rule).every((name) => ["null", "heartbeat"].includes(name)));
    expect(silent.filter((alert) => alert !== "MaintenanceWindow")).toEqual([
      "DeploymentRollout",
      "Watchdog",
    ]);
  });

  it("all lead to a runbook", () => {
    expect(named(({ annotations }) => annotations.runbook_url?.startsWith("https://") !== true)).toEqual([]);
  });

  it("are told once: where ours has the name of another publisher's, that one is left out", () => {
    const sources = (alert: string): readonly string[] => [
      ...new Set(rules.filter((rule) => rule.alert === alert).map(({ from }) => from)),
    ];
    expect(named(({ alert }) => sources(alert).length > 1)).toEqual([]);
  });
});
