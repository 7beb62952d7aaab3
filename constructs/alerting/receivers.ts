import type { Problem } from "../../mandate";
import type { SecretReference } from "../security/secret-reference";

/** A service in PagerDuty with an Events API v2 integration. */
export interface PagerDutyReceiver {
  /** @default - key `pagerduty-routing-key` of Secret `alertmanager-receivers` */
  readonly routingKey?: SecretReference;
  /**
   * Where events are sent; accounts in the EU have their own address.
   * @default - Alertmanager's own, of the US service region
   */
  readonly eventsUrl?: string;
}

/** An incoming webhook of a Slack app. */
export interface SlackReceiver {
  /** @default - key `slack-url` of Secret `alertmanager-receivers` */
  readonly apiUrl?: SecretReference;
  /** Channel for everything, such as `#alerts`. */
  readonly channel: string;
  /** @default - the same channel */
  readonly criticalChannel?: string;
}

/** A mail server that relays for us. */
export interface EmailReceiver {
  /** Host and port of the mail server. */
  readonly smarthost: `${string}:${number}`;
  readonly from: string;
  /** Who gets critical alerts; several addresses are separated by commas. */
  readonly to: string;
  /**
   * Who gets the other alerts.
   * @default - the same people
   */
  readonly teamTo?: string;
  /** @default - no authentication */
  readonly username?: string;
  /** Used with `username` only. @default - key `smtp-password` of Secret `alertmanager-receivers` */
  readonly password?: SecretReference;
}

/** Accounts outside the cluster. Secrets are keys of Secrets in the namespace of Alertmanager. */
export interface ExternalReceivers {
  readonly kind: "external";
  readonly pagerduty: PagerDutyReceiver;
  readonly slack: SlackReceiver;
  readonly email: EmailReceiver;
  /**
   * URL of a service that expects a call every minute and tells people when it stays away (a dead man's switch).
   * Nothing inside the cluster can tell that the cluster is gone.
   * @default - nobody notices when alerting itself dies
   */
  readonly heartbeatUrl?: SecretReference;
}

/** All channels end in a pod of the cluster that shows what was sent; for clusters that nobody is on call for. */
export interface InClusterSink {
  readonly kind: "in-cluster-sink";
}

/** Where alerts go. The mandated channels are all there in either form. */
export type Receivers = ExternalReceivers | InClusterSink;

const SECRET = "alertmanager-receivers";

/** Secrets that are used unless a receiver names others. */
export const RECEIVER_SECRETS = {
  pagerDutyRoutingKey: { name: SECRET, key: "pagerduty-routing-key" },
  slackUrl: { name: SECRET, key: "slack-url" },
  smtpPassword: { name: SECRET, key: "smtp-password" },
} as const satisfies Readonly<Record<string, SecretReference>>;

/** What is wrong with receivers that the type checker has not seen. */
export function receiverProblems({ kind }: { readonly kind: string }, where: string): readonly Problem[] {
  return ["external", "in-cluster-sink"].includes(kind)
    ? []
    : [
        {
          where: `${where}.kind`,
          what: "there are no such receivers",
          found: JSON.stringify(kind),
          allowed: "external, in-cluster-sink",
        },
      ];
}
