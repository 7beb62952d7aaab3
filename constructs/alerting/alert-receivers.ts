import type { HelmValues } from "../core/helm-values";
import type { Delivery } from "./delivery";
import { MESSAGE } from "./message-templates";
import type { Channel, SeverityRouting } from "./severities";

/** Receiver of alerts that nobody wants to hear of, such as markers. */
export const NOBODY = "null";
/** Receiver of alerts that no route expects. It must stay empty in life, so whatever reaches it is shown. */
export const UNROUTED = "unrouted";
/** Receiver of the heartbeat. */
export const HEARTBEAT = "heartbeat";

/** Alertmanager's `receivers`: one per severity, further ones, then those with special tasks. */
export function alertReceivers(
  table: readonly SeverityRouting[],
  delivery: Delivery,
  further: readonly HelmValues[] = [],
): readonly HelmValues[] {
  return [
    ...table.map((routing) => receiverOf(routing.severity, routing, delivery)),
    ...further,
    {
      name: UNROUTED,
      slack_configs: [slackEntry(delivery.slackChannel)],
      email_configs: [emailEntry(delivery.emailTo)],
    },
    ...(delivery.heartbeat === undefined
      ? []
      : [
          {
            name: HEARTBEAT,
            webhook_configs: [{ ...delivery.heartbeat, send_resolved: false, max_alerts: 1 }],
          },
        ]),
    { name: NOBODY },
  ];
}

/** A receiver by all channels of a severity. */
export function receiverOf(name: string, routing: SeverityRouting, delivery: Delivery): HelmValues {
  const { channels, pagerDutySeverity, severity } = routing;
  const critical = severity === "critical";
  const configs: Readonly<Record<Channel, () => HelmValues>> = {
    pagerduty: () => ({ pagerduty_configs: [pagerDuty(pagerDutySeverity, delivery)] }),
    slack: () => ({
      slack_configs: [slackEntry(critical ? delivery.slackCriticalChannel : delivery.slackChannel)],
    }),
    email: () => ({ email_configs: [emailEntry(critical ? delivery.emailCriticalTo : delivery.emailTo)] }),
  };
  return Object.assign({ name }, ...channels.map((channel) => configs[channel]())) as HelmValues;
}

/** @see https://prometheus.io/docs/alerting/latest/configuration/#pagerduty_config */
function pagerDuty(severity: string, delivery: Delivery): HelmValues {
  return {
    ...delivery.pagerDuty,
    severity,
    send_resolved: true,
    description: MESSAGE.title,
    client: "Alertmanager",
    client_url: "{{ .ExternalURL }}",
    class: "{{ .CommonLabels.alertname }}",
    component: "{{ .CommonLabels.service }}",
    group: "{{ .CommonLabels.namespace }}",
    details: {
      firing: MESSAGE.text,
      impact: "{{ .CommonAnnotations.impact }}",
      first_step: "{{ .CommonAnnotations.first_step }}",
      owner: "{{ .CommonLabels.owner }}",
      response_time_seconds: "{{ .CommonLabels.response_time_seconds }}",
      runbook: "{{ .CommonAnnotations.runbook_url }}",
      dashboard: MESSAGE.dashboard,
      query: MESSAGE.query,
      silence: MESSAGE.silence,
    },
  };
}

/** @see https://prometheus.io/docs/alerting/latest/configuration/#slack_config */
export function slackEntry(channel: string): HelmValues {
  return {
    channel,
    send_resolved: true,
    title: MESSAGE.title,
    title_link: "{{ .CommonAnnotations.runbook_url }}",
    fallback: MESSAGE.title,
    text: MESSAGE.slack,
    footer: MESSAGE.footer,
    mrkdwn_in: ["text"],
    color: MESSAGE.color,
  };
}

/** @see https://prometheus.io/docs/alerting/latest/configuration/#email_config */
export function emailEntry(to: string): HelmValues {
  return {
    to,
    send_resolved: true,
    headers: { Subject: MESSAGE.title },
    text: MESSAGE.text,
    html: MESSAGE.html,
  };
}
