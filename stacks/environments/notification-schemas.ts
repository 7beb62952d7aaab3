import { z } from "zod";
import { hostAndPort, httpsUrl, oneOf, secret, someOf, text } from "./field-schemas";

/** The three mandated channels outside the cluster, or the sink inside it. Nothing is between the two. */
export const receivers = z
  .discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("in-cluster-sink") }),
    z.strictObject({
      kind: z.literal("external"),
      pagerduty: z
        .strictObject({ routingKey: secret.optional(), eventsUrl: httpsUrl.optional() })
        .describe("{ routingKey?, eventsUrl? } of a PagerDuty service"),
      slack: z
        .strictObject({ apiUrl: secret.optional(), channel: text, criticalChannel: text.optional() })
        .describe("{ channel, criticalChannel?, apiUrl? } of a Slack app"),
      email: z
        .strictObject({
          smarthost: hostAndPort,
          from: text,
          to: text,
          teamTo: text.optional(),
          username: text.optional(),
          password: secret.optional(),
        })
        .describe("{ smarthost, from, to, teamTo?, username?, password? } of a mail server"),
      heartbeatUrl: secret.optional(),
    }),
  ])
  .describe('{ kind: "external", pagerduty, slack, email }, or { kind: "in-cluster-sink" }');

const WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] as const;

const maintenance = {
  name: text,
  reason: text,
  timeZone: text,
  scope: z
    .strictObject({ namespace: text, service: text.optional() })
    .describe("{ namespace, service? } that the work is done on")
    .optional(),
  severities: z
    .array(oneOf(["high", "medium", "low"]))
    .describe("a list of high, medium, low; critical alerts always pass")
    .optional(),
};

/** The shape alone; times, zones and names are judged by the alerting constructs, which know what they need. */
export const maintenanceWindows = z
  .array(z.strictObject({ ...maintenance, start: text, end: text, weekdays: someOf(WEEKDAYS).optional() }))
  .describe("a list of maintenance windows");

/** The shape alone, as above. */
export const plannedMaintenance = z
  .array(z.strictObject({ ...maintenance, from: text, until: text }))
  .describe("a list of planned maintenance");

/** The shape alone; whether teams can be told and are known is judged by the alerting constructs. */
export const teams = z
  .array(
    z.strictObject({
      team: text,
      slackChannel: text.optional(),
      email: text.optional(),
      pagerDutyRoutingKey: secret.optional(),
    }),
  )
  .describe("a list of { team, slackChannel?, email?, pagerDutyRoutingKey? }");

/** The shape alone, as above. */
export const alertCopies = z
  .array(
    z.strictObject({
      team: text,
      matching: z.record(z.string(), text).describe("a map from labels to their values"),
      reason: text,
    }),
  )
  .describe("a list of { team, matching, reason }");
