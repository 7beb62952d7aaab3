import { type Edge, portOf } from "../security/edge";
import { NOTIFICATION_CHANNELS } from "../security/outsider";
import type { Workload } from "../security/workload";
import type { SinkAddress } from "./delivery";
import type { ExternalReceivers } from "./receivers";

/** Where Alertmanager sends notifications to; addresses in Secrets are taken to be of HTTPS and its own port. */
export function channelEdges(alertmanager: Workload, receivers: ExternalReceivers): readonly Edge[] {
  const { pagerduty, email } = receivers;
  const mail = portOf(email.smarthost);
  const web = new Set([443, ...(pagerduty.eventsUrl === undefined ? [] : [portOf(pagerduty.eventsUrl)])]);
  const connection = { from: alertmanager, to: NOTIFICATION_CHANNELS } as const;
  return [
    ...[...web].map((port): Edge => ({
      ...connection,
      port,
      tls: "server",
      purpose: "pages, chat messages, heartbeat",
    })),
    {
      ...connection,
      port: mail,
      tls: "server",
      purpose: "mail",
      note: "by STARTTLS, without which none is sent",
    },
  ];
}

/** Where Alertmanager sends notifications to when nobody is on call. */
export function sinkEdges(
  alertmanager: Workload,
  { address, workload }: { readonly address: SinkAddress; readonly workload: Workload },
): readonly Edge[] {
  return [address.httpPort, address.smtpPort].map((port) => ({
    from: alertmanager,
    to: workload,
    port,
    tls: "none",
    purpose: "notifications",
    note: "the sink has no certificate; it stands in for channels in clusters that nobody is on call for",
  }));
}
