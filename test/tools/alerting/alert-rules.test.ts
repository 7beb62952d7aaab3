import { readFileSync } from "node:fs";
import { itemsOf, valueAt } from "../../../assurance/artifact/json";
import { production } from "../../../stacks/environments/production";
import { nativeOf, withFiles } from "../../support/native-files";
import { runTool } from "../../support/tools";
import type { AlertCases } from "./alert-case";
import { DEPENDENCY_CASES } from "./cases/dependency-cases";
import { ENDPOINT_CASES } from "./cases/endpoint-cases";
import { INFRASTRUCTURE_CASES } from "./cases/infrastructure-cases";
import { LOG_CASES } from "./cases/log-cases";
import { ROLLOUT_CASES, SERVICE_CASES } from "./cases/service-cases";
import { HEALTH_CASES, WORKLOAD_CASES } from "./cases/stack-cases";
import { type AlertingRule, junitResults, promtoolTest, type RuleGroup, rulesFor } from "./promtool-test";

const CASES: AlertCases = {
  ...SERVICE_CASES,
  ...ROLLOUT_CASES,
  ...DEPENDENCY_CASES,
  ...INFRASTRUCTURE_CASES,
  ...LOG_CASES,
  ...HEALTH_CASES,
  ...ENDPOINT_CASES,
  ...WORKLOAD_CASES,
};

/** Fires always, so it has no limit; it is tried below. */
const HEARTBEAT = "Watchdog";

const GROUPS = nativeOf(production, "prometheus-rules").flatMap(({ data }) =>
  itemsOf(valueAt(data, "groups")),
) as unknown as readonly RuleGroup[];
const RULES = GROUPS.flatMap(({ rules }) => rules).filter((rule) => "alert" in rule);

function ruleOf(alert: string): AlertingRule {
  const found = RULES.find((rule) => rule.alert === alert);
  if (found === undefined) throw new Error(`no alert ${alert} in the artifact`);
  return found;
}

/** Runs all cases in one process, and tells of each what promtool says. */
function results(): ReadonlyMap<string, string> {
  const files = Object.fromEntries(
    Object.entries(CASES).flatMap(([alert, one]) => [
      [`${alert}.rules.yaml`, JSON.stringify({ groups: rulesFor(alert, GROUPS) })],
      [`${alert}.test.yaml`, JSON.stringify(promtoolTest([`${alert}.rules.yaml`], ruleOf(alert), one))],
    ]),
  );
  return withFiles(files, (folder) => {
    const tests = Object.keys(CASES).map((alert) => `${folder}/${alert}.test.yaml`);
    const { stderr } = runTool("promtool", ["test", "rules", `--junit=${folder}/results.xml`, ...tests]);
    const said = junitResults(readFileSync(`${folder}/results.xml`, "utf8"));
    return said.size > 0 ? said : new Map(Object.keys(CASES).map((alert) => [alert, stderr]));
  });
}

describe("the alerts of the artifact", () => {
  const said = new Map<string, string>();

  beforeAll(() => {
    results().forEach((text, alert) => said.set(alert, text));
  });

  it("are all tried here, or with the objectives that they are about", () => {
    const ours = RULES.filter(({ labels }) => labels.component !== "slo").map(({ alert }) => alert);
    expect([...Object.keys(CASES), HEARTBEAT].sort()).toEqual([...new Set(ours)].sort());
  });

  it.each(Object.entries(CASES).map(([alert, { fires }]) => [alert, fires] as const))(
    "%s is silent just under its limit, fires %s, and resolves",
    (alert) => {
      expect(said.get(alert)).toBe("passed");
    },
  );
});
