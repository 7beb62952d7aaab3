import { PII_PATTERNS } from "../../../mandate/pii-patterns";
import { UNMASKED_KEYS } from "../../../mandate/pii-unmasked-keys";
import { textsOf, type JsonObject } from "../../artifact/json";
import { type Collector, collectors } from "../../artifact/native/collectors";
import {
  agentExits,
  carriesApplicationLogs,
  everyRecordPassed,
  isAgent,
  pipelinesOf,
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
    if (exits.length === 0) return [NOTHING_SCRUBBED];
    return [...exits.flatMap(unscrubbed), ...collectors(artifact).filter(isAgent).flatMap(exempting)];
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

/** Settings that let values through, whatever they hold. */
const EXEMPTIONS = ["ignored_keys", "ignored_key_patterns", "allowed_values"] as const;

function exempting(collector: Collector): readonly Violation[] {
  const redactions = new Map(
    pipelinesOf(collector).flatMap((pipeline) => processorsOf(pipeline, "redaction")),
  );
  return [...redactions].flatMap(([name, processor]) =>
    EXEMPTIONS.flatMap((setting) => {
      const exempt = exemptions(processor, setting);
      return exempt.length === 0
        ? []
        : [
            {
              address: collector.address,
              path: `${collector.path}.processors.${name}.${setting}`,
              found: exempt.join(", "),
              required: setting === "ignored_keys" ? `none but ${UNMASKED_KEYS.join(", ")}` : "none",
              mandate: KEY,
              fix: "take it out; where it masks what it need not, have the pattern corrected",
            } as const,
          ];
    }),
  );
}

function exemptions(processor: JsonObject, setting: (typeof EXEMPTIONS)[number]): readonly string[] {
  const own: readonly string[] = setting === "ignored_keys" ? UNMASKED_KEYS : [];
  return textsOf(processor[setting]).filter((text) => !own.includes(text));
}
