import { bytesText, coresText, quantityOf } from "../../../assurance/workloads/quantity";

it.each([
  ["100m", 0.1],
  ["2", 2],
  [3, 3],
  ["0.5", 0.5],
  ["1k", 1000],
  ["1500Mi", 1500 * 2 ** 20],
  ["8Gi", 8 * 2 ** 30],
  ["5Ti", 5 * 2 ** 40],
  ["2G", 2e9],
  ["1e3", 1000],
])("reads %p as %d", (text, value) => {
  expect(quantityOf(text)).toBeCloseTo(value, 9);
});

it.each([["many"], ["5Xi"], [""], [null], [undefined], [true], ["-1"]])("reads nothing in %p", (value) => {
  expect(quantityOf(value)).toBeUndefined();
});

it("writes bytes and cores so that people can compare them", () => {
  expect([96 * 2 ** 20, 1536 * 2 ** 20, 8 * 2 ** 30].map(bytesText)).toEqual(["96Mi", "1.5Gi", "8.0Gi"]);
  expect([0.01, 0.505, 1, 1.5, 10.02].map(coresText)).toEqual(["10m", "505m", "1", "1.5", "10.02"]);
});
