import type { Alert, Guidance } from "../alerting/alert";

/** The dashboard of one service's objectives; see `constructs/dashboards/service-levels`. */
export const SERVICE_LEVELS = {
  uid: "qms-service-levels",
  variables: { namespace: "namespace", service: "service" },
} as const;

/** What all alerts on objectives have in common. */
export const SLO_ALERT = {
  component: "slo",
  // The label `team` of the objective says which.
  owner: "service",
  dashboard: SERVICE_LEVELS,
} as const satisfies Partial<Alert & Guidance>;

/** Labels of an alert on an objective: those of the events, and those that {@link withObjectiveLabels} brings. */
export const OBJECTIVE_LABELS = ["slo", "namespace", "service", "team", "sli", "period"] as const;

/** Matchers of the objective that an alert is about. */
export const OF_ONE = '{slo="<slo>"}';
