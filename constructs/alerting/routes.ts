import { type Quantities, SEVERITIES, type Severity } from "../../mandate";
import type { HelmValues } from "../core/helm-values";
import { HEARTBEAT, NOBODY, UNROUTED } from "./alert-receivers";
import { formatDuration } from "./duration";
import type { MaintenanceWindow } from "./maintenance-window";
import { mutedBy, scopedRoutes } from "./scoped-routes";
import type { AlertCopy, ServiceRouting } from "./service-routes";
import { severityRouting, type SeverityRouting, severityTable } from "./severities";
import { FOREIGN_SEVERITIES } from "./severity-normalisation";
import { copyReceiver } from "./team-receivers";

// With the severity in the group, every notification is about one severity, which PagerDuty needs to be told.
const GROUP_BY = ["cluster", "namespace", "service", "alertname", "severity"];

export interface RoutesOptions {
  readonly quantities: Quantities;
  readonly heartbeat: boolean;
  readonly maintenanceWindows: readonly MaintenanceWindow[];
  readonly routing: ServiceRouting;
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
      ...options.routing.copies.map(copyRoute),
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
  const { maintenanceWindows, quantities, routing } = options;
  const muted = mutedBy(severity, undefined, maintenanceWindows);
  const below = scopedRoutes({ severity, routing, maintenanceWindows });
  return {
    matchers: [`severity="${label}"`],
    receiver: severity,
    ...timings(severityRouting(quantities, severity)),
    ...(muted.length === 0 ? {} : { mute_time_intervals: muted }),
    ...(below.length === 0 ? {} : { routes: below }),
  };
}

// Goes on: whoever would be told without the copy is told as well. What has no severity that a route knows must end
// with the receiver for it, which is told of nothing that another route has taken.
function copyRoute({ matching, team }: AlertCopy): HelmValues {
  const known = [...SEVERITIES, ...Object.keys(FOREIGN_SEVERITIES)].join("|");
  return {
    matchers: [
      ...Object.entries(matching).map(([label, value]) => `${label}=${JSON.stringify(value)}`),
      `severity=~"${known}"`,
    ],
    receiver: copyReceiver(team),
    continue: true,
  };
}

function timings(routing: SeverityRouting): HelmValues {
  return {
    group_wait: formatDuration(routing.groupWaitSeconds),
    group_interval: formatDuration(routing.groupIntervalSeconds),
    repeat_interval: formatDuration(routing.repeatIntervalSeconds),
  };
}
