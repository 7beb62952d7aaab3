import { nearest, type Problem } from "../../mandate";
import {
  type AlertCopy,
  key,
  type ServiceRoute,
  type ServiceRouting,
  type TeamContact,
  teamsOf,
} from "./service-routes";

const TEAM = /^[a-z0-9]+(-[a-z0-9]+)*$/;

/** Every mistake in the routing of services. */
export function serviceRoutingProblems(routing: ServiceRouting, where: string): readonly Problem[] {
  const { services } = routing;
  return [
    ...services.flatMap((service, index) =>
      serviceProblems(service, services, `${where}.services[${index}]`),
    ),
    ...teamProblems(routing, where),
    ...cycleProblems(services, `${where}.services`),
    ...copiesProblems(routing, `${where}.copies`),
  ];
}

/** What is wrong with the names of teams, and with how they are told. */
export function teamProblems(routing: ServiceRouting, where: string): readonly Problem[] {
  return [
    ...[...routing.services, ...routing.teams].flatMap(({ team }) =>
      TEAM.test(team) ? [] : [badTeam(team, where)],
    ),
    ...contactProblems(routing, where),
  ];
}

/** What is wrong with the copies that teams get. */
export function copiesProblems(routing: ServiceRouting, where: string): readonly Problem[] {
  return routing.copies.flatMap((copy, index) => copyProblems(copy, routing, `${where}[${index}]`));
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
  return [...new Set(entries.map(({ team }) => team))].flatMap((team) =>
    Object.entries(CONTACTS).flatMap(([field, contactOf]) => {
      const given = new Set(entries.filter((entry) => entry.team === team).flatMap(contactOf));
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

/** The ways to reach a team, each as people write it. */
const CONTACTS: Readonly<Record<string, (contact: TeamContact) => string | readonly string[]>> = {
  slackChannel: ({ slackChannel = [] }) => slackChannel,
  email: ({ email = [] }) => email,
  pagerDutyRoutingKey: ({ pagerDutyRoutingKey: secret }) =>
    secret === undefined ? [] : `${secret.name}/${secret.key}`,
};

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
