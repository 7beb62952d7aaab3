import type { Bound } from "../core/bound";
import { MAX_SPAN_AGE } from "./jaeger-config";

const KEY = "observability_configuration.trace_retention_days";

/** Path of the cleaner's argument in the chart's values. */
export const CLEANER_DAYS = "esIndexCleaner.numberOfDays";

/**
 * The bounds of the traces' retention: what the cleaner deletes, how far back a query looks, and what would drop
 * traces before they are stored.
 * @param retentionDays - Filled in where nothing is set; at least what the mandate says.
 */
export function traceRetentionBounds(retentionDays: number): readonly Bound[] {
  return [
    {
      path: MAX_SPAN_AGE,
      key: KEY,
      codec: {
        write: (mandated) => maxSpanAge(Math.max(mandated as number, retentionDays)),
        read: (value) => (typeof value === "string" ? daysOf(value) : undefined),
      },
    },
    {
      path: CLEANER_DAYS,
      key: KEY,
      codec: {
        write: (mandated) => cleanerDays(Math.max(mandated as number, retentionDays)),
        read: (value) => (typeof value === "number" ? value - cleanerDays(0) : undefined),
      },
    },
    {
      path: "jaeger.args",
      key: KEY,
      mustBeUnset: "an argument changes the configuration unseen; use userconfig",
    },
    {
      path: "userconfig.service.pipelines.traces.processors",
      key: "observability_configuration.trace_sampling_rate",
      mustBeUnset: "a processor can drop traces that the gateway has chosen",
    },
  ];
}

/**
 * The argument of Jaeger's index cleaner that keeps so many full days.
 *
 * One day more, because 2.19 counts from the coming midnight (UTC), so that N keeps today and N-1 full days; 2.20
 * counts from now. Another one, because it compares the time at which an index was made: one span from a host whose
 * clock is ahead makes the index of tomorrow today, and all of tomorrow's spans would go a day too early.
 * @see https://github.com/jaegertracing/jaeger/blob/v2.19.0/cmd/es-index-cleaner/app/cutoff_time.go
 * @see https://github.com/jaegertracing/jaeger/blob/v2.19.0/internal/storage/elasticsearch/filter/date.go
 */
export function cleanerDays(retentionDays: number): number {
  return retentionDays + 2;
}

/** A query looks no further back than this; the default of three days would hide what is still stored. */
export function maxSpanAge(retentionDays: number): string {
  return `${String(retentionDays * HOURS_PER_DAY)}h`;
}

const HOURS_PER_DAY = 24;
const HOURS: Readonly<Record<string, number>> = { h: 1, m: 1 / 60, s: 1 / 60 / 60 };

/** A duration as Go writes it, such as `336h` or `20160m0s`, in days. */
function daysOf(duration: string): number | undefined {
  const parts = [...duration.matchAll(/(\d+)([hms])/g)];
  if (parts.length === 0 || parts.map(([part]) => part).join("") !== duration) {
    return undefined;
  }
  const hours = parts.reduce((sum, [, amount, unit]) => sum + Number(amount) * (HOURS[unit ?? ""] ?? 0), 0);
  return hours / HOURS_PER_DAY;
}
