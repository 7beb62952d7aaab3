import { objectsOf } from "./alert-matchers";
import { type JsonObject, type JsonValue, textOf, textsOf } from "./json";
import type { RouteEnd } from "./routing";

/** Where a route's time intervals are named. */
export type TimedRoute = Pick<RouteEnd, "activeDuring" | "mutedDuring">;

/**
 * Names of the time intervals because of which Alertmanager tells nobody at an instant of what ends at a route; none
 * where it tells. Outside of all its active intervals a route is quiet because of each of them.
 * @see https://prometheus.io/docs/alerting/latest/configuration/#time-interval-0
 */
export function quietBecauseOf(
  config: JsonObject,
  { activeDuring, mutedDuring }: TimedRoute,
  instant: Date,
): readonly string[] {
  const now = (name: string): boolean => isWithin(config, name, instant);
  return activeDuring.length > 0 && !activeDuring.some(now) ? activeDuring : mutedDuring.filter(now);
}

/** Whether an instant lies within the time interval of a name; within one that does not exist nothing does. */
function isWithin({ mute_time_intervals, time_intervals }: JsonObject, name: string, instant: Date): boolean {
  return [...objectsOf(time_intervals), ...objectsOf(mute_time_intervals)]
    .filter((interval) => interval.name === name)
    .flatMap((interval) => objectsOf(interval.time_intervals))
    .some((part) => contains(part, localTime(instant, textOf(part.location) ?? "UTC")));
}

/** What the clocks and the calendar of a zone show. */
interface LocalTime {
  readonly minuteOfDay: number;
  /** From 0, Sunday. */
  readonly weekday: number;
  readonly day: number;
  readonly daysInMonth: number;
  readonly month: number;
  readonly year: number;
}

function localTime(instant: Date, timeZone: string): LocalTime {
  const parts = new Intl.DateTimeFormat("en-US", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
  }).formatToParts(instant);
  const part = (wanted: string): number => Number(parts.find(({ type }) => type === wanted)?.value);
  const [year, month, day] = [part("year"), part("month"), part("day")];
  return {
    minuteOfDay: part("hour") * 60 + part("minute"),
    weekday: new Date(Date.UTC(year, month - 1, day)).getUTCDay(),
    day,
    daysInMonth: new Date(Date.UTC(year, month, 0)).getUTCDate(),
    month,
    year,
  };
}

/** All fields that are there must hold; of a field's ranges one. */
function contains(part: JsonObject, now: LocalTime): boolean {
  return [
    some(objectsOf(part.times), part.times, (range) => {
      const [start, end] = [minutes(range.start_time), minutes(range.end_time)];
      return start <= now.minuteOfDay && now.minuteOfDay < end;
    }),
    some(textsOf(part.weekdays), part.weekdays, (text) => inRange(text, now.weekday, WEEKDAYS)),
    some(textsOf(part.days_of_month), part.days_of_month, (text) => hasDay(text, now)),
    some(textsOf(part.months), part.months, (text) => inRange(text, now.month, MONTHS)),
    some(textsOf(part.years), part.years, (text) => inRange(text, now.year)),
  ].every((holds) => holds);
}

function some<Range>(
  ranges: readonly Range[],
  field: JsonValue | undefined,
  holds: (range: Range) => boolean,
): boolean {
  return field === undefined || field === null || ranges.some(holds);
}

const WEEKDAYS = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];

// The first one is 1.
const MONTHS = [
  "",
  "january",
  "february",
  "march",
  "april",
  "may",
  "june",
  "july",
  "august",
  "september",
  "october",
  "november",
  "december",
];

function minutes(timeOfDay: JsonValue | undefined): number {
  const [hours = NaN, rest = NaN] = (textOf(timeOfDay) ?? "").split(":").map(Number);
  return hours * 60 + rest;
}

/** A range such as `monday:friday` or `2027`, both ends included. */
function inRange(text: string, value: number, names: readonly string[] = []): boolean {
  const [begin = NaN, end = begin] = ends(text, names);
  return begin <= value && value <= end;
}

function ends(text: string, names: readonly string[] = []): readonly number[] {
  return text
    .toLowerCase()
    .split(":")
    .map((word) => (names.includes(word) ? names.indexOf(word) : Number(word)));
}

/** Negative days count from the end of the month. A range that begins after the end of a short month has no days in it. */
function hasDay(text: string, { day, daysInMonth }: LocalTime): boolean {
  const [begin = NaN, end = begin] = ends(text).map((bound) => (bound < 0 ? daysInMonth + bound + 1 : bound));
  return begin <= daysInMonth && begin <= day && day <= Math.min(end, daysInMonth);
}
