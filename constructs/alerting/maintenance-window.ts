import type { Problem, Severity } from "../../mandate";
import type { HelmValues } from "../core/helm-values";

const DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] as const;

export type Weekday = (typeof DAYS)[number];

/** Severities that a maintenance window may quieten; critical alerts always pass. */
export type QuietSeverity = Exclude<Severity, "critical">;

/** A time of day on a 24-hour clock, such as `01:30`. */
export type TimeOfDay = `${number}:${number}`;

/** Planned work that comes back every week, during which nobody wants to hear of its effects. */
export interface MaintenanceWindow {
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
  /** @default - high, medium and low */
  readonly severities?: readonly QuietSeverity[];
}

const ALL_QUIET: readonly QuietSeverity[] = ["high", "medium", "low"];

/** Whether a window quietens a severity. */
export function quietens({ severities = ALL_QUIET }: MaintenanceWindow, severity: Severity): boolean {
  return severity !== "critical" && severities.includes(severity);
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
  return DAYS[(DAYS.indexOf(day) + 1) % DAYS.length] ?? day;
}

const NAME = /^[a-z0-9]+(-[a-z0-9]+)*$/;
const TIME_OF_DAY = /^([01]\d|2[0-3]):[0-5]\d$/;
const TIME_ZONE = /^[A-Za-z]+([/_+-][A-Za-z0-9]+)*$/;

/** Every mistake in a list of windows. */
export function maintenanceWindowProblems(
  windows: readonly MaintenanceWindow[],
  where: string,
): readonly Problem[] {
  return windows.flatMap((window, index) => {
    const at = `${where}[${index}]`;
    const twin = windows.findIndex(({ name }) => name === window.name);
    return [
      ...malformed(`${at}.name`, window.name, NAME, "lower-case words joined by hyphens"),
      ...malformed(`${at}.start`, window.start, TIME_OF_DAY, "a time from 00:00 to 23:59"),
      ...malformed(`${at}.end`, window.end, TIME_OF_DAY, "a time from 00:00 to 23:59"),
      ...malformed(`${at}.timeZone`, window.timeZone, TIME_ZONE, "an IANA name such as Europe/Berlin"),
      ...malformed(`${at}.reason`, window.reason, /\S/, "a sentence"),
      ...(twin < index ? [taken(`${at}.name`, window.name)] : []),
      ...(window.start === window.end ? [empty(at, window)] : []),
    ];
  });
}

function malformed(where: string, value: string, pattern: RegExp, allowed: string): readonly Problem[] {
  return pattern.test(value)
    ? []
    : [{ where, what: "cannot be used", found: JSON.stringify(value), allowed }];
}

function taken(where: string, name: string): Problem {
  return {
    where,
    what: "another window has this name",
    found: JSON.stringify(name),
    fix: "choose a name of its own",
  };
}

function empty(where: string, { start, end }: MaintenanceWindow): Problem {
  return {
    where,
    what: "the window ends when it starts",
    found: `${start} to ${end}`,
    fix: "make it end later, or before the start to go past midnight",
  };
}
