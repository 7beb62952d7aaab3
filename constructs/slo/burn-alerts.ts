import type { Alert } from "../alerting/alert";
import { formatDuration } from "../alerting/duration";
import { BURN_GUIDANCE } from "./burn-guidance";
import { BURN_TIERS, type BurnTier } from "./burn-tiers";
import { knownSince } from "./history";
import { enoughBadEvents, nothingSucceeds } from "./minimum-traffic";
import { BUDGETS, withObjectiveLabels } from "./objective-vector";
import { OBJECTIVE_LABELS, OF_ONE, SLO_ALERT } from "./slo-alert";
import { SLO_SERIES } from "./slo-series";

/** One name for all tiers: the more urgent one silences the others, and a runbook covers them all. */
export const BURN_ALERT = "SLOErrorBudgetBurn";

/** What both windows of a tier are read from. */
interface Windows {
  /** Error ratio over the long window. */
  readonly long: string;
  /** Error ratio over the short window. */
  readonly short: string;
  /** Bad events per second whose average over the long window is counted. */
  readonly bad: string;
}

const { bad, badStep, ratio1d, ratio1h, ratio3d, ratio6h, total } = SLO_SERIES;

/** By severity: the long windows are recorded, and so are the short ones that are somebody's long one. */
const WINDOWS: Readonly<Record<BurnTier["severity"], Windows>> = {
  critical: { long: ratio1h, short: `${bad} / (${total} > 0)`, bad },
  high: { long: ratio6h, short: ratioOver("30m"), bad },
  medium: { long: ratio1d, short: ratioOver("2h"), bad: badStep },
  low: { long: ratio3d, short: ratio6h, bad: badStep },
};

/** History that a tier wants before it judges: half its long window, so that an hour is not taken for a day. */
const HISTORY: Readonly<Partial<Record<BurnTier["severity"], string>>> = {
  medium: knownSince("12h"),
  low: knownSince("36h"),
};

/** One alert a severity, most urgent first. */
export const BURN_ALERTS: readonly Alert[] = BURN_TIERS.map(burnAlert);

function burnAlert(tier: BurnTier, index: number): Alert {
  const { factor, longSeconds, pendingSeconds, severity } = tier;
  const window = formatDuration(longSeconds);
  return {
    ...SLO_ALERT,
    ...BURN_GUIDANCE,
    alert: BURN_ALERT,
    severity,
    kind: "symptom",
    expr: index === 0 ? criticalExpression(tier) : expression(tier, index),
    keeps: OBJECTIVE_LABELS,
    labels: { window, burn_factor: String(factor) },
    pendingMinutes: pendingSeconds / 60,
    ...(index === 0 ? { keepFiringMinutes: 5 } : {}),
    unit: "ratio",
    summary: "<slo>: <value> of its events were bad over <window>, more than <burn_factor> times its budget",
    description:
      "Bad events spend the error budget of <period> at least <burn_factor> times as fast as it lasts; " +
      "the share of bad events is <value> over <window>, and still above that rate now.",
    query: `${WINDOWS[severity].long}${OF_ONE}`,
  };
}

/** Where nothing succeeds any more, a service that is called a few times an hour cannot wait for a full window. */
function criticalExpression(tier: BurnTier): string {
  const { long, short } = WINDOWS[tier.severity];
  return [
    above(long, tier),
    "and on (slo) (",
    indented(above(short, tier)),
    `  and on (slo) ${enoughBadEvents(WINDOWS[tier.severity].bad, tier.longSeconds)}`,
    "  or on (slo)",
    indented(nothingSucceeds()),
    ")",
  ].join("\n");
}

function expression(tier: BurnTier, index: number): string {
  const { long, short, bad: counted } = WINDOWS[tier.severity];
  const history = HISTORY[tier.severity];
  return [
    above(long, tier),
    `and on (slo) ${above(short, tier)}`,
    `and on (slo) ${enoughBadEvents(counted, tier.longSeconds)}`,
    ...(history === undefined ? [] : [`and on (slo) ${history}`]),
    `unless on (slo) ${toldAlready(tier, index)}`,
  ].join("\n");
}

function above(ratio: string, { factor }: BurnTier): string {
  return `${ratio} > ${withObjectiveLabels} ${factor} * ${BUDGETS}`;
}

/**
 * A more urgent tier that fired within the short window: after the fix the long windows of the others still hold the
 * incident, and would tell of it again, one after the other.
 */
function toldAlready({ shortSeconds }: BurnTier, index: number): string {
  const urgent = BURN_TIERS.slice(0, index).map(({ severity }) => severity);
  const firing = `ALERTS{alertname="${BURN_ALERT}",severity=~"${urgent.join("|")}",alertstate="firing"}`;
  return `max_over_time(${firing}[${formatDuration(shortSeconds)}])`;
}

function ratioOver(window: string): string {
  return `avg_over_time(${bad}[${window}]) / (avg_over_time(${total}[${window}]) > 0)`;
}

function indented(text: string): string {
  return text.replace(/^/gm, "  ");
}
