import type { HelmValues } from "../core/helm-values";
import type { SecretReference } from "../security/secret-reference";
import { type ExternalReceivers, RECEIVER_SECRETS } from "./receivers";
import type { TeamContact } from "./service-routes";

/** How Alertmanager reaches each channel, in its own configuration fields. */
export interface Delivery {
  /** What holds for all receivers. */
  readonly global: HelmValues;
  /** Authentication of an entry in `pagerduty_configs`. */
  readonly pagerDuty: HelmValues;
  /** The same for a team's own key. */
  readonly pagerDutyOf: (routingKey: SecretReference) => HelmValues;
  readonly slackChannel: string;
  readonly slackCriticalChannel: string;
  readonly emailTo: string;
  readonly emailCriticalTo: string;
  /**
   * Address of an entry in `webhook_configs` that is called every minute.
   * @default - the heartbeat ends in Alertmanager
   */
  readonly heartbeat?: HelmValues;
  /** Names of the Secrets that must be mounted, sorted. */
  readonly secrets: readonly string[];
}

/** Accounts outside the cluster, each secret as the path of a mounted file. */
export function externalDelivery(receivers: ExternalReceivers, teams: readonly TeamContact[] = []): Delivery {
  const { pagerduty, slack, email, heartbeatUrl } = receivers;
  const { routingKey = RECEIVER_SECRETS.pagerDutyRoutingKey, eventsUrl } = pagerduty;
  const { apiUrl = RECEIVER_SECRETS.slackUrl, channel, criticalChannel = channel } = slack;
  const { password = RECEIVER_SECRETS.smtpPassword, username, to, teamTo = to } = email;
  const authenticated = username !== undefined;
  const secrets = [
    routingKey,
    apiUrl,
    ...(authenticated ? [password] : []),
    ...(heartbeatUrl ? [heartbeatUrl] : []),
    ...teams.flatMap(({ pagerDutyRoutingKey }) => pagerDutyRoutingKey ?? []),
  ];
  return {
    global: {
      ...(eventsUrl === undefined ? {} : { pagerduty_url: eventsUrl }),
      slack_api_url_file: mountedPath(apiUrl),
      smtp_smarthost: email.smarthost,
      smtp_from: email.from,
      smtp_require_tls: true,
      ...(authenticated
        ? { smtp_auth_username: username, smtp_auth_password_file: mountedPath(password) }
        : {}),
    },
    pagerDuty: { routing_key_file: mountedPath(routingKey) },
    pagerDutyOf: (key) => ({ routing_key_file: mountedPath(key) }),
    slackChannel: channel,
    slackCriticalChannel: criticalChannel,
    emailTo: teamTo,
    emailCriticalTo: to,
    ...(heartbeatUrl === undefined ? {} : { heartbeat: { url_file: mountedPath(heartbeatUrl) } }),
    secrets: [...new Set(secrets.map(({ name }) => name))].sort(),
  };
}

/** Addresses of something inside the cluster that takes all channels. */
export interface SinkAddress {
  /** Host name of the sink's Service. */
  readonly host: string;
  readonly httpPort: number;
  readonly smtpPort: number;
}

/** All channels to a sink inside the cluster; it has no accounts, so nothing here is a secret. */
export function sinkDelivery({ host, httpPort, smtpPort }: SinkAddress): Delivery {
  const url = `http://${host}:${httpPort}`;
  return {
    global: {
      pagerduty_url: `${url}/pagerduty`,
      slack_api_url: `${url}/slack`,
      smtp_smarthost: `${host}:${smtpPort}`,
      smtp_from: "alertmanager@observability.example",
      smtp_require_tls: false,
    },
    // Alertmanager insists on a key; the sink ignores it.
    pagerDuty: { routing_key: "in-cluster-sink" },
    pagerDutyOf: () => ({ routing_key: "in-cluster-sink" }),
    slackChannel: "#alerts",
    slackCriticalChannel: "#alerts-critical",
    emailTo: "team@observability.example",
    emailCriticalTo: "on-call@observability.example",
    heartbeat: { url: `${url}/heartbeat` },
    secrets: [],
  };
}

/** Where the operator mounts a Secret that is listed in `alertmanagerSpec.secrets`. */
function mountedPath({ name, key }: SecretReference): string {
  return `/etc/alertmanager/secrets/${name}/${key}`;
}
