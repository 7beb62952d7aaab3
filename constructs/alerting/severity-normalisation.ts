import type { Quantities } from "../../mandate";
import type { HelmValues } from "../core/helm-values";
import type { ServiceRoute } from "./service-routes";
import { severityTable } from "./severities";

/** Severities that rules of other publishers use, and what they are here. */
export const FOREIGN_SEVERITIES = { warning: "medium", info: "low" } as const;

/** Owner of alerts on a service, until the catalogue says whose it is. */
const OF_SERVICE = "service";

/**
 * Relabelling of alerts on their way to Alertmanager: severities that others chose become ours, and every alert
 * carries the response time of its severity and an owner. The series `ALERTS` keeps what the rule says.
 */
export function alertRelabelings(
  quantities: Quantities,
  services: readonly ServiceRoute[] = [],
): readonly HelmValues[] {
  return [
    ...Object.entries(FOREIGN_SEVERITIES).map(([theirs, ours]) =>
      replace("severity", ["severity"], theirs, ours),
    ),
    // Matches only where the rule itself names no response time, or no owner.
    ...severityTable(quantities).map(({ severity, responseSeconds }) =>
      replace(
        "response_time_seconds",
        ["severity", "response_time_seconds"],
        `${severity};`,
        String(responseSeconds),
      ),
    ),
    replace("owner", ["owner"], "", "platform"),
    ...services.map(({ namespace, service, team }) =>
      replace(
        "owner",
        ["owner", "namespace", "service"],
        literally(`${OF_SERVICE};${namespace};${service}`),
        team,
      ),
    ),
  ];
}

function replace(target: string, sources: readonly string[], regex: string, replacement: string): HelmValues {
  return {
    source_labels: sources,
    ...(sources.length === 1 ? {} : { separator: ";" }),
    regex,
    target_label: target,
    replacement,
    action: "replace",
  };
}

function literally(text: string): string {
  return text.replaceAll(".", String.raw`\.`);
}
