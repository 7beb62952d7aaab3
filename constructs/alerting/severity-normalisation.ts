import type { Quantities } from "../../mandate";
import type { HelmValues } from "../core/helm-values";
import { severityTable } from "./severities";

/** Severities that rules of other publishers use, and what they are here. */
export const FOREIGN_SEVERITIES = { warning: "medium", info: "low" } as const;

/**
 * Relabelling of alerts on their way to Alertmanager: severities that others chose become ours, and every alert
 * carries the response time of its severity. The series `ALERTS` keeps what the rule says.
 */
export function alertRelabelings(quantities: Quantities): readonly HelmValues[] {
  return [
    ...Object.entries(FOREIGN_SEVERITIES).map(([theirs, ours]) => ({
      source_labels: ["severity"],
      regex: theirs,
      target_label: "severity",
      replacement: ours,
      action: "replace",
    })),
    ...severityTable(quantities).map(({ severity, responseSeconds }) => ({
      source_labels: ["severity", "response_time_seconds"],
      separator: ";",
      // Matches only where the rule itself names no response time.
      regex: `${severity};`,
      target_label: "response_time_seconds",
      replacement: String(responseSeconds),
      action: "replace",
    })),
  ];
}
