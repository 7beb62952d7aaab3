/**
 * What OpenSLO has no word for, kept in annotations and labels so that a document comes back as it went. Values that
 * OpenSLO does have a word for (name, target, period, counters) are read from there, so that an edit counts.
 */
export const ANNOTATION = {
  /** JSON of a service document without its objectives. */
  service: "qms.observability/service",
  /** JSON of an objective without name, target and period. */
  objective: "qms.observability/objective",
} as const;

export const LABEL = {
  namespace: "namespace",
  team: "team",
  criticality: "criticality",
  /** The objective's name in the service document. */
  objective: "objective",
  /** `true` for an objective that the mandate adds by itself. */
  mandated: "mandated",
} as const;
