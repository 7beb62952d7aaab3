import { SLO_SERIES } from "./slo-series";

/** Modifier of an operation with one value for each objective, whose labels join those of the events. */
export const withObjectiveLabels = "on (slo) group_left (team, sli, period)";

/**
 * The target of each objective, once. Two series of one objective, as there are for a moment after a new owner and for
 * good when two repositories define the same, would fail the rule for all objectives.
 */
export const TARGETS = `topk by (slo) (1, ${SLO_SERIES.objective})`;

/** The share of events that may be bad, of each objective. */
export const BUDGETS = `(1 - ${TARGETS})`;

/** A one for each objective, to give its labels to something. */
export const ONES = `(0 * ${TARGETS} + 1)`;
