import type { Quantities } from "../../mandate";
import { withMatchers } from "../core/selector";
import type { Alert } from "./alert";
import { pendingSeconds } from "./alert-rule";
import { formatDuration } from "./duration";
import { writtenLimit } from "./signal-unit";
import type { Threshold } from "./threshold";

/**
 * A row of the tables as an alert. Its expression starts with `<signal> <comparison> <limit>`, so that the limit can
 * be read back from the artifact.
 */
export function thresholdAlert(row: Threshold, quantities: Quantities): Alert {
  const { fires, guard, limit, signal, subject, threshold, unit, ...alert } = row;
  const value = limit(quantities);
  const comparison = `${signal} ${fires === "above" ? ">" : "<"} ${value}`;
  const beyond = `${fires} ${writtenLimit(value, unit)}`;
  return {
    ...alert,
    unit,
    expr: guard === undefined ? comparison : `${comparison}\n${guard(value)}`,
    labels: { threshold },
    query: ofOne(row),
    summary: `${subject} is <value>, ${beyond}`,
    description:
      `${subject} has been ${beyond}, the limit of ${threshold}, ` +
      `for ${formatDuration(pendingSeconds(row, quantities))}.`,
    verification: {
      text: `The signal is ${fires === "above" ? "at or below" : "at or above"} its limit again, and stays there`,
      query: ofOne(row),
    },
  };
}

/** The signal of what the alert is about; one that is computed here and not recorded shows all. */
function ofOne({ keeps, signal }: Pick<Threshold, "keeps" | "signal">): string {
  return /^[\w:]+$/.test(signal)
    ? withMatchers(signal, Object.fromEntries(keeps.map((label) => [label, `<${label}>`])))
    : signal;
}
