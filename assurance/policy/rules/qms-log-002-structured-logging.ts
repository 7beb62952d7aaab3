import { isObject, itemsOf } from "../../artifact/json";
import { collectors } from "../../artifact/native/collectors";
import {
  agentExits,
  carriesApplicationLogs,
  component,
  everyRecordPassed,
  ottlOf,
  processorsOf,
  readsContainers,
  typeOf,
  type Pipeline,
} from "../collector-pipelines";
import { defineRule, isOn, type Violation } from "../rule";

const KEY = "observability_configuration.structured_logging_required";

/** Agents read application logs as JSON, bring them to one form, and set apart what is not structured. */
export const structuredLoggingRule = defineRule({
  id: "QMS-LOG-002",
  title: "logs are structured, and what is not is set apart",
  mandate: [KEY],
  violations: (artifact, mandate) => {
    if (!isOn(mandate, KEY)) return [];
    const exits = agentExits(collectors(artifact), ["logs"]).filter(carriesApplicationLogs);
    if (exits.length === 0) return [violation("", "", "no agent with a pipeline for application logs")];
    return exits.flatMap((pipeline) => [...unmarked(pipeline), ...unparsed(pipeline)]);
  },
});

function violation(address: string, path: string, found: string): Violation {
  return {
    address,
    path,
    found,
    required: "JSON is parsed, and each record is marked structured or unstructured",
    mandate: KEY,
    fix: "leave the parser and transform/normalise to the collector construct",
  };
}

function unmarked(pipeline: Pipeline): readonly Violation[] {
  if (everyRecordPassed(pipeline, marksFormat)) return [];
  const found = "no transform processor that sets log.format";
  return [violation(pipeline.collector.address, `${pipeline.path}.processors`, found)];
}

function marksFormat(pipeline: Pipeline): boolean {
  const statements = processorsOf(pipeline, "transform").flatMap(([, processor]) => ottlOf(processor));
  return ["structured", "unstructured"].every((format) =>
    statements.some((statement) => statement.includes(`attributes["log.format"], "${format}")`)),
  );
}

/** The receiver of container logs parses JSON itself, or a transform processor does. */
function unparsed(pipeline: Pipeline): readonly Violation[] {
  const { collector } = pipeline;
  const parsesLater = processorsOf(pipeline, "transform").some(([, processor]) =>
    ottlOf(processor).some((statement) => statement.includes("ParseJSON(")),
  );
  if (parsesLater) return [];
  return pipeline.receivers
    .filter((name) => typeOf(name) === "file_log" && readsContainers(collector, name))
    .filter((name) => !itemsOf(component(collector, "receivers", name).operators).some(isJsonParser))
    .map((name) =>
      violation(collector.address, `${collector.path}.receivers.${name}.operators`, "no json_parser"),
    );
}

function isJsonParser(operator: unknown): boolean {
  return isObject(operator) && operator.type === "json_parser";
}
