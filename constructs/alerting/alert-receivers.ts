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

/** Alertmanager's `receivers`: one per severity, then those with special tasks. */
export function alertReceivers(table: readonly SeverityRouting[], delivery: Delivery): readonly HelmValues[] {
  return [
    ...table.map((routing) => ({
      name: routing.severity,
      ...channelConfigs(routing.channels, routing, delivery),
    })),
    {
      name: UNROUTED,
      slack_configs: [slack(delivery.slackChannel)],
      email_configs: [email(delivery.emailTo)],
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

function channelConfigs(
  channels: readonly Channel[],
  { severity, pagerDutySeverity }: SeverityRouting,
  delivery: Delivery,
): HelmValues {
  const critical = severity === "critical";
  const configs: Readonly<Record<Channel, () => HelmValues>> = {
    pagerduty: () => ({ pagerduty_configs: [pagerDuty(pagerDutySeverity, delivery)] }),
    slack: () => ({
      slack_configs: [slack(critical ? delivery.slackCriticalChannel : delivery.slackChannel)],
    }),
    email: () => ({ email_configs: [email(critical ? delivery.emailCriticalTo : delivery.emailTo)] }),
  };
  return Object.assign({}, ...channels.map((channel) => configs[channel]())) as HelmValues;
}

/** @see https://prometheus.io/docs/alerting/latest/configuration/#pagerduty_config */
function pagerDuty(severity: string, delivery: Delivery): HelmValues {
  return {
    ...delivery.pagerDuty,
    severity,
    send_resolved: true,
    description: MESSAGE.title,
    class: "{{ .CommonLabels.alertname }}",
    component: "{{ .CommonLabels.service }}",
    group: "{{ .CommonLabels.namespace }}",
    details: {
      firing: MESSAGE.text,
      response_time_seconds: "{{ .CommonLabels.response_time_seconds }}",
      runbook: "{{ .CommonAnnotations.runbook_url }}",
    },
  };
}

/** @see https://prometheus.io/docs/alerting/latest/configuration/#slack_config */
function slack(channel: string): HelmValues {
  return {
    channel,
    send_resolved: true,
    title: MESSAGE.title,
    title_link: "{{ .CommonAnnotations.runbook_url }}",
    text: MESSAGE.text,
    color: MESSAGE.color,
  };
}

/** @see https://prometheus.io/docs/alerting/latest/configuration/#email_config */
function email(to: string): HelmValues {
  return { to, send_resolved: true, headers: { Subject: MESSAGE.title }, text: MESSAGE.text };
}
