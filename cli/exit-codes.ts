import { CommanderError } from "commander";
import { MandateViolationError } from "../assurance";
import { ConfigurationError } from "../mandate";

/** What the commands of this package exit with; documented in `docs/deploy.md`. */
export const EXIT = {
  /** All went well. */
  ok: 0,
  /** A defect of this package; a stack trace is printed. */
  defect: 1,
  /** The input cannot be used: environment, values, arguments; or `qms preflight` found a cluster that is not ready. */
  input: 2,
  /** What was synthesized breaks the mandate. */
  mandate: 3,
} as const;

/** The exit code that an error stands for. */
export function exitCode(error: unknown): number {
  if (error instanceof MandateViolationError) {
    return EXIT.mandate;
  }
  if (error instanceof CommanderError) {
    return error.exitCode === 0 ? EXIT.ok : EXIT.input;
  }
  return error instanceof ConfigurationError ? EXIT.input : EXIT.defect;
}

/** Tells the person what went wrong and sets the process's exit code. */
export function fail(error: unknown): void {
  // Commander has told it already.
  if (!(error instanceof CommanderError)) {
    console.error(explain(error));
  }
  process.exitCode = exitCode(error);
}

/** What a person reads of an error: mistakes without a stack trace, defects with one. */
function explain(error: unknown): string {
  if (error instanceof MandateViolationError || error instanceof ConfigurationError) {
    return error.message;
  }
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
