import type { Alert } from "../alerting/alert";
import { alertRule, type AlertRuleOptions } from "../alerting/alert-rule";
import type { AlertingRule, RecordingRule, RuleGroup } from "../alerting/rule-types";
import { formatDuration } from "../alerting/duration";
import { BURN_ALERTS } from "./burn-alerts";
import { PERIOD_DAYS } from "./objective";
import { BUDGETS, ONES } from "./objective-vector";
import { COLD_START, TELEMETRY_ABSENT, TRAFFIC_VANISHED } from "./silence-alerts";
import { SLO_SERIES, STEP_SECONDS } from "./slo-series";

/**
 * The rules that all objectives of a Prometheus share; it must load them once. Long windows have a group of their own,
 * evaluated seldom but inside the five minutes of lookback. Steps are read by range alone, so they may lie five minutes
 * apart; a rate of five minutes every five minutes counts each event once.
 */
export function sharedSloGroups(options: AlertRuleOptions): readonly RuleGroup[] {
  const rules = (alerts: readonly Alert[]): readonly AlertingRule[] =>
    alerts.map((alert) => alertRule(alert, options));
  return [
    { name: "slo-steps", interval: formatDuration(STEP_SECONDS), rules: steps() },
    {
      name: "slo-fast",
      interval: "1m",
      rules: [...shortWindows(), ...rules(FAST_ALERTS)],
    },
    { name: "slo-slow", interval: "4m", rules: [...longWindows(), ...rules(SLOW_ALERTS)] },
  ];
}

/** Every alert on objectives, for runbooks and inhibitions. */
export const SLO_ALERTS: readonly Alert[] = [...BURN_ALERTS, TELEMETRY_ABSENT, TRAFFIC_VANISHED, COLD_START];

const isSlow = ({ severity }: Alert): boolean => severity === "medium" || severity === "low";
const FAST_ALERTS = SLO_ALERTS.filter((alert) => !isSlow(alert));
const SLOW_ALERTS = SLO_ALERTS.filter(isSlow);

const {
  bad,
  badStep,
  budgetRemaining,
  objective,
  ratio1d,
  ratio1h,
  ratio3d,
  ratio6h,
  ratioPeriod,
  total,
  totalStep,
} = SLO_SERIES;

function steps(): readonly RecordingRule[] {
  const withPeriod = `* on (slo) group_left (period) ${ONES}`;
  return [
    { record: totalStep, expr: `${total} ${withPeriod}` },
    { record: badStep, expr: `${bad} ${withPeriod}` },
  ];
}

function shortWindows(): readonly RecordingRule[] {
  return [
    { record: ratio1h, expr: ratio(bad, total, "1h") },
    { record: ratio6h, expr: ratio(bad, total, "6h") },
  ];
}

function longWindows(): readonly RecordingRule[] {
  const periods = PERIOD_DAYS.map((days) => {
    const of = `{period="${days}d"}`;
    return ratio(`${badStep}${of}`, `${totalStep}${of}`, `${days}d`);
  });
  return [
    { record: ratio1d, expr: ofCurrentPeriod(ratio(badStep, totalStep, "1d")) },
    { record: ratio3d, expr: ofCurrentPeriod(ratio(badStep, totalStep, "3d")) },
    { record: ratioPeriod, expr: ofCurrentPeriod(`(\n${periods.join("\nor\n")}\n)`) },
    { record: budgetRemaining, expr: `1 - ${ratioPeriod} / on (slo) group_left () ${BUDGETS}` },
  ];
}

/** An objective whose period was changed begins anew; its old steps are no longer its own. */
function ofCurrentPeriod(expr: string): string {
  return `${expr} and on (slo, period) ${objective}`;
}

/** Averaged apart, so that a busy hour weighs more than a quiet one. */
function ratio(badEvents: string, allEvents: string, window: string): string {
  return `avg_over_time(${badEvents}[${window}]) / (avg_over_time(${allEvents}[${window}]) > 0)`;
}
