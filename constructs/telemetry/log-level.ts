import type { Problem } from "../../mandate";

/** Log levels, the most talkative first. */
export const LOG_LEVELS = ["TRACE", "DEBUG", "INFO", "WARN", "ERROR"] as const;

/** What an environment keeps: records of this level and above. Each level is enforced; none switches it off. */
export type LogLevel = (typeof LOG_LEVELS)[number];

/** What is wrong with a level that does not come from checked TypeScript. */
export function logLevelProblems(level: string, where: string): readonly Problem[] {
  return LOG_LEVELS.some((known) => known === level)
    ? []
    : [
        {
          where,
          what: "this is no log level, and enforcement cannot be switched off",
          found: JSON.stringify(level),
          allowed: LOG_LEVELS.join(", "),
          mandate: "observability_configuration.log_level_enforcement",
        },
      ];
}
