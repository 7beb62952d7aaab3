import type { RuleGroup } from "./rule-types";
import { SIGNALS } from "./signal-adapters";

/** The series of the seasonal score of request rates. */
export const ANOMALY = {
  /** Median of the same half hour on earlier days. */
  median: "anomaly:http_requests:median",
  /** The same half hour a week ago. */
  weekly: "anomaly:http_requests:weekly",
  /** How many earlier days are known. */
  lags: "anomaly:http_requests:lags",
  /** One robust standard deviation. */
  scale: "anomaly:http_requests:scale",
  /** Distance from the median, as a share of it: traffic of the night wanders less than that of the day. */
  deviation: "anomaly:http_requests:relative_deviation",
  /** Deviations away from the median of earlier days. */
  score: "anomaly:http_requests:zscore",
  /** Deviations away from a week ago; a quiet Sunday is no anomaly. */
  weeklyScore: "anomaly:http_requests:weekly_zscore",
} as const;

/** Days that are compared with: recent ones, and the same day of the week. */
const LAG_DAYS = [1, 2, 3, 4, 7];

/**
 * A robust seasonal score: the distance from the median of the same half hour on earlier days, in units of the usual
 * distance. It holds through an incident, because neither median nor scale sees the last hour, and it sees an
 * outage, because a rate of zero is as far from the median as it gets.
 */
export function anomalyGroups(): readonly RuleGroup[] {
  const weekly = `${halfHour(7)} or ${ANOMALY.median}`;
  return [
    {
      name: "platform-request-rate-baseline",
      interval: "5m",
      rules: [
        { record: ANOMALY.median, expr: `quantile without (lag) (0.5,\n${laggedHalfHours()}\n)` },
        { record: ANOMALY.weekly, expr: weekly },
        { record: ANOMALY.lags, expr: `count without (lag) (\n${laggedHalfHours()}\n)` },
        { record: ANOMALY.scale, expr: scale() },
      ],
    },
    {
      name: "platform-request-rate-score",
      interval: "1m",
      rules: [
        { record: ANOMALY.deviation, expr: `abs(${SIGNALS.requests} / (${latest(ANOMALY.median)} > 0) - 1)` },
        { record: ANOMALY.score, expr: score(ANOMALY.median) },
        { record: ANOMALY.weeklyScore, expr: score(ANOMALY.weekly) },
      ],
    },
  ];
}

/** What must hold beside the score: enough history, and enough traffic now or usually. */
export function anomalyGuard(limit: number): string {
  return [
    `and abs(${ANOMALY.weeklyScore}) > ${limit}`,
    `and ${latest(ANOMALY.lags)} >= 3`,
    `and (${SIGNALS.requests} > 1 or ${latest(ANOMALY.median)} > 1)`,
  ].join("\n");
}

/** The baseline is recorded every five minutes, which an instant selector would lose now and then. */
function latest(series: string): string {
  return `last_over_time(${series}[10m])`;
}

function laggedHalfHours(): string {
  return LAG_DAYS.map((days) => `  label_replace(${halfHour(days)}, "lag", "${days}d", "", "")`).join(
    "\n  or\n",
  );
}

/** Mean of the half hour around this time of day, some days ago. */
function halfHour(daysAgo: number): string {
  return `avg_over_time(${SIGNALS.requests}[30m] offset ${24 * daysAgo - 1}h45m)`;
}

// 1.4826 medians of the deviation are one standard deviation of a normal distribution; a lag of an hour keeps an
// incident from widening its own band; a tenth is the least that counts as noise.
function scale(): string {
  const usual = `1.4826 * quantile_over_time(0.5, ${ANOMALY.deviation}[1d] offset 1h)`;
  return `clamp_min(${usual}, 1 / 10) * ${ANOMALY.median}\nor\n${ANOMALY.median} / 10`;
}

// A service whose series are gone altogether counts as zero as long as earlier days know it.
function score(baseline: string): string {
  const observed = `(${SIGNALS.requests} or 0 * ${latest(ANOMALY.median)})`;
  return `(${observed} - ${latest(baseline)}) / (${latest(ANOMALY.scale)} > 0)`;
}
