import {
  type MaintenanceWindow,
  maintenanceWindowProblems,
} from "../../constructs/alerting/maintenance-window";
import { formatProblem } from "../../mandate";

const NIGHT: MaintenanceWindow = {
  name: "night",
  reason: "a batch",
  start: "22:00",
  end: "02:00",
  timeZone: "Europe/Berlin",
};

function said(one: Partial<MaintenanceWindow>, other: Partial<MaintenanceWindow>): string {
  const windows = [
    { ...NIGHT, ...one },
    { ...NIGHT, name: "other", ...other },
  ];
  return maintenanceWindowProblems(windows, "windows").map(formatProblem).join("\n");
}

describe("windows that overlap", () => {
  it("are refused, with both told", () => {
    expect(said({ weekdays: ["friday"] }, { start: "01:00", end: "03:00", weekdays: ["saturday"] }))
      .toBe(`windows[1]: overlaps with another window for the same alerts
  found:    other, saturday from 01:00 to 03:00 Europe/Berlin
  allowed:  times outside of night, friday from 22:00 to 02:00 Europe/Berlin (windows[0])
  fix:      join the two, or give them scopes or severities that differ`);
  });

  it.each([
    [
      "over the end of the week",
      { weekdays: ["sunday"] },
      { start: "00:30", end: "01:00", weekdays: ["monday"] },
    ],
    [
      "across time zones",
      { weekdays: ["friday"] },
      { start: "16:30", end: "17:00", timeZone: "America/New_York", weekdays: ["friday"] },
    ],
    ["in summer alone", { start: "10:00", end: "11:00" }, { start: "08:30", end: "09:00", timeZone: "UTC" }],
    [
      "of a namespace and a service in it",
      { scope: { namespace: "shop" } },
      { scope: { namespace: "shop", service: "cart" } },
    ],
    ["of the cluster and a namespace", {}, { scope: { namespace: "shop" } }],
  ] as const)("are found %s", (_how, one, other) => {
    expect(said(one, other)).toContain("overlaps with another window");
  });

  it.each([
    ["follow each other", {}, { start: "02:00", end: "03:00" }],
    ["are on different days", { weekdays: ["friday"] }, { weekdays: ["saturday"] }],
    ["quieten different severities", { severities: ["low"] }, { severities: ["medium"] }],
    [
      "are of different services",
      { scope: { namespace: "shop", service: "a" } },
      { scope: { namespace: "shop", service: "b" } },
    ],
    ["are of different namespaces", { scope: { namespace: "shop" } }, { scope: { namespace: "payments" } }],
  ] as const)("are none where they %s", (_how, one, other) => {
    expect(said(one, other)).toBe("");
  });
});

describe("a scope", () => {
  it("must be the name of a namespace, and severities must be some that can be quiet", () => {
    const window = { ...NIGHT, scope: { namespace: "Shop!" }, severities: ["critical" as "high"] };
    expect(maintenanceWindowProblems([window], "windows").map(formatProblem).join("\n"))
      .toBe(`windows[0].scope.namespace: cannot be used
  found:    "Shop!"
  allowed:  the name of a namespace
windows[0].severities[0]: cannot be used
  found:    "critical"
  allowed:  one of high, medium, low`);
  });

  it("needs a time zone that exists and weekdays that are some", () => {
    const window = { ...NIGHT, timeZone: "Europe/Berln", weekdays: [] };
    expect(maintenanceWindowProblems([window], "windows").map(formatProblem).join("\n"))
      .toBe(`windows[0].timeZone: there is no such time zone
  found:    "Europe/Berln"
  allowed:  an IANA name such as Europe/Berlin
windows[0].weekdays: cannot be used
  found:    []
  allowed:  some of monday, tuesday, wednesday, thursday, friday, saturday, sunday`);
  });
});
