import type { Quantities } from "../../mandate";
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
    query: signal,
    summary: `${subject} is <value>, ${beyond}`,
    description:
      `${subject} has been ${beyond}, the limit of ${threshold}, ` +
      `for ${formatDuration(pendingSeconds(row, quantities))}.`,
    verification: {
      text: `The signal is ${fires === "above" ? "at or below" : "at or above"} its limit again, and stays there`,
      query: signal,
    },
  };
}
