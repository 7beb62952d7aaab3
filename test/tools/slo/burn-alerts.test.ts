import { type JsonObject, valueAt } from "../../../assurance";
import { itemsOf, textOf } from "../../../assurance/artifact/json";
import { counter, type Expectation, failuresOf, groupsFor, type InputSeries, sloGroups } from "./slo-rules";

const GROUPS = groupsFor("search/catalog/availability", sloGroups("search--catalog"));
const HOUR = 60;
const SERVER = 'k8s_namespace_name="search",service_name="catalog"';
const SLO = 'slo="search/catalog/availability"';
const BURN = `alertname="SLOErrorBudgetBurn",${SLO}`;

/** A share of failed requests for so many minutes, one phase after the other. */
type Phase = readonly [failedShare: number, minutes: number];

function requests(phases: readonly Phase[], perMinute = 600): readonly InputSeries[] {
  const series = (code: number): string =>
    `http_server_request_duration_seconds_count{${SERVER},http_response_status_code="${code}"}`;
  return [
    counter(
      series(200),
      phases.map(([share, minutes]) => [perMinute * (1 - share), minutes]),
    ),
    counter(
      series(500),
      phases.map(([share, minutes]) => [perMinute * share, minutes]),
    ),
  ];
}

/** Whether an alert fires, by its labels. */
function firing(matchers: string, minute: number, expected: boolean): Expectation {
  return {
    expr: `count(ALERTS{alertstate="firing",${matchers}})`,
    minute,
    samples: expected ? [{ value: 1 }] : [],
  };
}

describe("an incident of seventy minutes", () => {
  const beginning = 40 * HOUR;
  const end = beginning + 70;
  const later = end + 9 * HOUR;

  it.each([0.02, 0.1, 1])(
    "in which %d of the requests fail notifies at one tier, once, and is not told again",
    (share) => {
      const failures = failuresOf({
        groups: GROUPS,
        input: requests([
          [0, beginning],
          [share, 70],
          [0, later - end],
        ]),
        expect: [
          {
            expr: `count by (severity) (count_over_time(ALERTS{alertstate="firing",${BURN}}[${later}m]))`,
            minute: later - 1,
            samples: [{ labels: '{severity="critical"}', value: 1 }],
          },
          // From its first sample to its last there is one in every minute: it fired once.
          {
            expr:
              `max(max_over_time(timestamp(ALERTS{alertstate="firing",${BURN}})[${later}m:1m]))` +
              ` - min(min_over_time(timestamp(ALERTS{alertstate="firing",${BURN}})[${later}m:1m]))` +
              ` - 60 * (sum(count_over_time(ALERTS{alertstate="firing",${BURN}}[${later}m])) - 1)`,
            minute: later - 1,
            samples: [{ value: 0 }],
          },
          firing(BURN, end + 20, false),
        ],
      });
      expect(failures).toBe("");
    },
  );

  it("would be told by every tier if the lower ones did not know of the higher", () => {
    const failures = failuresOf({
      groups: GROUPS.map(withoutMemory),
      input: requests([
        [0, beginning],
        [1, 70],
        [0, later - end],
      ]),
      expect: [
        {
          expr: `count(count by (severity) (count_over_time(ALERTS{alertstate="firing",${BURN}}[${later}m])))`,
          minute: later - 1,
          samples: [{ value: 4 }],
        },
      ],
    });
    expect(failures).toBe("");
  });
});

function withoutMemory(group: JsonObject): JsonObject {
  return JSON.parse(
    JSON.stringify(group).replace(/\\nunless on \(slo\) max_over_time\(ALERTS[^\]]*\]\)/g, ""),
  ) as JsonObject;
}

/** A steady share of failures, in multiples of what the objective of 0.999 allows. */
const TIERS = [
  { severity: "critical", factor: 14.4, minutes: 2 * HOUR, every: 1 },
  { severity: "high", factor: 6, minutes: 8 * HOUR, every: 1 },
  { severity: "medium", factor: 3, minutes: 26 * HOUR, every: 4 },
  { severity: "low", factor: 1, minutes: 76 * HOUR, every: 4 },
] as const;

