import type { Severity } from "../../mandate";

/** How fast a budget burns before one severity is told, and over how long. */
export interface BurnTier {
  readonly severity: Severity;
  /** Multiple of the rate that spends the budget exactly at the end of its period. */
  readonly factor: number;
  /** Window that makes sure. */
  readonly longSeconds: number;
  /** Window that notices the end, a twelfth of the long one. */
  readonly shortSeconds: number;
  /** Time that both must hold; shortened where the severity leaves less. */
  readonly pendingSeconds: number;
}

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/**
 * Most urgent first. In 30 days 14.4 spends 2 % of the budget in an hour, 6 spends 5 % in six hours, 1 spends 10 % in
 * three days; 3 over a day is what generators add between them.
 * @see https://sre.google/workbook/alerting-on-slos/#recommended_time_windows_and_burn_rates_f
 */
export const BURN_TIERS: readonly BurnTier[] = [
  {
    severity: "critical",
    factor: 14.4,
    longSeconds: HOUR,
    shortSeconds: 5 * MINUTE,
    pendingSeconds: 2 * MINUTE,
  },
  {
    severity: "high",
    factor: 6,
    longSeconds: 6 * HOUR,
    shortSeconds: 30 * MINUTE,
    pendingSeconds: 5 * MINUTE,
  },
  { severity: "medium", factor: 3, longSeconds: DAY, shortSeconds: 2 * HOUR, pendingSeconds: 15 * MINUTE },
  { severity: "low", factor: 1, longSeconds: 3 * DAY, shortSeconds: 6 * HOUR, pendingSeconds: HOUR },
];

/** The factor that leaves least room: times the budget it must stay below all events. */
export const HIGHEST_FACTOR = Math.max(...BURN_TIERS.map(({ factor }) => factor));
