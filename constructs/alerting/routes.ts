import type { Quantities, Severity } from "../../mandate";
import type { HelmValues } from "../core/helm-values";
import { HEARTBEAT, NOBODY, UNROUTED } from "./alert-receivers";
import { formatDuration } from "./duration";
import { quietens } from "./maintenance-scope";
import type { MaintenanceWindow } from "./maintenance-window";
import { severityRouting, type SeverityRouting, severityTable } from "./severities";
import { FOREIGN_SEVERITIES } from "./severity-normalisation";

// With the severity in the group, every notification is about one severity, which PagerDuty needs to be told.
const GROUP_BY = ["cluster", "namespace", "service", "alertname", "severity"];

export interface RoutesOptions {
  readonly quantities: Quantities;
  readonly heartbeat: boolean;
  readonly maintenanceWindows: readonly MaintenanceWindow[];
}

/** Alertmanager's `route`: the heartbeat, a route per severity, and a catch-all that tells of what fits nowhere. */
export function routeTree(options: RoutesOptions): HelmValues {
  const { quantities, heartbeat } = options;
  return {
    receiver: UNROUTED,
    group_by: GROUP_BY,
    // Whatever fits nowhere may be as urgent as anything.
    ...timings(severityRouting(quantities, "critical")),
    routes: [
      heartbeat ? heartbeatRoute(quantities) : { matchers: ['alertname="Watchdog"'], receiver: NOBODY },
      { matchers: ['severity="none"'], receiver: NOBODY },
      ...severityTable(quantities).map(({ severity }) => severityRoute(severity, severity, options)),
      ...Object.entries(FOREIGN_SEVERITIES).map(([theirs, ours]) => severityRoute(theirs, ours, options)),
    ],
  };
}

// A repeat interval below the group interval makes every tick a call.
function heartbeatRoute({ groupingWindowSeconds }: Quantities): HelmValues {
  return {
    matchers: ['alertname="Watchdog"'],
    receiver: HEARTBEAT,
    group_by: ["cluster"],
    group_wait: "0s",
    group_interval: formatDuration(Math.min(60, groupingWindowSeconds)),
    repeat_interval: "50s",
  };
}

function severityRoute(label: string, severity: Severity, options: RoutesOptions): HelmValues {
  const muted = mutedBy(severity, options.maintenanceWindows);
  return {
    matchers: [`severity="${label}"`],
    receiver: severity,
    ...timings(severityRouting(options.quantities, severity)),
    ...(muted.length === 0 ? {} : { mute_time_intervals: muted }),
  };
}

function mutedBy(severity: Severity, windows: readonly MaintenanceWindow[]): readonly string[] {
  return windows.filter((window) => quietens(window, severity)).map(({ name }) => name);
}

function timings(routing: SeverityRouting): HelmValues {
  return {
    group_wait: formatDuration(routing.groupWaitSeconds),
    group_interval: formatDuration(routing.groupIntervalSeconds),
    repeat_interval: formatDuration(routing.repeatIntervalSeconds),
  };
}
