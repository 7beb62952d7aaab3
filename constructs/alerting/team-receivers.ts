import type { HelmValues } from "../core/helm-values";
import { receiverOf, slackEntry, emailEntry } from "./alert-receivers";
import type { Delivery } from "./delivery";
import { type ServiceRouting, type TeamContact, teamsOf } from "./service-routes";
import type { SeverityRouting } from "./severities";

/** Name of the receiver of a team's alerts of one severity. */
export function teamReceiver(team: string, severity: string): string {
  return `${team}/${severity}`;
}

/** Name of the receiver of copies that a team gets. */
export function copyReceiver(team: string): string {
  return `${team}/copies`;
}

/** Receivers of the teams that have a channel or an address of their own, by severity; then those of copies. */
export function teamReceivers(
  routing: ServiceRouting,
  table: readonly SeverityRouting[],
  delivery: Delivery,
): readonly HelmValues[] {
  const teams = teamsOf(routing);
  return [
    ...teams
      .filter(hasContact)
      .flatMap((contact) =>
        table.map((severity) =>
          receiverOf(teamReceiver(contact.team, severity.severity), severity, withContact(delivery, contact)),
        ),
      ),
    ...teams
      .filter(({ team }) => routing.copies.some((copy) => copy.team === team))
      .map((contact) => copies(contact, withContact(delivery, contact))),
  ];
}

/** Whether alerts of a team take another way than those of the platform. */
export function hasContact({ email, pagerDutyRoutingKey, slackChannel }: TeamContact): boolean {
  return [email, pagerDutyRoutingKey, slackChannel].some((contact) => contact !== undefined);
}

/** People on call are told as well as the team. */
function withContact(
  delivery: Delivery,
  { email, pagerDutyRoutingKey, slackChannel }: TeamContact,
): Delivery {
  return {
    ...delivery,
    ...(pagerDutyRoutingKey === undefined ? {} : { pagerDuty: delivery.pagerDutyOf(pagerDutyRoutingKey) }),
    ...(slackChannel === undefined ? {} : { slackChannel, slackCriticalChannel: slackChannel }),
    ...(email === undefined
      ? {}
      : { emailTo: email, emailCriticalTo: `${delivery.emailCriticalTo}, ${email}` }),
  };
}

function copies({ email, slackChannel, team }: TeamContact, delivery: Delivery): HelmValues {
  const nothing = email === undefined && slackChannel === undefined;
  return {
    name: copyReceiver(team),
    ...(slackChannel !== undefined || nothing ? { slack_configs: [slackEntry(delivery.slackChannel)] } : {}),
    ...(email !== undefined || nothing ? { email_configs: [emailEntry(delivery.emailTo)] } : {}),
  };
}
