import type { Labels } from "../../../assurance/artifact/alert-matchers";

/** An alert, and the receivers that must be told of it, in order. */
export interface RouteCase {
  readonly labels: Labels;
  readonly receivers: readonly string[];
}

/** Receiver of each severity, those of other publishers included. */
const SEVERITIES = {
  critical: "critical",
  high: "high",
  medium: "medium",
  low: "low",
  warning: "medium",
  info: "low",
} as const;

/** Where an alert is from, and what its receiver's name begins with there. */
const PLACES: readonly (readonly [Labels, prefix: string])[] = [
  [{}, ""],
  [{ namespace: "shop" }, ""],
  [{ namespace: "other", service: "checkout" }, ""],
  [{ namespace: "shop", service: "checkout" }, "shop/"],
  // The channel of a team holds for all its services.
  [{ namespace: "shop", service: "cart" }, "shop/"],
  [{ namespace: "shop", service: "report.v2" }, "shop/"],
  [{ namespace: "shop", service: "report-v2" }, ""],
  [{ namespace: "payments", service: "ledger" }, "payments/"],
  // Its team has no channel of its own.
  [{ namespace: "search", service: "catalog" }, ""],
];

/** Receivers of copies come first, and others are told all the same. */
const KINDS: readonly (readonly [Labels, copies: readonly string[]])[] = [
  [{}, []],
  [{ kind: "symptom" }, []],
  [{ kind: "absence", owner: "shop" }, []],
  [{ kind: "security" }, ["security/copies"]],
];

/** Alerts of every severity, from everywhere. */
const SERIOUS: readonly RouteCase[] = Object.entries(SEVERITIES).flatMap(([severity, receiver]) =>
  PLACES.flatMap(([place, prefix]) =>
    KINDS.map(([kind, copies]) => ({
      labels: { alertname: "Something", severity, ...place, ...kind },
      receivers: [...copies, `${prefix}${receiver}`],
    })),
  ),
);

/** What is for nobody, for the heartbeat, or fits nowhere. */
const OTHERS: readonly RouteCase[] = [
  { labels: { alertname: "Watchdog", severity: "none" }, receivers: ["heartbeat"] },
  { labels: { alertname: "Watchdog", severity: "critical" }, receivers: ["heartbeat"] },
  { labels: { alertname: "MaintenanceWindow", severity: "none", scope: "cluster" }, receivers: ["null"] },
  {
    labels: { alertname: "MaintenanceWindow", severity: "none", namespace: "shop", service: "cart" },
    receivers: ["null"],
  },
  {
    labels: { alertname: "DeploymentRollout", severity: "none", namespace: "shop", service: "checkout" },
    receivers: ["null"],
  },
  { labels: { alertname: "InfoInhibitor", severity: "none" }, receivers: ["null"] },
  { labels: { alertname: "Odd" }, receivers: ["unrouted"] },
  { labels: { alertname: "Odd", severity: "" }, receivers: ["unrouted"] },
  { labels: { alertname: "Odd", severity: "page" }, receivers: ["unrouted"] },
  { labels: { alertname: "Odd", severity: "Critical" }, receivers: ["unrouted"] },
  {
    labels: { alertname: "Odd", severity: "page", namespace: "shop", service: "checkout" },
    receivers: ["unrouted"],
  },
  // A copy alone would be no answer to an alert that fits nowhere.
  { labels: { alertname: "Odd", severity: "page", kind: "security" }, receivers: ["unrouted"] },
];

export const ROUTE_CASES: readonly RouteCase[] = [...SERIOUS, ...OTHERS];
