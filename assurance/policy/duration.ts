/** Who writes a duration: each has its own units. */
export type DurationDialect = "prometheus" | "go" | "elasticsearch";

/** Nothing is written in the calendar's months: Prometheus' year has 365 days. */
const UNIT_SECONDS: Readonly<Record<DurationDialect, Readonly<Record<string, number>>>> = {
  prometheus: { y: 31_536_000, w: 604_800, d: 86_400, h: 3600, m: 60, s: 1, ms: 1e-3 },
  go: { h: 3600, m: 60, s: 1, ms: 1e-3, us: 1e-6, µs: 1e-6, ns: 1e-9 },
  elasticsearch: { d: 86_400, h: 3600, m: 60, s: 1, ms: 1e-3, micros: 1e-6, nanos: 1e-9 },
};

/** The seconds of a duration such as `30d`, `14m50s` or `336h`; nothing where it is none. */
export function secondsOf(value: unknown, dialect: DurationDialect): number | undefined {
  if (value === 0 || value === "0") return 0;
  if (typeof value !== "string") return undefined;
  const parts = [...value.matchAll(/(\d+(?:\.\d+)?)([a-zµ]+)/g)];
  if (parts.length === 0 || parts.map(([part]) => part).join("") !== value) return undefined;
  const seconds = parts.map(
    ([, amount, unit]) => Number(amount) * (UNIT_SECONDS[dialect][unit ?? ""] ?? NaN),
  );
  const sum = seconds.reduce((total, part) => total + part, 0);
  return Number.isNaN(sum) ? undefined : sum;
}

const SECONDS_A_DAY = 24 * 60 * 60;

/** The days of a duration; nothing where it is none. */
export function daysOf(value: unknown, dialect: DurationDialect): number | undefined {
  const seconds = secondsOf(value, dialect);
  return seconds === undefined ? undefined : seconds / SECONDS_A_DAY;
}
