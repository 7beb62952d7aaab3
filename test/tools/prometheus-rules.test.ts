import { parse } from "yaml";
import { yamlContent } from "../../assurance/artifact/native/native-configuration";
import {
  entriesOf,
  isObject,
  itemsOf,
  type JsonObject,
  type JsonValue,
  textOf,
  valueAt,
} from "../../assurance/artifact/json";
import { loadMandate, quantities } from "../../mandate";
import { ENVIRONMENTS } from "../support/environments";
import { distinctNative, nativeOf, withFiles } from "../support/native-files";
import { runTool } from "../support/tools";
import { type InputSeries, type Side, THRESHOLD_CASES, type ThresholdCase } from "./threshold-cases";

const FILES = distinctNative("prometheus-rules").map(
  (file) => [`${file.fileName} of ${file.environments.join(", ")}`, file] as const,
);
const SIDES: readonly Side[] = ["within", "beyond"];
const HOUR = 60;

describe.each(FILES)("%s", (_title, file) => {
  it("is accepted by promtool, with not a single warning", () => {
    const { status, stdout, stderr } = withFiles({ [file.fileName]: file.content }, (folder) =>
      runTool("promtool", ["check", "rules", "--lint=all", "--lint-fatal", `${folder}/${file.fileName}`]),
    );
    expect({ status, said: status === 0 ? "" : stdout + stderr }).toEqual({ status: 0, said: "" });
  });
});

describe.each(ruleSets())("the thresholds of %s", (_title, files) => {
  it("have a case here, each of them", () => {
    const alerts = Object.values(files).flatMap((content) => alertsOnThresholds(parse(content) as JsonValue));
    expect(new Set(alerts)).toEqual(new Set(THRESHOLD_CASES.map(({ alert }) => alert)));
  });

  it.each(THRESHOLD_CASES.map((one) => [one.alert, one] as const))(
    "keep %s silent just within the limit, and fire it just beyond",
    (_alert, one) => {
      const test = JSON.stringify(promtoolTest(Object.keys(files), one));
      const { status, stdout, stderr } = withFiles({ ...files, "test.yaml": test }, (folder) =>
        runTool("promtool", ["test", "rules", `${folder}/test.yaml`]),
      );
      expect({ status, said: status === 0 ? "" : stdout + stderr }).toEqual({ status: 0, said: "" });
    },
  );
});

/** Contents of rule files by their names. */
type RuleFiles = Readonly<Record<string, string>>;

/**
 * The files with alerts on thresholds, without annotations, which differ between environments and decide nothing;
 * environments with the same rules come once, because the baseline of the anomaly takes days to compute.
 */
function ruleSets(): readonly (readonly [environments: string, files: RuleFiles])[] {
  const sets = new Map<string, { readonly names: string[]; readonly files: RuleFiles }>();
  for (const [name, environment] of ENVIRONMENTS) {
    const files = Object.fromEntries(
      nativeOf(environment, "prometheus-rules")
        .filter((file) => alertsOnThresholds(file.data).length > 0)
        .map(({ fileName, data }) => [fileName, yamlContent(withoutAnnotations(data))] as const),
    );
    const key = JSON.stringify(files);
    const known = sets.get(key) ?? { names: [], files };
    known.names.push(name);
    sets.set(key, known);
  }
  return [...sets.values()].map(({ names, files }) => [names.join(", "), files] as const);
}

function withoutAnnotations(data: JsonValue): JsonObject {
  const groups = itemsOf(valueAt(data, "groups")).filter(isObject);
  const rules = ({ rules }: JsonObject): readonly JsonObject[] =>
    itemsOf(rules)
      .filter(isObject)
      .map((rule) => Object.fromEntries(entriesOf(rule).filter(([key]) => key !== "annotations")));
  return { groups: groups.map((group) => ({ ...group, rules: rules(group) })) };
}

function alertsOnThresholds(data: JsonValue): readonly string[] {
  return itemsOf(valueAt(data, "groups"))
    .flatMap((group) => itemsOf(valueAt(group, "rules")))
    .filter((rule) => valueAt(rule, "labels.threshold") !== undefined)
    .flatMap((rule) => textOf(valueAt(rule, "alert")) ?? []);
}

function promtoolTest(ruleFiles: readonly string[], one: ThresholdCase): object {
  const { alert, fires, label, distance, minutes = HOUR } = one;
  const limit = one.limit(quantities(loadMandate()));
  const step = limit * distance * (fires === "above" ? 1 : -1);
  const values: Readonly<Record<Side, number>> = { within: limit - step, beyond: limit + step };
  const firing = `count by (${label}) (ALERTS{alertname="${alert}",alertstate="firing"})`;
  return {
    rule_files: ruleFiles,
    evaluation_interval: "1m",
    tests: [
      {
        interval: "1m",
        input_series: SIDES.flatMap((side) =>
          one.series(side, values[side]).map((series) => written(series, minutes)),
        ),
        promql_expr_test: [
          { expr: firing, eval_time: `${minutes - HOUR + 1}m`, exp_samples: [] },
          {
            expr: firing,
            eval_time: `${minutes}m`,
            exp_samples: [{ labels: `{${label}="beyond"}`, value: 1 }],
          },
        ],
      },
    ],
  };
}

/** In promtool's notation: a start, what is added each time, and how often. */
function written(
  { name, labels, gauge, perMinute = 0, perMinuteBefore = perMinute }: InputSeries,
  minutes: number,
): object {
  const selector = entriesOf(labels).map(([key, value]) => `${key}=${JSON.stringify(value)}`);
  const before = minutes - HOUR;
  const counter = `0+${perMinuteBefore}x${before} ${perMinuteBefore * before + perMinute}+${perMinute}x${HOUR}`;
  return {
    series: `${name}{${selector.join(",")}}`,
    values: gauge === undefined ? counter : `${gauge}x${minutes}`,
  };
}
