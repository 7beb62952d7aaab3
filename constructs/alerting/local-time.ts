/** A date and a time of day without an offset, such as `2027-03-01T22:00`. */
export type LocalTime = `${number}-${number}-${number}T${number}:${number}`;

const LOCAL_TIME = /^(\d{4})-(\d{2})-(\d{2})T([01]\d|2[0-3]):([0-5]\d)$/;

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** Whether a text is a date that exists and a time of day. */
export function isLocalTime(text: string): boolean {
  const utc = asIfUtc(text);
  return utc !== undefined && new Date(utc).toISOString().startsWith(text);
}

/** Whether this is the name of a time zone. */
export function isTimeZone(name: string): boolean {
  try {
    offsetMinutes(name, 0);
    return true;
  } catch {
    return false;
  }
}

/**
 * The instants, in milliseconds since 1970, at which the clocks of a zone show a local time: one as a rule, none in the
 * hour that is skipped in spring, two in the hour that comes twice in autumn.
 */
export function instantsOf(text: LocalTime, timeZone: string): readonly number[] {
  const utc = asIfUtc(text);
  if (utc === undefined) return [];
  const offsets = new Set([-DAY, DAY].map((distance) => offsetMinutes(timeZone, utc + distance)));
  return [...offsets]
    .map((offset) => ({ offset, instant: utc - offset * MINUTE }))
    .filter(({ offset, instant }) => offsetMinutes(timeZone, instant) === offset)
    .map(({ instant }) => instant)
    .sort((one, other) => one - other);
}

/** Minutes by which a zone's clocks are ahead of UTC at an instant. */
export function offsetMinutes(timeZone: string, instant: number): number {
  const parts = new Intl.DateTimeFormat("en-US", { timeZone, timeZoneName: "longOffset" }).formatToParts(
    instant,
  );
  const written = parts.find(({ type }) => type === "timeZoneName")?.value ?? "";
  const [, sign = "+", hours = "0", minutes = "0"] = /^GMT(?:([+-])(\d{2}):(\d{2}))?/.exec(written) ?? [];
  return (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
}

function asIfUtc(text: string): number | undefined {
  const [, year, month, day, hour, minute] = LOCAL_TIME.exec(text) ?? [];
  return year === undefined
    ? undefined
    : Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute));
}