describe.each(TIERS)("the $severity alert", ({ severity, factor, minutes, every }) => {
  const beginning = 4 * HOUR;
  const end = beginning + minutes;
  const matchers = `${BURN},severity="${severity}"`;
  const steady = (multiple: number): readonly InputSeries[] =>
    requests([
      [0, beginning],
      [multiple * 0.001, minutes],
      [0, 8 * HOUR],
    ]);

  it(`is silent at 0.97 times a burn rate of ${factor}`, () => {
    const ever = `count_over_time(ALERTS{alertstate="firing",${matchers}}[${minutes}m])`;
    const silent = { expr: ever, minute: end, samples: [] };
    expect(failuresOf({ groups: GROUPS, input: steady(0.97 * factor), every, expect: [silent] })).toBe("");
  });

  it(`fires at 1.05 times a burn rate of ${factor}, and resolves when it ends`, () => {
    const failures = failuresOf({
      groups: GROUPS,
      input: steady(1.05 * factor),
      every,
      expect: [
        firing(matchers, beginning, false),
        firing(matchers, end, true),
        firing(matchers, end + 7 * HOUR, false),
      ],
    });
    expect(failures).toBe("");
  });
});

describe("a service of eight requests an hour", () => {
  const beginning = 40 * HOUR;
  // One at the beginning of each seven and a half minutes.
  const sparse = (
    failed: (index: number) => boolean,
    minutes: number,
    end = minutes,
  ): readonly InputSeries[] =>
    ([200, 500] as const).map((code) => {
      let seen = 1000;
      const values = Array.from({ length: minutes }, (_, minute) => {
        const index = Math.floor(minute / 7.5);
        const isNew = Math.floor((minute - 1) / 7.5) !== index;
        if (isNew && failed(index) === (code === 500)) seen += 1;
        return minute < end ? String(seen) : "_";
      });
      return {
        series: `http_server_request_duration_seconds_count{${SERVER},http_response_status_code="${code}"}`,
        values: values.join(" "),
      };
    });
  const anybody = `severity=~"critical|high|medium|low",alertname!="SLOColdStart",${SLO}`;

  it.each([
    ["one failure", [3]],
    ["two failures with a success between them", [3, 5]],
  ] as const)("pages nobody for %s", (_, failing: readonly number[]) => {
    const first = beginning / 7.5;
    const failures = failuresOf({
      groups: GROUPS,
      input: sparse((index) => failing.includes(index - first), beginning + 8 * HOUR),
      expect: [
        {
          expr: `count_over_time(ALERTS{${anybody},alertstate="firing"}[${beginning + 8 * HOUR}m])`,
          minute: beginning + 8 * HOUR - 1,
          samples: [],
        },
      ],
    });
    expect(failures).toBe("");
  });

  const outage = 6 * HOUR;

  it("is found within a quarter of an hour of the first failure when every request fails", () => {
    const first = outage / 7.5;
    const failures = failuresOf({
      groups: GROUPS,
      input: sparse((index) => index >= first, outage + HOUR),
      expect: [
        firing(`${BURN},severity="critical"`, outage + 7, false),
        firing(`${BURN},severity="critical"`, outage + 15, true),
      ],
    });
    expect(failures).toBe("");
  });

  it("is found within a quarter of an hour when it is gone", () => {
    const absent = `alertname="SLOTelemetryAbsent",${SLO}`;
    const failures = failuresOf({
      groups: GROUPS,
      input: sparse(() => false, outage + HOUR, outage),
      expect: [firing(absent, outage, false), firing(absent, outage + 15, true)],
    });
    expect(failures).toBe("");
  });
});

