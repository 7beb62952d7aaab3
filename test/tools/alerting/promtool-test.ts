import { type AlertCase, type Phase, type TestSeries, USUAL_PHASES } from "./alert-case";

/** An alerting rule as Prometheus reads it. */
export interface AlertingRule {
  readonly alert: string;
  readonly expr: string;
  readonly for?: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

/** A group of rules as Prometheus reads it. */
export interface RuleGroup {
  readonly name: string;
  readonly interval?: string;
  readonly rules: readonly (AlertingRule | { readonly record: string; readonly expr: string })[];
}

/**
 * The groups with nothing but an alert and the rules whose series it reads, directly or not; the text of each is as it
 * was. A test of all rules together would take minutes for each alert.
 */
export function rulesFor(alert: string, groups: readonly RuleGroup[]): readonly RuleGroup[] {
  const all = groups.flatMap(({ rules }) => rules);
  const needed = new Set(all.filter((rule) => "alert" in rule && rule.alert === alert));
  for (const rule of needed) {
    all
      .filter((other) => "record" in other && reads(rule.expr, other.record))
      .forEach((other) => needed.add(other));
  }
  return groups
    .map((group) => ({ ...group, rules: group.rules.filter((rule) => needed.has(rule)) }))
    .filter(({ rules }) => rules.length > 0);
}

function reads(expr: string, series: string): boolean {
  return new RegExp(`(?<![\\w:])${series}(?![\\w:])`).test(expr);
}

/** A unit test of promtool: silent, silent until it has waited, firing with exactly these labels, silent again. */
export function promtoolTest(ruleFiles: readonly string[], rule: AlertingRule, one: AlertCase): object {
  const { phases = USUAL_PHASES } = one;
  const firing = `ALERTS{alertname="${rule.alert}",alertstate="firing"}`;
  const check = (minute: number, fires: boolean): object => ({
    expr: firing,
    eval_time: `${minute}m`,
    exp_samples: fires ? [{ labels: sample(rule, one), value: 1 }] : [],
  });
  return {
    rule_files: ruleFiles,
    evaluation_interval: "1m",
    tests: [
      {
        name: rule.alert,
        interval: "1m",
        input_series: inputSeries(one, phases),
        promql_expr_test: phases.flatMap(({ side, then }, index) => {
          const begin = minutesOf(phases.slice(0, index));
          const end = minutesOf(phases.slice(0, index + 1)) - 1;
          const waiting = side === "over" && then === "firing" ? Math.floor(secondsOf(rule.for) / 60) : 0;
          return [
            ...(waiting === 0 ? [] : [check(begin + waiting - 1, false)]),
            check(end, then === "firing"),
          ];
        }),
      },
    ],
  };
}

function sample(rule: AlertingRule, { labels }: AlertCase): string {
  const all = { alertname: rule.alert, alertstate: "firing", ...rule.labels, ...labels };
  const written = Object.entries(all).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  return `ALERTS{${written.join(",")}}`;
}

function inputSeries({ input }: AlertCase, phases: readonly Phase[]): readonly object[] {
  const first = input(phases[0]?.side ?? "under");
  return first.map(({ series, start = 0 }, index) => {
    let at = start;
    const pieces = phases.map(({ side, minutes }) => {
      const now = input(side)[index];
      if (now?.series !== series) throw new Error(`${series} is not there on side ${side}`);
      const { text, end } = piece(now, at, minutes);
      at = end;
      return text;
    });
    return { series, values: pieces.join(" ") };
  });
}

/** In promtool's notation: a start, what is added each time, and how often. */
function piece(
  { gauge, perMinute }: TestSeries,
  at: number,
  minutes: number,
): { readonly text: string; readonly end: number } {
  if (gauge === "absent") return { text: `_x${minutes}`, end: at };
  if (gauge !== undefined) return { text: `${gauge}+0x${minutes - 1}`, end: gauge };
  const step = perMinute ?? 0;
  const sign = step < 0 ? "-" : "+";
  return { text: `${at}${sign}${Math.abs(step)}x${minutes - 1}`, end: at + step * minutes };
}

function minutesOf(phases: readonly Phase[]): number {
  return phases.reduce((sum, { minutes }) => sum + minutes, 0);
}

/** Seconds of a duration of Prometheus. */
export function secondsOf(duration = "0s"): number {
  const units: Readonly<Record<string, number>> = { d: 86400, h: 3600, m: 60, s: 1 };
  return [...duration.matchAll(/(\d+)([dhms])/g)].reduce(
    (sum, [, amount, unit]) => sum + Number(amount) * (units[unit ?? ""] ?? NaN),
    0,
  );
}

/** What promtool's report says of each test by its name: `passed`, or what was expected and what came. */
export function junitResults(xml: string): ReadonlyMap<string, string> {
  const cases = [...xml.matchAll(/<testcase name="([^"]*)">(.*?)<\/testcase>/gs)];
  return new Map(cases.map(([, name = "", body = ""]) => [name, body === "" ? "passed" : plain(body)]));
}

function plain(xml: string): string {
  const characters: Readonly<Record<string, string>> = {
    "#34": '"',
    "#39": "'",
    "#xA": "\n",
    "#x9": "\t",
    lt: "<",
    gt: ">",
    amp: "&",
  };
  return xml
    .replaceAll(/<[^>]*>/g, "\n")
    .replaceAll(/&([^;]+);/g, (entity, name: string) => characters[name] ?? entity)
    .trim();
}
