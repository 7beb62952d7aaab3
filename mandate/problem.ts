/** One mistake in a file, a prop or an artifact, told so that its reader can correct it without opening our code. */
export interface Problem {
  /** Where the mistake is: file and path, or construct path and prop. */
  readonly where: string;
  /** What is wrong: lower-case, without a final period. */
  readonly what: string;
  /** The value that was found, rendered. */
  readonly found?: string;
  /** The values that would be accepted, rendered. */
  readonly allowed?: string;
  /** The key of the mandate that asks for it, such as `observability_configuration.metrics_retention_days`. */
  readonly mandate?: string;
  /** What to change. */
  readonly fix?: string;
}

/** Thrown for mistakes of the person who configures; carries every mistake that could be found, not only the first. */
export class ConfigurationError extends Error {
  override readonly name = "ConfigurationError";

  /**
   * @param headline what cannot be done, lower-case, without a final period
   * @param problems at least one
   */
  constructor(
    headline: string,
    readonly problems: readonly Problem[],
  ) {
    super(`${headline}\n\n${problems.map(formatProblem).join("\n")}`);
  }
}

/** One problem as a block of lines: the sentence first, then what is known of it, aligned. */
export function formatProblem(problem: Problem): string {
  const { where, what, found, allowed, mandate, fix } = problem;
  const details = { found, allowed, mandate, fix };
  const lines = Object.entries(details).flatMap(([name, text]) =>
    text === undefined ? [] : [`  ${`${name}:`.padEnd(9)} ${text}`],
  );
  return [`${where}: ${what}`, ...lines].join("\n");
}
