/*
 * When each store deletes, written from its own source and not from ours, in seconds. Where a store waits for
 * something that only makes it later (a merge, a node that is away), it does not wait here: both ends are the worst.
 */

export const SECOND = 1;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** How old something is when it goes: the youngest and the oldest of what goes at once. */
export interface Ages {
  readonly youngest: number;
  readonly oldest: number;
}

/** One index behind a data stream. */
export interface IndexLife {
  /** After how long it is rolled over. */
  readonly maxAge: number;
  /** After how long it is large enough to be rolled over before. */
  readonly fullAfter: number;
  /** Age since rollover at which it is deleted. */
  readonly minAge: number;
  /** How often Elasticsearch looks. */
  readonly pollInterval: number;
  /** When it looks first, after the index was made. */
  readonly firstPoll: number;
  /** When the first record comes; an index without records is not rolled over. */
  readonly firstRecord: number;
}

/**
 * Elasticsearch looks at intervals, by `indices.lifecycle.poll_interval` or `data_streams.lifecycle.poll_interval`, and
 * compares ages then: that of the index until it is rolled over, and the time since rollover after that. Until rollover
 * the index takes records.
 * @see https://www.elastic.co/docs/manage-data/lifecycle/index-lifecycle-management/index-lifecycle
 */
export function agesInIndex(life: IndexLife): Ages {
  const { firstPoll, firstRecord, fullAfter, maxAge, minAge, pollInterval } = life;
  const nextPoll = (time: number): number =>
    firstPoll + Math.max(0, Math.ceil((time - firstPoll) / pollInterval)) * pollInterval;
  const rolledOver = nextPoll(Math.max(firstRecord, Math.min(maxAge, fullAfter)));
  const deleted = nextPoll(rolledOver + minAge);
  return { youngest: deleted - rolledOver, oldest: deleted - firstRecord };
}

/**
 * How old an index of a failure store becomes before it is rolled over, where nothing else is set
 * (`cluster.lifecycle.default.rollover`: `max_age=auto`).
 * @see https://github.com/elastic/elasticsearch/blob/v9.0.0/server/src/main/java/org/elasticsearch/action/admin/indices/rollover/RolloverConfiguration.java
 */
export function automaticMaxAge(retention: number): number {
  const [, maxAge] = AUTOMATIC.find(([limit]) => retention <= limit) ?? [Infinity, 30 * DAY];
  return maxAge;
}

const AUTOMATIC = [
  [DAY, HOUR],
  [14 * DAY, DAY],
  [90 * DAY, 7 * DAY],
] as const;

/** One of Jaeger's daily indices; spans are in the index of the day (UTC) on which they started. */
export interface DailyIndexLife {
  /** When it was made, in seconds after the beginning of its day; before it where a clock is ahead. */
  readonly made: number;
  /** The cleaner's argument. */
  readonly days: number;
  /** Seconds after midnight at which the cleaner runs every day. */
  readonly runsAt: number;
  /** From what the cleaner counts back: up to 2.19 from the coming midnight, from 2.20 on from now. */
  readonly countsFrom: "coming midnight" | "now";
}

/**
 * The cleaner deletes whole indices, by the time at which they were made.
 * @see https://github.com/jaegertracing/jaeger/blob/v2.19.0/cmd/es-index-cleaner/app/cutoff_time.go
 * @see https://github.com/jaegertracing/jaeger/blob/v2.19.0/internal/storage/elasticsearch/filter/date.go
 */
export function agesInDailyIndex({ countsFrom, days, made, runsAt }: DailyIndexLife): Ages {
  const cutOff = (day: number): number => day * DAY + (countsFrom === "now" ? runsAt : DAY) - days * DAY;
  let day = Math.floor(made / DAY);
  while (made >= cutOff(day) || day * DAY + runsAt < made) {
    day += 1;
  }
  const deleted = day * DAY + runsAt;
  return { youngest: deleted - DAY, oldest: deleted };
}

/**
 * Prometheus cuts two hours off its head when that spans three, merges blocks in steps of three up to a tenth of the
 * retention, and deletes a block when it ends a retention before the newest block ends.
 * @see https://github.com/prometheus/prometheus/blob/v3.5.0/tsdb/db.go `BeyondTimeRetention`
 * @see https://github.com/prometheus/prometheus/blob/v3.5.0/cmd/prometheus/main.go `MaxBlockDuration`
 */
export function agesInBlocks(retention: number): Ages {
  const cut = 2 * HOUR;
  const headBehind = cut / 2;
  return { youngest: retention + headBehind, oldest: retention + largestBlock(retention) + cut + headBehind };
}

/** The longest time that one block of Prometheus covers. */
export function largestBlock(retention: number): number {
  let range = 2 * HOUR;
  while (range * 3 <= Math.min(31 * DAY, retention / 10)) {
    range *= 3;
  }
  return range;
}
