import { valueAt, type JsonObject, type JsonValue } from "../../../assurance/artifact/json";
import { alertmanagerConfig } from "../../../constructs/alerting/alertmanager-config";
import { sinkDelivery } from "../../../constructs/alerting/delivery";
import type { MaintenanceWindow } from "../../../constructs/alerting/maintenance-window";
import type { PlannedMaintenance } from "../../../constructs/alerting/planned-maintenance";
import type { ServiceRouting } from "../../../constructs/alerting/service-routes";
import { loadMandate, quantities } from "../../../mandate";

const SHOP = { namespace: "shop", team: "shop" } as const;

/** Services in three namespaces, of three teams, of which one has no channel of its own. */
export const ROUTING: ServiceRouting = {
  services: [
    {
      ...SHOP,
      service: "checkout",
      slackChannel: "#shop",
      email: "shop@example.org",
      dependencies: [
        { namespace: "payments", service: "ledger" },
        { namespace: "search", service: "catalog" },
      ],
    },
    { ...SHOP, service: "cart", dependencies: [{ namespace: "search", service: "catalog" }] },
    { ...SHOP, service: "report.v2", dependencies: [] },
    {
      namespace: "payments",
      service: "ledger",
      team: "payments",
      slackChannel: "#payments",
      dependencies: [],
    },
    { namespace: "search", service: "catalog", team: "search", dependencies: [] },
  ],
  teams: [{ team: "security", slackChannel: "#security" }],
  copies: [{ team: "security", matching: { kind: "security" }, reason: "They watch for attacks." }],
};

const NIGHT = {
  reason: "A batch makes everything slow.",
  start: "01:00",
  end: "03:00",
  timeZone: "Europe/Berlin",
} as const;

/** For the cluster, a namespace and a service, with severities that differ. */
export const WINDOWS: readonly MaintenanceWindow[] = [
  { ...NIGHT, name: "nodes", severities: ["low"] },
  { ...NIGHT, name: "payments-batch", scope: { namespace: "payments" }, severities: ["high", "medium"] },
  {
    ...NIGHT,
    name: "checkout-batch",
    scope: { namespace: "shop", service: "checkout" },
    severities: ["medium"],
  },
];

const DAY = {
  reason: "An upgrade.",
  from: "2027-03-01T08:00",
  until: "2027-03-01T18:00",
  timeZone: "UTC",
} as const;

/** Once for each scope. */
export const PLANNED: readonly PlannedMaintenance[] = [
  { ...DAY, name: "cluster-upgrade", severities: ["low"] },
  { ...DAY, name: "payments-move", scope: { namespace: "payments" }, severities: ["high", "medium"] },
  {
    ...DAY,
    name: "cart-upgrade",
    scope: { namespace: "shop", service: "cart" },
    severities: ["high", "medium"],
  },
];

/** A configuration with everything in it. */
export function sampleConfiguration(): JsonObject {
  return alertmanagerConfig({
    quantities: quantities(loadMandate()),
    delivery: sinkDelivery({ host: "127.0.0.1", httpPort: 1, smtpPort: 2 }),
    maintenanceWindows: WINDOWS,
    plannedMaintenance: PLANNED,
    routing: ROUTING,
  });
}

/** The same routes and inhibitions with receivers that tell nobody. */
export function withoutChannels(config: JsonObject): JsonObject {
  const { inhibit_rules = [], route, time_intervals = [] } = config;
  const receivers = (config.receivers as readonly JsonObject[]).map(({ name }) => ({
    name: name as JsonValue,
  }));
  if (valueAt(config, "route") === undefined) throw new Error("no route");
  return { route: route as JsonValue, receivers, inhibit_rules, time_intervals };
}
