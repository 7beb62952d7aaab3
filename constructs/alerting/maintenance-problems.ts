import type { Problem } from "../../mandate";
import { isTimeZone } from "./local-time";

const NAME = /^[a-z0-9]+(-[a-z0-9]+)*$/;
const TIME_ZONE = /^[A-Za-z]+([/_+-][A-Za-z0-9]+)*$/;

/** What is wrong with the name of some maintenance. */
export function nameProblems({ name }: { readonly name: string }, where: string): readonly Problem[] {
  return malformed(`${where}.name`, name, NAME, "lower-case words joined by hyphens");
}

/** What is wrong with a time zone. */
export function timeZoneProblems(where: string, timeZone: string): readonly Problem[] {
  const allowed = "an IANA name such as Europe/Berlin";
  const problems = malformed(where, timeZone, TIME_ZONE, allowed);
  return problems.length > 0 || isTimeZone(timeZone)
    ? problems
    : [{ where, what: "there is no such time zone", found: JSON.stringify(timeZone), allowed }];
}

/** A problem where a text does not have the form that it must have. */
export function malformed(
  where: string,
  value: string,
  pattern: RegExp,
  allowed: string,
): readonly Problem[] {
  return pattern.test(value)
    ? []
    : [{ where, what: "cannot be used", found: JSON.stringify(value), allowed }];
}

/** A problem where a name is there already. */
export function taken(where: string, name: string): Problem {
  return {
    where,
    what: "another window has this name",
    found: JSON.stringify(name),
    fix: "choose a name of its own",
  };
}
