import { formatDuration } from "../../constructs/alerting/duration";

describe("formatDuration", () => {
  it.each([
    [0, "0s"],
    [59, "59s"],
    [90, "1m30s"],
    [290, "4m50s"],
    [3600, "1h"],
    [86390, "23h59m50s"],
    [93784, "1d2h3m4s"],
  ])("writes %d seconds as %s", (seconds, written) => {
    expect(formatDuration(seconds)).toBe(written);
  });

  it("cuts fractions off, so that no deadline moves later", () => {
    expect(formatDuration(25.9)).toBe("25s");
  });
});
