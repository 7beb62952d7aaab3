import { APPLICATION_THRESHOLDS } from "../../constructs/alerting/application-thresholds";
import { INFRASTRUCTURE_THRESHOLDS } from "../../constructs/alerting/infrastructure-thresholds";
import { alerting } from "../../constructs/dashboards/alerting";
import { type Dashboard, dashboardJson } from "../../constructs/dashboards/dashboard";
import { platformOverview } from "../../constructs/dashboards/platform-overview";
import { traces } from "../../constructs/dashboards/traces";
import { loadMandate, type Quantities, quantities } from "../../mandate";
import { mandateWith, type NumberName, stricterVariant } from "../support/mandate-variants";

interface Line {
  readonly color: string;
  readonly value: number | null;
}

function limits(dashboard: Dashboard): Readonly<Record<string, readonly Line[]>> {
  const { panels } = dashboardJson(dashboard) as unknown as {
    panels: { title: string; fieldConfig?: { defaults: { thresholds?: { steps: Line[] } } } }[];
  };
  return Object.fromEntries(
    panels.map(({ title, fieldConfig }) => [title, fieldConfig?.defaults.thresholds?.steps ?? []]),
  );
}

const above = (value: number): readonly Line[] => [
  { color: "green", value: null },
  { color: "red", value },
];
const below = (value: number): readonly Line[] => [
  { color: "red", value: null },
  { color: "green", value },
];

function stricter(name: NumberName): Quantities {
  return quantities(mandateWith({ [name]: stricterVariant(name) }));
}

describe("the platform overview", () => {
  it.each([
    ["response_time_p95_ms", "Response time, 95th percentile", above(0.43)],
    ["response_time_p99_ms", "Response time, 99th percentile", above(0.87)],
    ["error_rate_threshold", "Failed requests", above(0.007)],
    ["availability_threshold", "Availability over one day", below(0.9993)],
    ["cpu_utilization_threshold", "CPU of nodes", above(0.73)],
    ["memory_utilization_threshold", "Memory of nodes", above(0.79)],
    ["disk_utilization_threshold", "Disks of nodes", above(0.83)],
    ["network_errors_threshold", "Network errors of nodes in five minutes", above(89)],
    ["request_rate_anomaly_threshold", "Request rate, deviations from other days", above(1.7)],
    ["database_connection_pool_threshold", "Connection pools in use", above(0.71)],
    ["queue_depth_threshold", "Messages waiting", above(910)],
    ["cache_hit_ratio_minimum", "Cache hits", below(0.89)],
  ] as const)("draws %s as the line of “%s”", (name, panel, lines) => {
    expect(limits(platformOverview(stricter(name)))[panel]).toEqual(lines);
  });

  it("shows what every threshold alert looks at, under a title for people", () => {
    const alerts = [...APPLICATION_THRESHOLDS, ...INFRASTRUCTURE_THRESHOLDS];
    const text = JSON.stringify(dashboardJson(platformOverview(quantities(loadMandate()))));
    expect(alerts.filter(({ signal }) => !text.includes(JSON.stringify(signal).slice(1, -1)))).toEqual([]);
    expect(alerts.filter(({ alert }) => text.includes(`"title":"${alert}"`))).toEqual([]);
  });
});

describe("the alerting dashboard", () => {
  it.each([
    ["critical_response_time", "Age of alerts, critical", 270],
    ["high_response_time", "Age of alerts, high", 810],
    ["medium_response_time", "Age of alerts, medium", 3180],
    ["low_response_time", "Age of alerts, low", 79200],
  ] as const)("draws %s as the line of “%s”", (name, panel, seconds) => {
    expect(limits(alerting(stricter(name)))[panel]).toEqual(above(seconds));
  });
});

describe("the traces dashboard", () => {
  it("draws the mandated share of kept traces and the mandated response time", () => {
    expect(limits(traces(stricter("trace_sampling_rate")))["Traces kept"]).toEqual(below(0.23));
    expect(limits(traces(stricter("response_time_p95_ms")))["Response time, 95th percentile"]).toEqual(
      above(0.43),
    );
  });
});
