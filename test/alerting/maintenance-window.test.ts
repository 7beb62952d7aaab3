import {
  type MaintenanceWindow,
  maintenanceWindowProblems,
  timeInterval,
} from "../../constructs/alerting/maintenance-window";
import { formatProblem } from "../../mandate";

const WINDOW: MaintenanceWindow = {
  name: "weekend",
  reason: "patches",
  start: "22:30",
  end: "04:00",
  timeZone: "America/New_York",
};

describe("timeInterval", () => {
  it("splits a window at midnight and moves the second half to the next day", () => {
    expect(timeInterval({ ...WINDOW, weekdays: ["friday", "sunday"] })).toEqual({
      name: "weekend",
      time_intervals: [
        {
          weekdays: ["friday", "sunday"],
          times: [{ start_time: "22:30", end_time: "24:00" }],
          location: "America/New_York",
        },
        {
          weekdays: ["saturday", "monday"],
          times: [{ start_time: "00:00", end_time: "04:00" }],
          location: "America/New_York",
        },
      ],
    });
  });
});

describe("maintenanceWindowProblems", () => {
  it("finds nothing wrong with a window past midnight", () => {
    const [weekend, weekday] = [["friday", "saturday"], ["tuesday"]] as const;
    const windows = [
      { ...WINDOW, weekdays: weekend },
      { ...WINDOW, name: "weekday", weekdays: weekday },
    ];
    expect(maintenanceWindowProblems(windows, "here")).toEqual([]);
  });

  it("tells every mistake at once", () => {
    const broken: MaintenanceWindow = {
      name: "Week End",
      reason: " ",
      start: "24:15",
      end: "4:00",
      timeZone: "Berlin time",
    };
    const problems = maintenanceWindowProblems([broken], "alerting: maintenanceWindows");
    expect(problems.map(formatProblem).join("\n")).toBe(
      `alerting: maintenanceWindows[0].name: cannot be used
  found:    "Week End"
  allowed:  lower-case words joined by hyphens
alerting: maintenanceWindows[0].start: cannot be used
  found:    "24:15"
  allowed:  a time from 00:00 to 23:59
alerting: maintenanceWindows[0].end: cannot be used
  found:    "4:00"
  allowed:  a time from 00:00 to 23:59
alerting: maintenanceWindows[0].timeZone: cannot be used
  found:    "Berlin time"
  allowed:  an IANA name such as Europe/Berlin
alerting: maintenanceWindows[0].reason: cannot be used
  found:    " "
  allowed:  a sentence`,
    );
  });

  it("refuses a name twice and a window without a length", () => {
    const problems = maintenanceWindowProblems([WINDOW, { ...WINDOW, end: "22:30" }], "here");
    expect(problems.map(formatProblem).join("\n")).toBe(
      `here[1].name: another window has this name
  found:    "weekend"
  fix:      choose a name of its own
here[1]: the window ends when it starts
  found:    22:30 to 22:30
  fix:      make it end later, or before the start to go past midnight`,
    );
  });
});
