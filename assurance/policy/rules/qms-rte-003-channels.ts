import { SEVERITIES, type MandateKey, type Severity } from "../../../mandate";
import {
  alertmanagerConfigurations,
  type AlertmanagerConfiguration,
} from "../../artifact/native/alertmanager";
import { integrationsOf } from "../alert-receivers";
import { routesFor } from "../alert-routes";
import { defineRule, isOn, type Violation } from "../rule";

interface Channel {
  readonly key: MandateKey;
  readonly integration: string;
  /** Severities that must reach it, each of them or one of them. */
  readonly severities: readonly Severity[];
  readonly needed: "each" | "one";
}

const CHANNELS: readonly Channel[] = [
  {
    key: "alerting_configuration.pager_duty_integration",
    integration: "pagerduty_configs",
    severities: ["critical", "high"],
    needed: "each",
  },
  {
    key: "alerting_configuration.slack_notifications",
    integration: "slack_configs",
    severities: SEVERITIES,
    needed: "one",
  },
  {
    key: "alerting_configuration.email_notifications",
    integration: "email_configs",
    severities: SEVERITIES,
    needed: "one",
  },
];

/** Alerts reach the three mandated channels, by receivers that routes lead to. */
export const channelsRule = defineRule({
  id: "QMS-RTE-003",
  title: "alerts reach PagerDuty, Slack and e-mail",
  mandate: CHANNELS.map(({ key }) => key),
  violations: (artifact, mandate) => {
    const configurations = alertmanagerConfigurations(artifact);
    return CHANNELS.filter(({ key }) => isOn(mandate, key)).flatMap((channel) =>
      configurations.length === 0
        ? [violation("", "", "no Alertmanager", channel)]
        : configurations.flatMap((configuration) => unreached(configuration, channel)),
    );
  },
});

function violation(address: string, path: string, found: string, channel: Channel): Violation {
  const { key, integration, severities, needed } = channel;
  const who = needed === "each" ? `each of ${severities.join(", ")}` : "at least one severity";
  return {
    address,
    path,
    found,
    required: `a receiver with ${integration} for ${who}`,
    mandate: key,
    fix: "leave routes and receivers to the Alertmanager construct; an environment without accounts takes the sink",
  };
}

function unreached(
  { address, path, config }: AlertmanagerConfiguration,
  channel: Channel,
): readonly Violation[] {
  const missing = channel.severities.filter(
    (severity) =>
      !routesFor(config, { severity }).some(({ receiver }) =>
        integrationsOf(config, receiver).includes(channel.integration),
      ),
  );
  const enough =
    channel.needed === "each" ? missing.length === 0 : missing.length < channel.severities.length;
  if (enough) return [];
  return [
    violation(address, `${path}.receivers`, `no ${channel.integration} for ${missing.join(", ")}`, channel),
  ];
}
