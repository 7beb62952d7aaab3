import { volumeBytes } from "../../constructs/core/volume-size";

test.each([
  ["3Mi", 3 * 2 ** 20],
  ["5Gi", 5 * 2 ** 30],
  ["7Ti", 7 * 2 ** 40],
])("%s are %d bytes", (size, bytes) => {
  expect(volumeBytes(size)).toBe(bytes);
});

test.each(["0Gi", "1.5Gi", "5G", "5", "Gi", " 5Gi", "5Gi "])("%j is no size of a volume", (size) => {
  expect(volumeBytes(size)).toBeUndefined();
});
