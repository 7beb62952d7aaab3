import { type JsonObject, type JsonValue, valueAt } from "../../../assurance";
import { itemsOf, textOf } from "../../../assurance/artifact/json";
import { production } from "../../../stacks/environments/production";
import { nativeOf, withFiles } from "../../support/native-files";
import { runTool } from "../../support/tools";

/** Rule files of the artifact of production that objectives need: the signals, a service's own rules, the shared ones. */
const FILES = nativeOf(production, "prometheus-rules");

function groupsOf(fileName: string): readonly JsonObject[] {
  const data = FILES.find((file) => file.fileName === fileName)?.data;
  if (data === undefined) throw new Error(`no rules ${fileName}`);
  return itemsOf(valueAt(data, "groups")) as readonly JsonObject[];
}

/** The groups for one service, as the artifact has them. */
export function sloGroups(service: string): readonly JsonObject[] {
  const signals = groupsOf("platform-thresholds.yaml").filter(({ name }) => name === "platform-signals");
  return [...signals, ...groupsOf(`slo-${service}.yaml`), ...groupsOf("slo-shared.yaml")];
}

const ON_REQUESTS: readonly JsonValue[] = ["platform:http_requests:rate5m", "platform:http_failures:rate5m"];

/** Of some groups the rules that one objective needs; each rule costs time at each of thousands of minutes. */
export function groupsFor(slo: string, groups: readonly JsonObject[]): readonly JsonObject[] {
  return groups.map((group) => ({
    ...group,
    rules: itemsOf(group.rules).filter((rule) =>
      group.name === "platform-signals"
        ? ON_REQUESTS.includes(valueAt(rule, "record") ?? "")
        : [undefined, slo].includes(textOf(valueAt(rule, "labels.slo"))),
    ),
  }));
}

/** The rules that record, without signals and alerts. */
export function recording(groups: readonly JsonObject[]): readonly JsonObject[] {
  return groups
    .filter(({ name }) => name !== "platform-signals")
    .map((group) => ({
      ...group,
      rules: itemsOf(group.rules).filter((rule) => valueAt(rule, "record") !== undefined),
    }));
}

/** A series in promtool's notation: name and labels, and one or more runs of values. */
export interface InputSeries {
  readonly series: string;
  readonly values: string;
}

/** What must hold at a time: PromQL and its result, by labels without the name. */
export interface Expectation {
  readonly expr: string;
  /** Minutes after the beginning. */
  readonly minute: number;
  readonly samples: readonly { readonly labels?: string; readonly value: number }[];
}

export interface Scenario {
  readonly groups: readonly JsonObject[];
  readonly input: readonly InputSeries[];
  readonly expect: readonly Expectation[];
  /** Minutes between evaluations. @default 1 */
  readonly every?: number;
}

/** What promtool says of a scenario: empty where all holds. */
export function failuresOf({ every = 1, expect: expected, groups, input }: Scenario): string {
  const test = {
    rule_files: ["rules.json"],
    evaluation_interval: `${every}m`,
    // As in life, where what is read was recorded within the last minute.
    group_eval_order: groups.map(({ name }) => name),
    tests: [
      {
        interval: "1m",
        input_series: input,
        promql_expr_test: expected.map(({ expr, minute, samples }) => ({
          expr,
          eval_time: `${minute}m`,
          exp_samples: samples.map(({ labels = "{}", value }) => ({ labels, value })),
        })),
      },
    ],
  };
  const files = {
    "rules.json": JSON.stringify({ groups: groups as JsonValue }),
    "test.json": JSON.stringify(test),
  };
  const { status, stdout, stderr } = withFiles(files, (folder) =>
    runTool("promtool", ["test", "rules", `${folder}/test.json`]),
  );
  return status === 0 ? "" : stdout + stderr;
}

/** A counter that grows by so much a minute, for so many minutes, one phase after the other. */
export function counter(
  series: string,
  phases: readonly (readonly [perMinute: number, minutes: number])[],
): InputSeries {
  let value = 0;
  const runs = phases.map(([perMinute, minutes]) => {
    const run = minutes === 0 ? "" : `${value + perMinute}+${perMinute}x${minutes - 1}`;
    value += perMinute * minutes;
    return run;
  });
  return { series, values: runs.filter((run) => run !== "").join(" ") };
}

/** A counter that is known value by value. */
export function stepped(series: string, values: readonly (number | undefined)[]): InputSeries {
  return { series, values: values.map((value) => (value === undefined ? "_" : String(value))).join(" ") };
}
