import type { Quantities } from "../../mandate";
import { type Alert, NOT_FOR_PEOPLE } from "./alert";
import { formatDuration } from "./duration";
import { CAUSES } from "./inhibitions";
import { type Channel, severityRouting } from "./severities";

/** Who keeps an alert right, in words. */
export function owner(alert: Pick<Alert, "owner">): string {
  return alert.owner === "service" ? "the team that owns the service" : `the ${alert.owner} team`;
}

/** What an alert is not told during. */
export function silencedBy(variants: readonly Alert[]): readonly string[] {
  const quiet = variants.filter(({ severity }) => severity !== "critical" && severity !== NOT_FOR_PEOPLE);
  const explained = quiet.filter(({ kind, severity }) => CAUSES.includes(kind) && severity !== "high");
  const [{ kind } = { kind: undefined }] = variants;
  const reasons = [
    ...(quiet.length > 0 ? ["maintenance of its scope"] : []),
    ...(explained.length > 0
      ? ["an urgent symptom of the same service, or trouble of a service that it depends on"]
      : []),
    ...(kind === "anomaly" ? ["a quarter of an hour after a rollout"] : []),
    ...(variants.length > 1 ? ["a more urgent alert of the same name"] : []),
  ];
  return reasons.length === 0 ? ["nothing"] : reasons;
}

const CHANNELS: Readonly<Record<Channel, string>> = {
  pagerduty: "PagerDuty",
  slack: "Slack",
  email: "e-mail",
};

/** Who is told, how often, and what happens when nobody answers. */
export function escalation(alert: Alert, quantities: Quantities): string {
  const { severity } = alert;
  if (severity === NOT_FOR_PEOPLE) return "It notifies nobody, so there is nothing to escalate.";
  const { channels, groupWaitSeconds, repeatIntervalSeconds, responseSeconds } = severityRouting(
    quantities,
    severity,
  );
  const by = channels
    .map((channel) => CHANNELS[channel])
    .join(", ")
    .replace(/, ([^,]+)$/, " and $1");
  const told =
    `${severity.charAt(0).toUpperCase()}${severity.slice(1)}: told by ${by} within ${formatDuration(groupWaitSeconds)}, ` +
    `and again every ${formatDuration(repeatIntervalSeconds)} until it ends.`;
  return channels.includes("pagerduty")
    ? `${told} Who has not acknowledged after ${formatDuration(responseSeconds)} is passed over by the escalation policy of ` +
        "PagerDuty, which needs this time as its time-out: Alertmanager cannot see who has answered. " +
        `If the next person cannot help, call ${owner(alert)}.`
    : `${told} If it has not been taken up after ${formatDuration(responseSeconds)}, ask ${owner(alert)} directly.`;
}
