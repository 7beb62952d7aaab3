import type { Labels } from "../../../assurance/artifact/alert-matchers";
import type { JsonObject } from "../../../assurance/artifact/json";
import type { Random } from "../../support/random";

/** Values of labels that routes and inhibitions ask for, with some that they do not know. */
const VALUES: Readonly<Record<string, readonly string[]>> = {
  alertname: [
    "Watchdog",
    "MaintenanceWindow",
    "DeploymentRollout",
    "NodeNotReady",
    "QueueDepthHigh",
    "SLOErrorBudgetBurn",
  ],
  severity: ["critical", "high", "medium", "low", "warning", "info", "none", "page"],
  kind: [
    "symptom",
    "saturation",
    "prediction",
    "anomaly",
    "regression",
    "absence",
    "fault",
    "security",
    "marker",
  ],
  namespace: ["shop", "payments", "search", "other"],
  service: ["checkout", "cart", "ledger", "catalog", "report.v2", "report-v2"],
  node: ["n1", "n2"],
  scope: ["cluster", "namespace", "service"],
  quietens: ["high,medium,low", "high,medium", "low"],
  team: ["a", 'with "quotes"', "with, comma", "umlaut ü"],
};

/** How often an alert has a label. */
const SHARES: Readonly<Record<string, number>> = { node: 0.2, scope: 0.3, quietens: 0.3, team: 0.2 };

/**
 * A set of alerts that fire together. All have the same `cluster`, which every inhibition asks for, so that sets do
 * not see each other.
 */
export function randomAlerts(random: Random, cluster: string): readonly Labels[] {
  const alerts = Array.from({ length: random.whole(1, 5) }, () => randomLabels(random, cluster));
  return [...new Map(alerts.map((labels) => [JSON.stringify(labels), labels])).values()];
}

function randomLabels(random: Random, cluster: string): Labels {
  return Object.fromEntries([
    ["cluster", cluster],
    ...Object.entries(VALUES).flatMap(([name, values]) =>
      name === "alertname" || random.chance(SHARES[name] ?? 0.85) ? [[name, random.pick(values)]] : [],
    ),
  ]) as Labels;
}

/** A configuration with routes that go on, nested ones, patterns, negations, and inhibitions by all of these. */
export function randomConfiguration(random: Random): JsonObject {
  const receivers = Array.from({ length: 8 }, (_, index) => `r${index}`);
  return {
    route: { receiver: "r0", group_by: ["cluster", "alertname"], routes: randomRoutes(random, receivers, 3) },
    receivers: receivers.map((name) => ({ name })),
    inhibit_rules: Array.from({ length: random.whole(1, 5) }, () => ({
      source_matchers: randomMatchers(random),
      target_matchers: randomMatchers(random),
      equal: ["cluster", ...random.some(["namespace", "service", "node", "alertname"], 0.4)],
    })),
  };
}

function randomRoutes(random: Random, receivers: readonly string[], depth: number): readonly JsonObject[] {
  return Array.from({ length: random.whole(1, 4) }, () => ({
    matchers: randomMatchers(random),
    ...(random.chance(0.8) ? { receiver: random.pick(receivers) } : {}),
    ...(random.chance(0.3) ? { continue: true } : {}),
    ...(depth > 1 && random.chance(0.6) ? { routes: randomRoutes(random, receivers, depth - 1) } : {}),
  }));
}

function randomMatchers(random: Random): readonly string[] {
  return Array.from({ length: random.whole(1, 2) }, () => {
    const name = random.pick(Object.keys(VALUES));
    const values = VALUES[name] ?? [];
    const operator = random.pick(["=", "=", "!=", "=~", "!~"]);
    const value = operator.endsWith("~")
      ? randomPattern(random, values)
      : random.chance(0.15)
        ? ""
        : random.pick(values);
    return `${name}${operator}${JSON.stringify(value)}`;
  });
}

function randomPattern(random: Random, values: readonly string[]): string {
  const plain = values.map((value) => value.replace(/[^A-Za-z0-9, "ü]/g, "."));
  const one = random.pick(plain);
  return random.pick([
    one,
    `${one}|${random.pick(plain)}`,
    `${one.slice(0, 2)}.*`,
    `.*${one.slice(1)}`,
    `(?i)${one.toUpperCase()}`,
    `${one}?`,
    ".+",
    "",
  ]);
}
