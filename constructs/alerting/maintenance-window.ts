import type { Problem } from "../../mandate";
import type { HelmValues } from "../core/helm-values";
import { overlapProblems } from "./maintenance-overlap";
import { malformed, nameProblems, taken, timeZoneProblems } from "./maintenance-problems";
import { type Quietening, quieteningProblems } from "./maintenance-scope";
import { type Weekday, WEEKDAYS } from "./weekdays";

/** A time of day on a 24-hour clock, such as `01:30`. */
export type TimeOfDay = `${number}:${number}`;

/** Planned work that comes back every week, during which nobody wants to hear of its effects. */
export interface MaintenanceWindow extends Quietening {
  /** Unique among the windows; appears in Alertmanager's configuration. */
  readonly name: string;
  /** Why alerts may be quiet, for whoever reads the configuration later. */
  readonly reason: string;
  readonly start: TimeOfDay;
  /** Before `start` for a window that goes past midnight. */
  readonly end: TimeOfDay;
  /** IANA name of the time zone that the times are meant in, such as `Europe/Berlin`. */
  readonly timeZone: string;
  /**
   * Days on which the window starts.
   * @default - every day
   */
  readonly weekdays?: readonly Weekday[];
}

/** An entry of Alertmanager's `time_intervals`. Its ranges cannot cross midnight, so such a window becomes two. */
export function timeInterval(window: MaintenanceWindow): HelmValues {
  const { name, start, end, timeZone, weekdays } = window;
  const range = (from: string, to: string, days: readonly Weekday[] | undefined): HelmValues => ({
    ...(days === undefined ? {} : { weekdays: days }),
    times: [{ start_time: from, end_time: to }],
    location: timeZone,
  });
  return {
    name,
    time_intervals:
      start < end
        ? [range(start, end, weekdays)]
        : [range(start, "24:00", weekdays), range("00:00", end, weekdays?.map(dayAfter))],
  };
}

function dayAfter(day: Weekday): Weekday {
  return WEEKDAYS[(WEEKDAYS.indexOf(day) + 1) % WEEKDAYS.length] ?? day;
}

const TIME_OF_DAY = /^([01]\d|2[0-3]):[0-5]\d$/;

/** Every mistake in a list of windows; what they have to do with each other is told once each is right by itself. */
export function maintenanceWindowProblems(
  windows: readonly MaintenanceWindow[],
  where: string,
): readonly Problem[] {
  const problems = windows.flatMap((window, index) => {
    const at = `${where}[${index}]`;
    const twin = windows.findIndex(({ name }) => name === window.name);
    return [
      ...nameProblems(window, at),
      ...malformed(`${at}.start`, window.start, TIME_OF_DAY, "a time from 00:00 to 23:59"),
      ...malformed(`${at}.end`, window.end, TIME_OF_DAY, "a time from 00:00 to 23:59"),
      ...timeZoneProblems(`${at}.timeZone`, window.timeZone),
      ...malformed(`${at}.reason`, window.reason, /\S/, "a sentence"),
      ...weekdayProblems(window, at),
      ...quieteningProblems(window, at),
      ...(twin < index ? [taken(`${at}.name`, window.name)] : []),
      ...(window.start === window.end ? [empty(at, window)] : []),
    ];
  });
  return problems.length > 0 ? problems : overlapProblems(windows, where);
}

function weekdayProblems({ weekdays = WEEKDAYS }: MaintenanceWindow, at: string): readonly Problem[] {
  const allowed = `some of ${WEEKDAYS.join(", ")}`;
  const unknown = weekdays.filter((day) => !WEEKDAYS.includes(day));
  return weekdays.length > 0 && unknown.length === 0
    ? []
    : [{ where: `${at}.weekdays`, what: "cannot be used", found: JSON.stringify(weekdays), allowed }];
}

function empty(where: string, { start, end }: MaintenanceWindow): Problem {
  return {
    where,
    what: "the window ends when it starts",
    found: `${start} to ${end}`,
    fix: "make it end later, or before the start to go past midnight",
  };
}