describe("telemetry that is gone", () => {
  const beginning = 2 * HOUR;
  const absent = `alertname="SLOTelemetryAbsent",${SLO}`;
  const gap = (minutes: number): readonly InputSeries[] => [
    {
      series: `http_server_request_duration_seconds_count{${SERVER},http_response_status_code="200"}`,
      values: `0+600x${beginning - 1} _x${minutes} ${600 * (beginning + minutes)}+600x${HOUR}`,
    },
  ];

  it("is told after five minutes without events, and resolves when it is back", () => {
    const failures = failuresOf({
      groups: GROUPS,
      input: gap(20),
      expect: [
        firing(absent, beginning + 7, false),
        firing(absent, beginning + 15, true),
        firing(absent, beginning + 20 + 5, false),
      ],
    });
    expect(failures).toBe("");
  });

  it("is not told of a gap of six minutes", () => {
    const ever = {
      expr: `count_over_time(ALERTS{alertstate="firing",${absent}}[${beginning}m])`,
      minute: beginning + HOUR,
      samples: [],
    };
    expect(failuresOf({ groups: GROUPS, input: gap(6), expect: [ever] })).toBe("");
  });
});

describe("traffic that vanishes", () => {
  const beginning = 9 * HOUR;
  const vanished = `alertname="SLOTrafficVanished",${SLO}`;
  const falling = (perMinute: number, left: number): readonly InputSeries[] => [
    counter(`http_server_request_duration_seconds_count{${SERVER},http_response_status_code="200"}`, [
      [perMinute, beginning],
      [perMinute * left, HOUR],
      [perMinute, HOUR],
    ]),
  ];

  it("is found within a quarter of an hour when counters stand still, and resolves", () => {
    const failures = failuresOf({
      groups: GROUPS,
      input: falling(600, 0),
      expect: [
        firing(vanished, beginning - 1, false),
        firing(vanished, beginning + 15, true),
        firing(vanished, beginning + 2 * HOUR - 1, false),
        firing(BURN, beginning + 15, false),
      ],
    });
    expect(failures).toBe("");
  });

  it.each([
    ["six per cent of it are left", falling(600, 0.06)],
    ["it was less than three events a minute", falling(2.5, 0)],
  ])("is no outage where %s", (_, input) => {
    const failures = failuresOf({
      groups: GROUPS,
      input,
      expect: [{ expr: `count_over_time(ALERTS{${vanished}}[1h])`, minute: beginning + HOUR, samples: [] }],
    });
    expect(failures).toBe("");
  });
});

describe("an objective without history", () => {
  const cold = `alertname="SLOColdStart",${SLO}`;

  it("is told until a day and a half is known, and its slow tiers do not judge before they can", () => {
    const failures = failuresOf({
      groups: GROUPS,
      // Five times the sustainable rate: medium has a reason to fire, and so would low if medium did not.
      input: requests([[0.005, 50 * HOUR]]),
      every: 4,
      expect: [
        firing(cold, 3 * HOUR, true),
        firing(cold, 40 * HOUR, false),
        firing(`${BURN},severity="medium"`, 11 * HOUR, false),
        firing(`${BURN},severity="medium"`, 14 * HOUR, true),
      ],
    });
    expect(failures).toBe("");
  });
});

describe("the same objective in two repositories", () => {
  it("does not silence the alerts of the others", () => {
    const twice = GROUPS.flatMap((group) =>
      group.name === "slo-search/catalog"
        ? [
            group,
            JSON.parse(
              JSON.stringify({ ...group, name: "twin" }).replaceAll("search-team", "other-team"),
            ) as JsonObject,
          ]
        : [group],
    );
    const failures = failuresOf({
      groups: twice,
      input: requests([
        [0, 3 * HOUR],
        [1, HOUR],
      ]),
      expect: [firing(`${BURN},severity="critical"`, 4 * HOUR - 1, true)],
    });
    expect(failures).toBe("");
  });
});

it("tries every alert on objectives", () => {
  const alerts = GROUPS.flatMap(({ rules }) => itemsOf(rules)).flatMap(
    (rule) => textOf(valueAt(rule, "alert")) ?? [],
  );
  expect([...new Set(alerts)].sort()).toEqual([
    "SLOColdStart",
    "SLOErrorBudgetBurn",
    "SLOTelemetryAbsent",
    "SLOTrafficVanished",
  ]);
});
