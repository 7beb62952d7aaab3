/** How a signal's value and its limit are written for people. */
export type SignalUnit = "ratio" | "seconds" | "count" | "deviations";

/** Prometheus' templates for the value of an alert. */
export const VALUE_TEMPLATES: Readonly<Record<SignalUnit, string>> = {
  ratio: "{{ $value | humanizePercentage }}",
  seconds: "{{ $value | humanizeDuration }}",
  count: "{{ $value | humanize }}",
  deviations: "{{ $value | humanize }} deviations",
};

/** A limit as people write it. */
export function writtenLimit(limit: number, unit: SignalUnit): string {
  switch (unit) {
    // Twelve digits hide what binary fractions add, as in 0.57 * 100.
    case "ratio":
      return `${Number((limit * 100).toPrecision(12))} %`;
    case "seconds":
      return `${Number((limit * 1000).toPrecision(12))} ms`;
    case "deviations":
      return `${limit} deviations`;
    case "count":
      return String(limit);
  }
}
