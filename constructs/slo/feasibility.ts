import type { Problem } from "../../mandate";
import { formatDuration } from "../alerting/duration";
import { BURN_TIERS, HIGHEST_FACTOR } from "./burn-tiers";
import { type Objective, TRAFFIC_POLICIES } from "./objective";

/** What an objective stands on. */
export interface Foundation {
  /** How long Prometheus keeps samples. */
  readonly retentionDays: number;
}

/** What keeps an objective from being computed, or its alerts from ever firing. */
export function feasibilityProblems(
  objective: Objective,
  { retentionDays }: Foundation,
  where: string,
): readonly Problem[] {
  return [
    ...targetProblems(objective, `${where}.target`),
    ...retentionProblems(objective, retentionDays, `${where}.periodDays`),
    ...boundProblems(objective, where),
    ...trafficProblems(objective, `${where}.minimumTraffic`),
  ];
}

function targetProblems({ target }: Objective, where: string): readonly Problem[] {
  if (!(target > 0 && target < 1)) {
    return [
      {
        where,
        what: target === 1 ? "an objective of 1 leaves no error budget" : "this is no share of events",
        found: String(target),
        allowed: "a ratio above 0 and below 1, such as 0.999",
      },
    ];
  }
  const budget = rounded(1 - target);
  if (HIGHEST_FACTOR * budget < 1) return [];
  return [
    {
      where,
      what: `its most urgent alert could never fire: it wants ${HIGHEST_FACTOR} times the budget of ${budget}, which is more than all events`,
      found: String(target),
      allowed: `above ${Math.ceil((1 - 1 / HIGHEST_FACTOR) * 10_000) / 10_000}`,
      fix: "raise the target, or count as bad only what is bad",
    },
  ];
}

function retentionProblems(
  { periodDays }: Objective,
  retentionDays: number,
  where: string,
): readonly Problem[] {
  if (periodDays <= retentionDays) return [];
  return [
    {
      where,
      what: "the period is longer than Prometheus keeps samples, so the budget would be that of a shorter one",
      found: `${periodDays} days`,
      allowed: `at most ${retentionDays} days`,
      fix: "shorten the period, or make metrics_retention_days of the environment stricter",
    },
  ];
}

function boundProblems({ indicator }: Objective, where: string): readonly Problem[] {
  if (indicator.kind !== "latency" || indicator.histogram === "native") return [];
  const { boundsSeconds, limitSeconds, metric } = indicator;
  if (metric === undefined) return [];
  if (boundsSeconds?.includes(limitSeconds) === true) return [];
  return [
    {
      where: `${where}.${boundsSeconds === undefined ? "boundsSeconds" : "withinSeconds"}`,
      what: "requests up to the limit are counted only where the histogram has a bound at it",
      found: boundsSeconds === undefined ? "no bounds" : `${limitSeconds} s`,
      allowed:
        boundsSeconds === undefined ? `bounds with ${limitSeconds} among them` : boundsSeconds.join(", "),
      fix: "choose a limit that is a bound, or add the bound to the histogram and here",
    },
  ];
}

function trafficProblems(objective: Objective, where: string): readonly Problem[] {
  const { expectedEventsPerSecond, minimumTraffic } = objective;
  if (expectedEventsPerSecond === undefined) return [];
  const { minimumBadEvents } = TRAFFIC_POLICIES[minimumTraffic];
  return BURN_TIERS.map(({ longSeconds, severity }) => ({
    severity,
    window: formatDuration(longSeconds),
    expected: rounded(expectedEventsPerSecond * longSeconds),
  }))
    .filter(({ expected }) => expected < minimumBadEvents)
    .slice(0, 1)
    .map(({ severity, window, expected }) => ({
      where,
      what: `its ${severity} alert could not fire even if every event were bad`,
      found: `${JSON.stringify(minimumTraffic)}: ${minimumBadEvents} bad events in ${window}, of ${expected} expected`,
      allowed: alternatives(expectedEventsPerSecond),
    }));
}

function alternatives(eventsPerSecond: number): string {
  const shortest = Math.min(...BURN_TIERS.map(({ longSeconds }) => longSeconds));
  const possible = Object.entries(TRAFFIC_POLICIES)
    .filter(([, { minimumBadEvents }]) => minimumBadEvents <= eventsPerSecond * shortest)
    .map(([name]) => JSON.stringify(name));
  return possible.length === 0 ? "none: count something that happens more often" : possible.join(", ");
}

/** Twelve digits hide what binary fractions add, as in 1 - 0.999. */
function rounded(value: number): number {
  return Number(value.toPrecision(12));
}
