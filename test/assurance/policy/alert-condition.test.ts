import fc from "fast-check";
import { alertCondition } from "../../../assurance/policy/alert-condition";

describe("the condition of an alert", () => {
  test.each([
    ["x > 0.5", "above", 0.5],
    ["x >= 1e3", "above", 1000],
    ["0.999 > x", "below", 0.999],
    ["x < 0.8", "below", 0.8],
    ["x > 80 / 100", "above", 0.8],
    ["x > (2 * (3 + 4) - 5)", "above", 9],
    ["1 - avg by (node) (rate(idle[5m])) > 0.80", "above", 0.8],
    ["(x > 7 and on (a) y > 0.2) unless z == 1", "above", 7],
    ["x > 7 or y > 1", "above", 7],
    ["((x > 7))", "above", 7],
    ["# a comment\nx > 7\nand on (service) (avg_over_time(y[1d]) > 5 / (24 * 60))", "above", 7],
  ])("%s", (expr, fires, limit) => {
    expect(alertCondition(expr)).toEqual({ fires, limit });
  });

  test.each([
    "x",
    "x > y",
    "x == 1",
    "x > bool 0.5",
    "x > 1 / 0",
    "x > 5m",
    "x > ",
    "sum(x > 3)",
    "absent(x)",
    "",
  ])("is not decided by a number in %j", (expr) => {
    expect(alertCondition(expr)).toBeUndefined();
  });

  test("is read back as it was written, for any limit", () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-6, max: 1e6, noNaN: true }), (limit) => {
        expect(alertCondition(`a:b > ${limit} and on (c) d > 0`)).toEqual({ fires: "above", limit });
      }),
    );
  });
});
