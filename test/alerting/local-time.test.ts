import {
  instantsOf,
  isLocalTime,
  isTimeZone,
  type LocalTime,
  offsetMinutes,
} from "../../constructs/alerting/local-time";

describe("instantsOf", () => {
  it.each([
    ["2027-01-15T22:00", "Europe/Berlin", ["2027-01-15T21:00:00.000Z"]],
    ["2027-07-15T22:00", "Europe/Berlin", ["2027-07-15T20:00:00.000Z"]],
    ["2027-07-15T22:00", "Asia/Kolkata", ["2027-07-15T16:30:00.000Z"]],
    ["2027-07-15T22:00", "UTC", ["2027-07-15T22:00:00.000Z"]],
    // Skipped in spring, and twice in autumn.
    ["2027-03-28T02:30", "Europe/Berlin", []],
    ["2027-10-31T02:30", "Europe/Berlin", ["2027-10-31T00:30:00.000Z", "2027-10-31T01:30:00.000Z"]],
    ["2027-03-14T02:30", "America/New_York", []],
  ] as const)("finds %s in %s", (time, zone, instants) => {
    expect(instantsOf(time, zone).map((instant) => new Date(instant).toISOString())).toEqual(instants);
  });
});

describe("isLocalTime", () => {
  it.each(["2027-02-28T00:00", "2028-02-29T23:59"])("takes %s", (text) => {
    expect(isLocalTime(text)).toBe(true);
  });

  it.each(["2027-02-30T00:00", "2027-13-01T00:00", "2027-01-01T24:00", "2027-01-01", "2027-01-01T10:00Z"])(
    "does not take %s",
    (text) => {
      expect(isLocalTime(text as LocalTime)).toBe(false);
    },
  );
});

describe("time zones", () => {
  it("are known by their names", () => {
    expect(["Europe/Berlin", "UTC", "Europe/Berln"].map(isTimeZone)).toEqual([true, true, false]);
  });

  it("have offsets that may be negative", () => {
    expect(offsetMinutes("America/St_Johns", Date.UTC(2027, 0, 15))).toBe(-210);
  });
});
