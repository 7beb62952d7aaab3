import { counterIn, isPlainSelector, metricNames, promqlError } from "../../constructs/slo/promql-expression";

describe("promqlError", () => {
  it.each([
    ["sum(up)", undefined],
    ["sum(up", "it ends too early"],
    ["up{job=}", "at character 8, before }"],
  ])("of %s is %s", (expr, error) => {
    expect(promqlError(expr)).toBe(error);
  });
});

describe("metricNames", () => {
  it.each([
    ["up", ["up"]],
    ["sum by (job) (rate(a_total[5m])) / on (job) group_left (x) b:c or a_total", ["a_total", "b:c"]],
    ['{job="a"}', [""]],
    ["vector(1)", []],
  ])("of %s", (expr, names) => {
    expect(metricNames(expr)).toEqual(names);
  });
});

describe("isPlainSelector", () => {
  it.each([
    ['a_total{x="y"}', true],
    ["a_total", true],
    ["sum(a_total)", false],
    ["a_total[5m]", false],
    ["a_total offset 1h", false],
    ['{x="y"}', false],
    ["a_total{", false],
  ])("of %s is %s", (expr, expected) => {
    expect(isPlainSelector(expr)).toBe(expected);
  });
});

describe("counterIn", () => {
  it.each([
    ["a_total", "a_total"],
    ['sum(a_total{x="y"})', 'a_total{x="y"}'],
    ["sum(rate(a_total[5m]))", "a_total"],
    ["increase(a_total[1h])", "a_total"],
    ["sum by (x) (rate(a_total[5m]))", undefined],
    ["sum(max_over_time(a_total[5m]))", undefined],
    ["a_total + b_total", undefined],
    ["a_total[5m]", undefined],
    ["rate(a_total)", undefined],
    ["sum(", undefined],
  ])("of %s is %s", (expr, counter) => {
    expect(counterIn(expr)).toBe(counter);
  });
});
