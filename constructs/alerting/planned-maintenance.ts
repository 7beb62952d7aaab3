import { type Alert, NOT_FOR_PEOPLE } from "./alert";
import { DASHBOARDS } from "./dashboard-references";
import { instantsOf, type LocalTime } from "./local-time";
import { ALL_QUIET, type Quietening } from "./maintenance-scope";

/** Planned work that happens once, during which nobody wants to hear of its effects. Critical alerts pass. */
export interface PlannedMaintenance extends Quietening {
  /** Unique; the label `window` of the marker. */
  readonly name: string;
  /** Why alerts may be quiet, for whoever reads it in the meantime. */
  readonly reason: string;
  readonly from: LocalTime;
  readonly until: LocalTime;
  /** IANA name of the time zone that the times are meant in, such as `Europe/Berlin`. */
  readonly timeZone: string;
}

/** Name of the marker that silences what a piece of planned maintenance quietens. */
export const MAINTENANCE_ALERT = "MaintenanceWindow";

/** How far a marker reaches; the value of its label `scope`. */
export type ScopeName = "cluster" | "namespace" | "service";

/** How far some maintenance reaches. */
export function scopeName({ scope }: Quietening): ScopeName {
  if (scope === undefined) return "cluster";
  return scope.service === undefined ? "namespace" : "service";
}

/** The marker in general, as its runbook describes it. */
export const MAINTENANCE_MARKER: Alert = {
  alert: MAINTENANCE_ALERT,
  component: "maintenance",
  severity: NOT_FOR_PEOPLE,
  kind: "marker",
  owner: "platform",
  expr: "vector(time()) >= 0 < 0",
  keeps: ["window", "scope", "quietens", "namespace", "service"],
  pendingMinutes: 0,
  unit: "seconds",
  summary: "planned maintenance <window>",
  description:
    "A marker that notifies nobody: while it fires, alerts of its scope are quiet, apart from critical ones.",
  impact: "alerts of severity <quietens> in its scope are not told",
  dashboard: DASHBOARDS.alerting,
  query: `ALERTS{alertname="${MAINTENANCE_ALERT}"}`,
  diagnosis: [
    { text: "See what is quiet now", query: `ALERTS{alertname="${MAINTENANCE_ALERT}",alertstate="firing"}` },
    { text: "The reason stands in the description, and in the file of the environment" },
  ],
  mitigation: [
    {
      text: "If the work ends early or is called off, change or remove the entry in the file of the environment",
    },
    { text: "If it takes longer, move its end; in a hurry, silence what is needed in Alertmanager" },
  ],
  verification: {
    text: "The marker is gone",
    query: `absent(ALERTS{alertname="${MAINTENANCE_ALERT}",window="<window>"})`,
  },
};

/**
 * The markers of planned maintenance. They are alerts and not silences, so that they are reviewed, visible and the
 * same in every Alertmanager, and need nobody's access to its API.
 */
export function maintenanceMarkers(planned: readonly PlannedMaintenance[]): readonly Alert[] {
  return planned.map((maintenance) => {
    const { name, reason, scope, severities = ALL_QUIET } = maintenance;
    const [from, until] = spanOf(maintenance).map((instant) => instant / 1000);
    return {
      ...MAINTENANCE_MARKER,
      expr: `vector(time()) >= ${from} < ${until}`,
      keeps: [],
      labels: { window: name, scope: scopeName(maintenance), quietens: severities.join(","), ...scope },
      description: `${reason} Until ${maintenance.until} ${maintenance.timeZone}.`,
    };
  });
}

/** Begin and end, in milliseconds since 1970. */
export function spanOf({ from, timeZone, until }: PlannedMaintenance): readonly [number, number] {
  const [start = NaN] = instantsOf(from, timeZone);
  const [end = NaN] = instantsOf(until, timeZone);
  return [start, end];
}
