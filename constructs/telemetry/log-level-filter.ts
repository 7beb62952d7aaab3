import type { HelmValue } from "../core/helm-values";
import { LOG_LEVELS, type LogLevel } from "./log-level";

/**
 * Drops records below the floor of the environment, or below the higher level that a workload asks for in an
 * annotation. An annotation never lowers the floor. Records without a recognised level are kept, because 0 is not a
 * level; they are counted instead.
 */
export function logLevelFilter(floor: LogLevel): HelmValue {
  const raised = LOG_LEVELS.slice(LOG_LEVELS.indexOf(floor) + 1);
  return {
    error_mode: "ignore",
    log_conditions: [
      below(floor),
      ...raised.map(
        (level) => `${below(level)} and resource.attributes["obs.log_level"] == "${level.toLowerCase()}"`,
      ),
      'log.attributes["log.format"] == "unstructured" and resource.attributes["obs.log_structured"] == "reject"',
    ],
  };
}

function below(level: LogLevel): string {
  return `log.severity_number > 0 and log.severity_number < SEVERITY_NUMBER_${level}`;
}
