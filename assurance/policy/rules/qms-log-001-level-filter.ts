import { collectors } from "../../artifact/native/collectors";
import {
  agentExits,
  carriesApplicationLogs,
  everyRecordPassed,
  ottlOf,
  processorsOf,
  type Pipeline,
} from "../collector-pipelines";
import { defineRule, isOn, type Violation } from "../rule";

const KEY = "observability_configuration.log_level_enforcement";

/** Agents drop application logs below the level of the environment, whatever the workload says. */
export const levelFilterRule = defineRule({
  id: "QMS-LOG-001",
  title: "log levels are enforced",
  mandate: [KEY],
  violations: (artifact, mandate) => {
    if (!isOn(mandate, KEY)) return [];
    const exits = agentExits(collectors(artifact), ["logs"]).filter(carriesApplicationLogs);
    if (exits.length === 0) return [violation("", "", "no agent with a pipeline for application logs")];
    return exits
      .filter((pipeline) => !everyRecordPassed(pipeline, hasLevelFilter))
      .map(({ collector, path }) =>
        violation(
          collector.address,
          `${path}.processors`,
          "no filter on severity_number without a further condition",
        ),
      );
  },
});

function violation(address: string, path: string, found: string): Violation {
  return {
    address,
    path,
    found,
    required: "a filter processor that drops every record below the environment's level",
    mandate: KEY,
    fix: "leave filter/log_policy in the pipeline; the environment's log level decides what it drops",
  };
}

/** A condition on anything else beside the severity would let some workloads through. */
const FLOOR =
  /^(?:(?:log\.)?severity_number > 0 and )?(?:log\.)?severity_number < (?:SEVERITY_NUMBER_[A-Z]+\d?|\d+)$/;

function hasLevelFilter(pipeline: Pipeline): boolean {
  return processorsOf(pipeline, "filter")
    .flatMap(([, processor]) => ottlOf(processor))
    .some((condition) => FLOOR.test(condition.trim().replace(/\s+/g, " ")));
}
