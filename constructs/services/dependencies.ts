import { nearest, type Problem } from "../../mandate";
import { type Service, serviceId } from "./service";
import type { Where } from "./service-problems";

/** The services that a service calls, as `namespace/name`. */
export function dependenciesOf({ dependencies = [], namespace }: Service): readonly string[] {
  return dependencies.map((name) => (name.includes("/") ? name : `${namespace}/${name}`));
}

/**
 * What is wrong between services: two of one name, calls to services that nobody describes, and calls in a circle, of
 * which nobody could say what is the cause of what.
 *
 * @param where how messages name a place in the service of an index
 */
export function dependencyProblems(
  services: readonly Service[],
  where: (index: number) => Where,
): readonly Problem[] {
  return [...twins(services, where), ...unknown(services, where), ...cycles(services, where)];
}

function twins(services: readonly Service[], where: (index: number) => Where): readonly Problem[] {
  return services.flatMap((service, index) =>
    services.findIndex((other) => serviceId(other) === serviceId(service)) < index
      ? [
          {
            where: where(index)(["name"]),
            what: "another document describes this service",
            found: serviceId(service),
          },
        ]
      : [],
  );
}

function unknown(services: readonly Service[], where: (index: number) => Where): readonly Problem[] {
  const known = services.map(serviceId);
  return services.flatMap((service, index) =>
    dependenciesOf(service).flatMap((name, position) => {
      if (known.includes(name)) return [];
      const suggestion = nearest(name, known);
      return [
        {
          where: where(index)(["dependencies", position]),
          what: "no document describes this service",
          found: name,
          allowed:
            known.filter((other) => other !== serviceId(service)).join(", ") ||
            "no other service is described",
          ...(suggestion === undefined ? {} : { fix: `did you mean ${suggestion}?` }),
        },
      ];
    }),
  );
}

/** One problem for each circle, at the service of it that comes first in the list. */
function cycles(services: readonly Service[], where: (index: number) => Where): readonly Problem[] {
  const calls = new Map(services.map((service) => [serviceId(service), dependenciesOf(service)]));
  const told = new Set<string>();
  return services.flatMap((service, index) => {
    const start = serviceId(service);
    const circle = told.has(start) ? undefined : circleFrom(start, calls);
    if (circle === undefined) return [];
    circle.forEach((name) => told.add(name));
    return [
      {
        where: where(index)(["dependencies"]),
        what: "the services call one another in a circle",
        found: [...circle, start].join(" → "),
        fix: "leave out the call that is the exception, such as a callback",
      },
    ];
  });
}

/** The shortest way from a service back to itself. */
function circleFrom(
  start: string,
  calls: ReadonlyMap<string, readonly string[]>,
): readonly string[] | undefined {
  const seen = new Set<string>();
  const ways: string[][] = [[start]];
  for (const way of ways) {
    const called = calls.get(way.at(-1) ?? "") ?? [];
    if (called.includes(start)) return way;
    const fresh = called.filter((next) => !seen.has(next));
    fresh.forEach((next) => seen.add(next));
    ways.push(...fresh.map((next) => [...way, next]));
  }
  return undefined;
}
