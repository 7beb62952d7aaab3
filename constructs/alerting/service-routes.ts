import { nearest, type Problem } from "../../mandate";
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

const TEAM = /^[a-z0-9]+(-[a-z0-9]+)*$/;

/** Every mistake in the routing of services. */
export function serviceRoutingProblems(routing: ServiceRouting, where: string): readonly Problem[] {
  const { copies, services, teams } = routing;
  return [
    ...services.flatMap((service, index) =>
      serviceProblems(service, services, `${where}.services[${index}]`),
    ),
    ...[...services, ...teams].flatMap(({ team }) => (TEAM.test(team) ? [] : [badTeam(team, where)])),
    ...contactProblems(routing, where),
    ...cycleProblems(services, `${where}.services`),
    ...copies.flatMap((copy, index) => copyProblems(copy, routing, `${where}.copies[${index}]`)),
  ];
}

function badTeam(team: string, where: string): Problem {
  return {
    where,
    what: "a team cannot have this name",
    found: JSON.stringify(team),
    allowed: "lower-case words joined by hyphens",
  };
}

function serviceProblems(
  service: ServiceRoute,
  all: readonly ServiceRoute[],
  where: string,
): readonly Problem[] {
  const twin = all.find((other) => key(other) === key(service));
  return twin === service
    ? []
    : [{ where, what: "this service is listed twice", found: key(service), fix: "join the two entries" }];
}

function contactProblems({ services, teams }: ServiceRouting, where: string): readonly Problem[] {
  const entries = [...services, ...teams];
  return (["slackChannel", "email"] as const).flatMap((field) =>
    [...new Set(entries.map(({ team }) => team))].flatMap((team) => {
      const given = new Set(
        entries.filter((entry) => entry.team === team).flatMap((entry) => entry[field] ?? []),
      );
      return given.size <= 1
        ? []
        : [
            {
              where,
              what: `team ${team} has more than one ${field}`,
              found: [...given].join(", "),
              fix: "settle on one",
            },
          ];
    }),
  );
}

function copyProblems(
  { matching, reason, team }: AlertCopy,
  routing: ServiceRouting,
  where: string,
): readonly Problem[] {
  const known = teamsOf(routing).map((contact) => contact.team);
  const suggestion = nearest(team, known);
  return [
    ...(known.includes(team)
      ? []
      : [
          {
            where: `${where}.team`,
            what: "there is no such receiver",
            found: JSON.stringify(team),
            allowed: known.length === 0 ? "no team is known" : known.join(", "),
            fix: suggestion === undefined ? "add the team to teams" : `did you mean ${suggestion}?`,
          },
        ]),
    ...(Object.keys(matching).length === 0
      ? [{ where: `${where}.matching`, what: "would copy every alert" }]
      : []),
    ...(reason.trim() === "" ? [{ where: `${where}.reason`, what: "is empty" }] : []),
  ];
}

/** A service by the name that people write. */
export function key({ namespace, service }: ServiceName): string {
  return `${namespace}/${service}`;
}

/** Services that depend on themselves, on whatever detour: each would silence the other, and nobody would be told. */
function cycleProblems(services: readonly ServiceRoute[], where: string): readonly Problem[] {
  const dependencies = new Map(services.map((service) => [key(service), service.dependencies.map(key)]));
  const settled = new Set<string>();
  const cycles: (readonly string[])[] = [];
  const visit = (name: string, path: readonly string[]): void => {
    if (path.includes(name)) {
      cycles.push([...path.slice(path.indexOf(name)), name]);
    } else if (!settled.has(name)) {
      (dependencies.get(name) ?? []).forEach((next) => {
        visit(next, [...path, name]);
      });
      settled.add(name);
    }
  };
  [...dependencies.keys()].forEach((name) => {
    visit(name, []);
  });
  return cycles.map((cycle) => ({
    where,
    what: "dependencies go round in a circle",
    found: cycle.join(" -> "),
    fix: "leave out the dependency without which the caller could still answer",
  }));
}
