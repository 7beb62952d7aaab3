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

/** What is wrong with the level to which workloads may lower their own. */
export function lowestLevelProblems(lowest: string, floor: LogLevel, where: string): readonly Problem[] {
  const allowed = LOG_LEVELS.slice(0, LOG_LEVELS.indexOf(floor) + 1);
  // A floor that is no level is refused by itself.
  return allowed.length === 0 || allowed.some((known) => known === lowest)
    ? []
    : [
        {
          where,
          what: "workloads cannot lower their level to this one",
          found: JSON.stringify(lowest),
          allowed: `${allowed.join(", ")}; logLevel is ${floor}`,
          mandate: "observability_configuration.log_level_enforcement",
        },
      ];
}
