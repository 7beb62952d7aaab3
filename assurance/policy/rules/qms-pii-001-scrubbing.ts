import { PII_PATTERNS } from "../../../mandate/pii-patterns";
import { textsOf } from "../../artifact/json";
import { collectors } from "../../artifact/native/collectors";
import {
  agentExits,
  carriesApplicationLogs,
  everyRecordPassed,
  processorsOf,
  type Pipeline,
} from "../collector-pipelines";
import { defineRule, isOn, type Violation } from "../rule";

const KEY = "observability_configuration.pii_scrubbing_enabled";

/** Nothing unscrubbed leaves a node: agents mask every mandated kind of sensitive value in logs and traces. */
export const scrubbingRule = defineRule({
  id: "QMS-PII-001",
  title: "sensitive values are masked before they leave a node",
  mandate: [KEY],
  violations: (artifact, mandate) => {
    if (!isOn(mandate, KEY)) return [];
    const exits = agentExits(collectors(artifact), ["logs", "traces"]);
    return exits.length === 0 ? [NOTHING_SCRUBBED] : exits.flatMap(unscrubbed);
  },
});

const NOTHING_SCRUBBED: Violation = {
  address: "",
  path: "",
  found: "no agent with a pipeline for logs or traces",
  required: "agents that mask sensitive values in logs and traces",
  mandate: KEY,
  fix: "add the collector agents to the stack",
};

function unscrubbed(pipeline: Pipeline): readonly Violation[] {
  if (everyRecordPassed(pipeline, (one) => missingPatterns(one).length === 0)) return [];
  const masks = blockedValues(pipeline).length > 0;
  return [
    {
      address: pipeline.collector.address,
      path: `${pipeline.path}.processors`,
      found: masks
        ? `a redaction processor without ${missingPatterns(pipeline).join(", ")}`
        : "no redaction processor with blocked_values",
      required: `a redaction processor that masks ${masks ? "every mandated kind of value" : "sensitive values"}`,
      mandate: KEY,
      fix: "leave the redaction processor in the pipeline; environments may add patterns and remove none",
    },
  ];
}

/** An audit trail that does not tell who acted from where is none: it loses its credentials alone. */
function missingPatterns(pipeline: Pipeline): readonly string[] {
  const needsAll = pipeline.signal === "traces" || carriesApplicationLogs(pipeline);
  const blocked = new Set(blockedValues(pipeline));
  return PII_PATTERNS.filter((pattern) => needsAll || pattern.class === "credential")
    .filter(({ pattern }) => !blocked.has(pattern))
    .map(({ name }) => name);
}

/** The collector expands `$` in its configuration; `$$` stands for one. */
function blockedValues(pipeline: Pipeline): readonly string[] {
  return processorsOf(pipeline, "redaction")
    .flatMap(([, processor]) => textsOf(processor.blocked_values))
    .map((pattern) => pattern.replaceAll("$$", "$"));
}
