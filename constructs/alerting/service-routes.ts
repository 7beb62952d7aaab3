import type { SecretReference } from "../security/secret-reference";

/** Which service something depends on. */
export interface ServiceName {
  readonly namespace: string;
  /** Value of the label `service`; by the conventions of OpenTelemetry the name of the Deployment. */
  readonly service: string;
}

/** How a team is told. */
export interface TeamContact {
  /** Lower-case words joined by hyphens. */
  readonly team: string;
  /**
   * Channel for all alerts of the team, such as `#checkout-alerts`.
   * @default - the channels of the environment
   */
  readonly slackChannel?: string;
  /**
   * Several addresses are separated by commas.
   * @default - the addresses of the environment
   */
  readonly email?: string;
  /**
   * Key of the team's own service in PagerDuty.
   * @default - the one of the environment
   */
  readonly pagerDutyRoutingKey?: SecretReference;
}

/** What alerting needs to know of one service of the catalogue. */
export interface ServiceRoute extends ServiceName, TeamContact {
  /** What the service cannot work without; while one of these is in trouble, the causes here are not told too. */
  readonly dependencies: readonly ServiceName[];
}

/** Further people who get a copy of some alerts, such as the security team those of kind `security`. */
export interface AlertCopy {
  /** A team of the catalogue, or one of the further teams. */
  readonly team: string;
  /** Labels that the alerts must have. */
  readonly matching: Readonly<Record<string, string>>;
  /** Why they are told, for whoever reads it later. */
  readonly reason: string;
}

/** Services, teams and copies of an environment. */
export interface ServiceRouting {
  readonly services: readonly ServiceRoute[];
  /** Teams without a service. */
  readonly teams: readonly TeamContact[];
  readonly copies: readonly AlertCopy[];
}

export const NO_SERVICES: ServiceRouting = { services: [], teams: [], copies: [] };

/** Every team with its contact, once, by name. */
export function teamsOf({ services, teams }: ServiceRouting): readonly TeamContact[] {
  const contacts = new Map<string, TeamContact>();
  for (const { team, slackChannel, email, pagerDutyRoutingKey } of [...services, ...teams]) {
    contacts.set(team, {
      ...contacts.get(team),
      team,
      ...(slackChannel === undefined ? {} : { slackChannel }),
      ...(email === undefined ? {} : { email }),
      ...(pagerDutyRoutingKey === undefined ? {} : { pagerDutyRoutingKey }),
    });
  }
  return [...contacts.values()].sort((one, other) => (one.team < other.team ? -1 : 1));
}

/** A service by the name that people write. */
export function key({ namespace, service }: ServiceName): string {
  return `${namespace}/${service}`;
}
