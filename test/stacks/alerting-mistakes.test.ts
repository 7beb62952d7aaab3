import { loadMandate } from "../../mandate";
import type { Environment } from "../../stacks/environments/environment";
import { production } from "../../stacks/environments/production";
import { validateEnvironment } from "../../stacks/environments/validate-environment";
import { onlyProblemOf } from "../support/problems";
import { service } from "../support/services";

const RATIO = {
  name: "orders",
  indicator: "ratio",
  bad: "orders_failed_total",
  total: "orders_total",
  target: 0.995,
} as const;
const METRICS = ["orders_total", "orders_failed_total"];

const orders = (changes: object, metrics = METRICS): Partial<Environment> => ({
  services: [service({ metrics, objectives: [{ ...RATIO, ...changes }] })],
});

const NIGHT = { reason: "a batch", start: "22:00", end: "02:00", timeZone: "UTC" } as const;
const DAY = {
  reason: "a move",
  from: "2027-03-01T08:00",
  until: "2027-03-01T18:00",
  timeZone: "UTC",
} as const;

describe("a mistake in what is promised, told or silenced is one clear error", () => {
  it.each<[what: string, options: Partial<Environment>, ...lines: readonly string[]]>([
    [
      "an objective of 1",
      orders({ target: 1 }),
      "services[0].objectives[0].target: an objective of 1 leaves no error budget",
      "  found:    1",
      "  allowed:  a ratio above 0 and below 1, such as 0.999",
    ],
    [
      "a metric that nobody declares",
      orders({}, ["orders_total"]),
      "services[0].objectives[0].bad: nobody declares this metric",
      "  found:    orders_failed_total",
      "  fix:      did you mean orders_total? otherwise add it to metrics",
    ],
    [
      "a period that is longer than the retention",
      orders({ periodDays: 90 }),
      "services[0].objectives[0].periodDays: the period is longer than Prometheus keeps samples, so the budget would be that of a shorter one",
      "  found:    90 days",
      "  allowed:  at most 30 days",
      "  fix:      shorten the period, or make metrics_retention_days of the environment stricter",
    ],
    [
      "windows that overlap",
      {
        maintenanceWindows: [
          { ...NIGHT, name: "one" },
          { ...NIGHT, name: "other", start: "01:00", end: "03:00" },
        ],
      },
      "maintenanceWindows[1]: overlaps with another window for the same alerts",
      "  found:    other, every day from 01:00 to 03:00 UTC",
      "  allowed:  times outside of one, every day from 22:00 to 02:00 UTC (environment production: maintenanceWindows[0])",
      "  fix:      join the two, or give them scopes or severities that differ",
    ],
    [
      "planned maintenance that overlaps",
      {
        plannedMaintenance: [
          { ...DAY, name: "one" },
          { ...DAY, name: "other", from: "2027-03-01T17:00", until: "2027-03-01T19:00" },
        ],
      },
      "plannedMaintenance[1]: overlaps with another maintenance for the same alerts",
      "  found:    other, 2027-03-01T17:00 to 2027-03-01T19:00 UTC",
      "  allowed:  times outside of one, 2027-03-01T08:00 to 2027-03-01T18:00 UTC (environment production: plannedMaintenance[0])",
      "  fix:      join the two, or give them scopes or severities that differ",
    ],
    [
      "a receiver that is not there",
      { alertCopies: [{ team: "shop-taem", matching: { kind: "security" }, reason: "They watch." }] },
      "alertCopies[0].team: there is no such receiver",
      '  found:    "shop-taem"',
      "  allowed:  payments-team, search-team, shop-team",
      "  fix:      did you mean shop-team?",
    ],
    [
      "services that call one another in a circle",
      {
        services: [service({ name: "a", dependencies: ["b"] }), service({ name: "b", dependencies: ["a"] })],
      },
      "services[0].dependencies: the services call one another in a circle",
      "  found:    shop/a → shop/b → shop/a",
      "  fix:      leave out the call that is the exception, such as a callback",
    ],
  ])("for %s", (_, options, ...lines) => {
    expect(onlyProblemOf(() => validateEnvironment({ ...production, ...options }, loadMandate()))).toBe(
      `environment production: ${lines.join("\n")}`,
    );
  });
});
