import { ConfigurationError, formatProblem, type Problem } from "../../mandate";

/** The problems that an action is refused for; fails when it is not refused. */
export function problemsOf(action: () => unknown): readonly Problem[] {
  return errorOf(action).problems;
}

/** The message of the refusal, with a file that exists only for the test called by a fixed name. */
export function refusalOf(action: () => unknown): string {
  return errorOf(action).message.replaceAll(/\S*\/(acme-[a-z]+\.toml)/g, "$1");
}

/** One refused problem as text; fails when there is another one beside it. */
export function onlyProblemOf(action: () => unknown): string {
  const problems = problemsOf(action);
  if (problems.length !== 1) throw new Error(`${problems.length} problems`, { cause: problems });
  return problems
    .map(formatProblem)
    .join("")
    .replaceAll(/\S*\/(acme-[a-z]+\.toml)/g, "$1");
}

function errorOf(action: () => unknown): ConfigurationError {
  try {
    action();
  } catch (error) {
    if (error instanceof ConfigurationError) return error;
    throw error;
  }
  throw new Error("nothing was refused");
}
