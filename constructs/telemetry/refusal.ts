import { ConfigurationError, type Problem } from "../../mandate";

/** @throws ConfigurationError with all problems, when there are any. */
export function refuse(collector: string, problems: readonly Problem[]): void {
  if (problems.length > 0) {
    throw new ConfigurationError(`${collector} cannot be configured like this`, problems);
  }
}

/** The refusal of a second backend or gateway. */
export function secondTarget(path: string, verb: string): Problem {
  return {
    where: path,
    what: `${verb} was called twice, and there is one target`,
    fix: "remove one of the calls",
  };
}
