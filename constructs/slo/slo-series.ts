/** The series that objectives are compiled to; alerts and dashboards read these names alone. */
export const SLO_SERIES = {
  /** Events per second of an objective. */
  total: "slo:events_total:rate5m",
  /** Bad ones among them; zero, not absent, where there are none. */
  bad: "slo:events_bad:rate5m",
  /** The target; its labels tell of the objective, so that a new owner starts no new history of events. */
  objective: "slo:objective:ratio",
  /** One sample for each five minutes of events, so that a period of weeks is read in thousands of samples. */
  totalStep: "slo:events_total:step5m",
  badStep: "slo:events_bad:step5m",
  ratio1h: "slo:error_ratio:rate1h",
  ratio6h: "slo:error_ratio:rate6h",
  ratio1d: "slo:error_ratio:rate1d",
  ratio3d: "slo:error_ratio:rate3d",
  /** Over the objective's own period. */
  ratioPeriod: "slo:error_ratio:period",
  /** 1 is untouched, 0 is spent, below is overdrawn. */
  budgetRemaining: "slo:error_budget_remaining:ratio",
} as const;

/** Seconds between the samples of the step series: the window of the rates, so that each event counts once. */
export const STEP_SECONDS = 5 * 60;
