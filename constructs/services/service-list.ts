import type { Mandate, Problem } from "../../mandate";
import { dependencyProblems } from "./dependencies";
import type { Service } from "./service";
import { serviceObjectiveProblems } from "./service-objectives";
import { serviceProblems, type Where } from "./service-problems";

/**
 * Everything that is wrong with the services of an environment: each by itself, under the environment's mandate, and with
 * one another.
 *
 * @param where how messages name a place in the service of an index
 */
export function serviceListProblems(
  services: readonly Service[],
  mandate: Mandate,
  where: (index: number) => Where,
): readonly Problem[] {
  const alone = services.flatMap((service, index) => serviceProblems(service, where(index)));
  // What has not its shape cannot be looked at more closely.
  if (alone.length > 0) return alone;
  return [
    ...services.flatMap((service, index) => serviceObjectiveProblems(service, mandate, where(index))),
    ...dependencyProblems(services, where),
  ];
}
