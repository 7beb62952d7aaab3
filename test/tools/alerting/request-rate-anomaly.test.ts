import { readFileSync } from "node:fs";
import { itemsOf, valueAt } from "../../../assurance/artifact/json";
import { production } from "../../../stacks/environments/production";
import { nativeOf, withFiles } from "../../support/native-files";
import { runTool } from "../../support/tools";
import { junitResults, type RuleGroup, rulesFor } from "./promtool-test";
import { requestRates } from "./request-rates";

const ALERT = "RequestRateAnomaly";
const DAYS = 17;
const DAY = 1440;
const INCIDENT = DAYS * DAY - 6 * 60;
/** Before the incident, once there is a week of history. */
const QUIET_DAYS = 9;
const CHECKS = [12, 15, 20, 30, 60, 120, 240];

const CALM = { days: DAYS, weekend: 1, noise: 0.04 };
const factors = { outage: 0, drop50: 0.5, double: 2, rise30: 1.3 };

const SERIES: Readonly<Record<string, readonly number[]>> = {
  weekends: requestRates(1, { ...CALM, weekend: 0.6 }),
  calm: requestRates(2, CALM),
  noisy: requestRates(3, { ...CALM, noise: 0.1 }),
  ...Object.fromEntries(
    Object.entries(factors).map(([name, factor]) => [
      name,
      requestRates(4, CALM).map((rate, minute) => (minute < INCIDENT ? rate : rate * factor)),
    ]),
  ),
};

/** The score and its alert, as they are in the artifact, on rates that are given instead of recorded. */
function rules(): readonly RuleGroup[] {
  const groups = nativeOf(production, "prometheus-rules").flatMap(({ data }) =>
    itemsOf(valueAt(data, "groups")),
  );
  return rulesFor(ALERT, groups as unknown as readonly RuleGroup[]).filter(
    ({ name }) => name !== "platform-signals",
  );
}

const FIRING = `ALERTS{alertname="${ALERT}",alertstate="firing"}`;

/** Every query expects what cannot be, so that promtool says what it got: a value for each service. */
const QUERIES: readonly (readonly [name: string, expr: string, minute: number])[] = [
  ["false minutes", `sum by (service) (count_over_time(${FIRING}[${QUIET_DAYS}d]))`, INCIDENT - 1],
  ...CHECKS.map(
    (minutes) => [`after ${minutes} minutes`, `sum by (service) (${FIRING})`, INCIDENT + minutes] as const,
  ),
];

function measured(): ReadonlyMap<string, Readonly<Record<string, number>>> {
  const test = {
    rule_files: ["rules.yaml"],
    evaluation_interval: "1m",
    tests: [
      {
        name: "measure",
        interval: "1m",
        input_series: Object.entries(SERIES).map(([service, values]) => ({
          series: `platform:http_requests:rate5m{namespace="shop",service="${service}"}`,
          values: values.map((value) => value.toFixed(2)).join(" "),
        })),
        promql_expr_test: QUERIES.map(([name, expr, minute]) => ({
          expr,
          eval_time: `${minute}m`,
          exp_samples: [{ labels: `{asked="${name}"}`, value: 0 }],
        })),
      },
    ],
  };
  const files = { "rules.yaml": JSON.stringify({ groups: rules() }), "test.yaml": JSON.stringify(test) };
  const said = withFiles(files, (folder) => {
    runTool("promtool", ["test", "rules", `--junit=${folder}/results.xml`, `${folder}/test.yaml`]);
    return junitResults(readFileSync(`${folder}/results.xml`, "utf8")).get("measure") ?? "";
  });
  return new Map(
    said
      .split(/^\s*expr: /m)
      .slice(1)
      .map((text) => {
        const [, name = ""] = /asked="([^"]+)"/.exec(text) ?? [];
        const got = text.slice(text.indexOf("got:"));
        return [
          name,
          Object.fromEntries(
            [...got.matchAll(/service="([^"]+)"\} ([0-9.E+]+)/g)].map(([, service, value]) => [
              service,
              Number(value),
            ]),
          ),
        ];
      }),
  );
}

describe("the score of request rates, on seventeen days of seven services", () => {
  let found: ReadonlyMap<string, Readonly<Record<string, number>>>;

  beforeAll(() => {
    found = measured();
    process.stdout.write(`${JSON.stringify(Object.fromEntries(found), null, 1)}\n`);
  }, 900_000);

  it.each(CHECKS)(
    "sees an outage, the loss of half, the double and a rise of three tenths after %d minutes",
    (minutes) => {
      const firing = Object.keys(found.get(`after ${minutes} minutes`) ?? {});
      expect(firing).toEqual(expect.arrayContaining(Object.keys(factors)));
    },
  );

  it("is wrong for ten minutes a day at most, on quiet weekends and with noise too", () => {
    const minutes = found.get("false minutes") ?? {};
    const perDay = Object.keys(SERIES).map((service) => (minutes[service] ?? 0) / QUIET_DAYS);
    expect(Math.max(...perDay)).toBeLessThanOrEqual(10);
  });
});
