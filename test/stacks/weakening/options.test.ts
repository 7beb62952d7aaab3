import { loadMandate } from "../../../mandate";
import { production } from "../../../stacks/environments/production";
import { validateEnvironment } from "../../../stacks/environments/validate-environment";
import { onlyProblemOf } from "../../support/problems";

/** The refusal of production with other options, which plain JavaScript may pass although the types forbid them. */
function refusal(options: Readonly<Record<string, unknown>>): string {
  return onlyProblemOf(() => validateEnvironment({ ...production, ...options }, loadMandate()));
}

const PAGERDUTY = "alerting_configuration.pager_duty_integration";

describe("an environment that gets around a mandated value by one of its options", () => {
  it("is refused when its alerts go nowhere", () => {
    expect(refusal({ receivers: { kind: "none" } })).toBe(
      `environment production: receivers.kind: this cannot be used
  found:    "none"
  allowed:  { kind: "external", pagerduty, slack, email }, or { kind: "in-cluster-sink" }
  mandate:  ${PAGERDUTY}`,
    );
  });

  it.each([
    ["pagerduty", "{ routingKey?, eventsUrl? } of a PagerDuty service", "pager_duty_integration"],
    ["slack", "{ channel, criticalChannel?, apiUrl? } of a Slack app", "slack_notifications"],
    [
      "email",
      "{ smarthost, from, to, teamTo?, username?, password? } of a mail server",
      "email_notifications",
    ],
  ])("is refused without the channel %s", (channel, allowed, key) => {
    expect(refusal({ receivers: { ...production.receivers, [channel]: undefined } })).toBe(
      `environment production: receivers.${channel}: this is missing
  allowed:  ${allowed}
  mandate:  alerting_configuration.${key}`,
    );
  });

  it("is refused when it is highly available and nobody outside the cluster hears of it", () => {
    expect(refusal({ receivers: { kind: "in-cluster-sink" } })).toBe(
      `environment production: receivers: an in-cluster sink notifies nobody
  found:    "in-cluster-sink"
  allowed:  PagerDuty, Slack and e-mail
  mandate:  ${PAGERDUTY}
  fix:      name the three channels, or use the profile "single"`,
    );
  });

  it("is refused when no log level is enforced", () => {
    expect(refusal({ logLevel: "OFF" })).toBe(
      `environment production: logLevel: this cannot be used
  found:    "OFF"
  allowed:  one of TRACE, DEBUG, INFO, WARN, ERROR
  mandate:  observability_configuration.log_level_enforcement`,
    );
  });

  it("is refused when a maintenance window quietens critical alerts", () => {
    const window = { name: "patches", reason: "Reboots.", start: "02:00", end: "04:00", timeZone: "UTC" };
    expect(refusal({ maintenanceWindows: [{ ...window, severities: ["critical"] }] })).toBe(
      `environment production: maintenanceWindows[0].severities[0]: this cannot be used
  found:    "critical"
  allowed:  one of high, medium, low
  mandate:  alerting_configuration.critical_response_time`,
    );
  });
});
