import type { HelmValue } from "../core/helm-values";
import { LOG_LEVELS, type LogLevel } from "./log-level";

/**
 * Drops records below the floor of the environment, or below the other level that a workload asks for in an annotation:
 * a higher one always, a lower one as far as the environment allows it. Records without a recognised level are kept,
 * because 0 is not a level; they are counted instead.
 */
export function logLevelFilter(floor: LogLevel, lowest: LogLevel = floor): HelmValue {
  const [low, high] = [LOG_LEVELS.indexOf(lowest), LOG_LEVELS.indexOf(floor)];
  const asked = (level: LogLevel): string =>
    `resource.attributes["obs.log_level"] == "${level.toLowerCase()}"`;
  const lowered = LOG_LEVELS.slice(low, high);
  return {
    error_mode: "ignore",
    log_conditions: [
      below(lowest),
      ...lowered.slice(1).map((level) => `${below(level)} and ${asked(level)}`),
      ...(lowered.length === 0 ? [] : [`${below(floor)} and not (${lowered.map(asked).join(" or ")})`]),
      ...LOG_LEVELS.slice(high + 1).map((level) => `${below(level)} and ${asked(level)}`),
      'log.attributes["log.format"] == "unstructured" and resource.attributes["obs.log_structured"] == "reject"',
    ],
  };
}

function below(level: LogLevel): string {
  return `log.severity_number > 0 and log.severity_number < SEVERITY_NUMBER_${level}`;
}
