import { daysOf, secondsOf } from "../../../assurance/policy/duration";

test.each([
  ["30d", 2_592_000],
  ["1w2d3h4m5s6ms", 788_645.006],
  ["1y", 31_536_000],
  ["0s", 0],
  ["0", 0],
])("Prometheus reads %s", (text, seconds) => {
  expect(secondsOf(text, "prometheus")).toBeCloseTo(seconds, 6);
});

test.each([
  ["336h", 1_209_600],
  ["1.5h", 5400],
  ["90ms", 0.09],
])("Go reads %s", (text, seconds) => {
  expect(secondsOf(text, "go")).toBeCloseTo(seconds, 6);
});

test.each([
  ["90d", 90],
  ["36h", 1.5],
])("Elasticsearch reads %s as %d days", (text, days) => {
  expect(daysOf(text, "elasticsearch")).toBe(days);
});

test.each([
  ["5d", "go"],
  ["1M", "elasticsearch"],
  ["1w", "elasticsearch"],
  ["-5m", "prometheus"],
  ["5 m", "prometheus"],
  ["5", "prometheus"],
  ["", "prometheus"],
  [300, "prometheus"],
  [undefined, "prometheus"],
] as const)("%p is no duration for %s", (text, dialect) => {
  expect(secondsOf(text, dialect)).toBeUndefined();
  expect(daysOf(text, dialect)).toBeUndefined();
});
