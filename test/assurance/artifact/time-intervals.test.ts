import type { JsonObject } from "../../../assurance/artifact/json";
import { quietBecauseOf } from "../../../assurance/artifact/time-intervals";

/** Whether a route that is muted during an interval of these parts is quiet at an instant. */
function quiet(instant: string, ...parts: readonly JsonObject[]): boolean {
  const config = { time_intervals: [{ name: "work", time_intervals: parts }] };
  const route = { mutedDuring: ["work"], activeDuring: [] };
  return quietBecauseOf(config, route, new Date(instant)).length > 0;
}

const NIGHT = { times: [{ start_time: "22:00", end_time: "24:00" }] };

describe("a time interval", () => {
  it.each([
    ["2027-03-01T21:59:59Z", false],
    ["2027-03-01T22:00:00Z", true],
    ["2027-03-01T23:59:59Z", true],
    ["2027-03-02T00:00:00Z", false],
  ])("begins with its first minute and ends before its last, in UTC: %s, %s", (instant, expected) => {
    expect(quiet(instant, NIGHT)).toBe(expected);
  });

  it.each([
    // Clocks are ahead by one hour in winter, and by two in summer.
    ["2027-01-10T21:00:00Z", true],
    ["2027-07-10T20:00:00Z", true],
    ["2027-01-10T20:59:00Z", false],
    ["2027-07-10T22:00:00Z", false],
  ])("goes by the clocks of its location: %s, %s", (instant, expected) => {
    expect(quiet(instant, { ...NIGHT, location: "Europe/Berlin" })).toBe(expected);
  });

  it("takes the day of the week from its location too", () => {
    const friday = { weekdays: ["friday"], location: "Asia/Tokyo" };
    expect(quiet("2027-03-04T15:00:00Z", friday)).toBe(true);
    expect(quiet("2027-03-05T15:00:00Z", friday)).toBe(false);
  });

  it.each<[title: string, part: JsonObject, inside: string, outside: string]>([
    ["days of the week", { weekdays: ["Monday:Wednesday", "saturday"] }, "2027-03-03", "2027-03-04"],
    ["months by name", { months: ["march:april"] }, "2027-04-30", "2027-05-01"],
    ["months by number", { months: ["3"] }, "2027-03-31", "2027-04-01"],
    ["years", { years: ["2026:2027"] }, "2027-12-31", "2028-01-01"],
    ["days of the month", { days_of_month: ["1:3", "20"] }, "2027-03-20", "2027-03-04"],
    ["days before the end of a month", { days_of_month: ["-2:-1"] }, "2027-02-27", "2027-02-26"],
    ["the last day of a leap February", { days_of_month: ["-1"] }, "2028-02-29", "2028-02-28"],
    ["days up to the end of a short month", { days_of_month: ["28:31"] }, "2027-02-28", "2027-02-27"],
    ["days that a short month does not have", { days_of_month: ["30:31"] }, "2027-03-30", "2027-02-28"],
  ])("knows %s", (_, part, inside, outside) => {
    expect([quiet(`${inside}T12:00:00Z`, part), quiet(`${outside}T12:00:00Z`, part)]).toEqual([true, false]);
  });

  it("wants all of its fields, of one of its parts", () => {
    const parts = [{ ...NIGHT, weekdays: ["monday"] }, { weekdays: ["tuesday"] }];
    expect(quiet("2027-03-01T22:30:00Z", ...parts)).toBe(true);
    expect(quiet("2027-03-01T12:00:00Z", ...parts)).toBe(false);
    expect(quiet("2027-03-02T12:00:00Z", ...parts)).toBe(true);
  });
});

describe("a route", () => {
  const always = [{ years: ["2000:2100"] }];
  const never = [{ years: ["1999"] }];
  const config = {
    time_intervals: [
      { name: "always", time_intervals: always },
      { name: "never", time_intervals: never },
    ],
    mute_time_intervals: [{ name: "of-old", time_intervals: always }],
  };
  const now = new Date("2027-03-01T12:00:00Z");

  it.each<[muted: readonly string[], active: readonly string[], because: readonly string[]]>([
    [[], [], []],
    [["always", "never"], [], ["always"]],
    [["of-old"], [], ["of-old"]],
    [[], ["never", "always"], []],
    [[], ["never"], ["never"]],
    [["always"], ["never"], ["never"]],
    [["always"], ["always"], ["always"]],
    [["nowhere"], [], []],
  ])("that is muted during %j and active during %j is quiet because of %j", (muted, active, because) => {
    expect(quietBecauseOf(config, { mutedDuring: muted, activeDuring: active }, now)).toEqual(because);
  });
});
