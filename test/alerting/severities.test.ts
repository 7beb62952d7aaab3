import { severityTable } from "../../constructs/alerting/severities";
import { loadMandate, quantities, strengthen, type Stricter } from "../../mandate";

function table(stricter: Stricter = {}) {
  return severityTable(quantities(strengthen(loadMandate(), stricter, "test")));
}

describe("severityTable", () => {
  it("derives every time of every severity from the mandate", () => {
    const times = table().map((routing) => [
      routing.severity,
      routing.responseSeconds,
      routing.groupWaitSeconds,
      routing.groupIntervalSeconds,
      routing.repeatIntervalSeconds,
    ]);
    expect(times).toEqual([
      ["critical", 300, 30, 300, 290],
      ["high", 900, 90, 300, 890],
      ["medium", 3600, 300, 300, 3590],
      ["low", 86400, 300, 300, 86390],
    ]);
  });

  it("wakes people up for critical and high alone, in PagerDuty's words", () => {
    expect(table().map(({ pagerDutySeverity, channels }) => [pagerDutySeverity, channels])).toEqual([
      ["critical", ["pagerduty", "slack", "email"]],
      ["error", ["pagerduty", "slack"]],
      ["warning", ["slack", "email"]],
      ["info", ["email"]],
    ]);
  });

  it("takes an interval that divides the response time when the grouping window does not", () => {
    const [, high] = table({ alert_grouping_window: 270 });
    expect(high).toMatchObject({
      groupWaitSeconds: 90,
      groupIntervalSeconds: 225,
      repeatIntervalSeconds: 890,
    });
  });

  it.each([
    {},
    { critical_response_time: 60 },
    { critical_response_time: 271, alert_grouping_window: 211 },
    { high_response_time: 811, medium_response_time: 3181, low_response_time: 79201 },
    { alert_grouping_window: 23 },
  ])("repeats within the response time as Alertmanager counts ticks, with %j", (stricter) => {
    for (const { responseSeconds, groupIntervalSeconds, repeatIntervalSeconds } of table(stricter)) {
      const repeatedAfter =
        (Math.floor(repeatIntervalSeconds / groupIntervalSeconds) + 1) * groupIntervalSeconds;
      expect(repeatedAfter).toBeLessThanOrEqual(responseSeconds);
      expect(repeatedAfter).toBeGreaterThan(responseSeconds * 0.9);
    }
  });
});
