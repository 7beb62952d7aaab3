import { counter, failuresOf, type InputSeries, groupsFor, recording, sloGroups, stepped } from "./slo-rules";

const GROUPS = recording(groupsFor("shop/checkout/orders", sloGroups("shop--checkout")));
const SLO = 'slo="shop/checkout/orders"';
const DAY = 24 * 60;

interface Traffic {
  readonly title: string;
  readonly input: readonly InputSeries[];
  /** When the day ends that is looked at. */
  readonly minute: number;
  /** Bad events by all events of that day. */
  readonly truth: number;
}

const total = (phases: readonly (readonly [number, number])[]) => counter("orders_placed_total", phases);
const failed = (phases: readonly (readonly [number, number])[]) => counter("orders_failed_total", phases);

/** An order each seven and a half minutes, of a service that has run for a while. */
function sparse(): readonly InputSeries[] {
  const minutes = Array.from({ length: 2 * DAY }, (_, minute) => minute);
  return [
    stepped(
      "orders_placed_total",
      minutes.map((minute) => 1000 + Math.floor(minute / 7.5)),
    ),
    stepped(
      "orders_failed_total",
      minutes.map((minute) => 50 + Math.floor((minute + 100) / 240)),
    ),
  ];
}

const TRAFFIC: readonly Traffic[] = [
  {
    title:
      "an uneven day: one order a second, and an hour of a thousand a second, one in a hundred of which fails",
    input: [
      total([
        [60, 600],
        [60_000, 60],
        [60, 1380],
        [60_000, 60],
        [60, 780],
      ]),
      failed([
        [0, 600],
        [600, 60],
        [0, 1380],
        [600, 60],
        [0, 780],
      ]),
    ],
    minute: 2 * DAY - 1,
    truth: 0.009775,
  },
  {
    title: "one incident of seventy minutes, in which one order in fifty fails",
    input: [
      total([[6000, 2 * DAY]]),
      failed([
        [0, DAY + 300],
        [120, 70],
        [0, DAY - 370],
      ]),
    ],
    minute: 2 * DAY - 1,
    truth: 0.000972,
  },
  {
    title: "a first failure after a clean day: the series of failures is not there before",
    input: [
      total([[6000, 2 * DAY + 20]]),
      { series: "orders_failed_total", values: "_x2819 0+60x61 3660x19" },
    ],
    minute: 2895,
    truth: 0.000424,
  },
  {
    title: "eight orders an hour, one of which fails every four hours",
    input: sparse(),
    minute: 2 * DAY - 1,
    truth: 0.03125,
  },
];

/** Relative distance between a recorded ratio and the raw counters over the same time. */
function distance(recorded: string, minutes: number): string {
  const raw = (name: string): string => `sum(increase(${name}[${minutes}m]))`;
  return `abs(sum(${recorded}{${SLO}}) / (${raw("orders_failed_total")} / ${raw("orders_placed_total")}) - 1)`;
}

describe.each(TRAFFIC)("the error budget on $title", ({ input, minute, truth }) => {
  it.each([1, 5])(
    "is within one per cent of the raw counters, over a day and over the period, evaluated every %d minutes",
    (every) => {
      const raw = "sum(increase(orders_failed_total[1d])) / sum(increase(orders_placed_total[1d]))";
      const at = Math.floor(minute / every) * every;
      const left = `sum(slo:error_budget_remaining:ratio{${SLO}}) - (1 - sum(slo:error_ratio:period{${SLO}}) / 0.005)`;
      const failures = failuresOf({
        groups: GROUPS,
        input,
        every,
        expect: [
          { expr: `abs((${raw}) / ${truth} - 1) < bool 0.01`, minute, samples: [{ value: 1 }] },
          {
            expr: `${distance("slo:error_ratio:rate1d", DAY)} < bool 0.01`,
            minute: at,
            samples: [{ value: 1 }],
          },
          {
            expr: `${distance("slo:error_ratio:period", at)} < bool 0.01`,
            minute: at,
            samples: [{ value: 1 }],
          },
          { expr: `abs(${left}) < bool 1e-9`, minute: at, samples: [{ value: 1 }] },
        ],
      });
      expect(failures).toBe("");
    },
  );
});

it("weighs a busy hour more than a quiet one, which an average of ratios does not", () => {
  const [uneven] = TRAFFIC;
  const recorded = `sum(slo:error_ratio:rate1d{${SLO}})`;
  const averageOfRatios = `sum(avg_over_time((slo:events_bad:rate5m{${SLO}} / slo:events_total:rate5m{${SLO}})[1d:1m]))`;
  const failures = failuresOf({
    groups: GROUPS,
    input: uneven?.input ?? [],
    expect: [
      { expr: `round(${recorded}, 0.000001)`, minute: 2 * DAY - 1, samples: [{ value: 0.009775 }] },
      { expr: `round(${averageOfRatios}, 0.000001)`, minute: 2 * DAY - 1, samples: [{ value: 0.000437 }] },
    ],
  });
  expect(failures).toBe("");
});
