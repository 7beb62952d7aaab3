import { CORRELATABLE_KINDS, PII_PATTERNS } from "../../../mandate/pii-patterns";
import { UNMASKED_KEYS } from "../../../mandate/pii-unmasked-keys";
import { textOf, textsOf, type JsonObject } from "../../artifact/json";
import { type Collector, collectors } from "../../artifact/native/collectors";
import {
  agentExits,
  carriesApplicationLogs,
  carriesApplicationMetrics,
  everyRecordPassed,
  isAgent,
  pipelinesOf,
  processorsOf,
  type Pipeline,
} from "../collector-pipelines";
import { defineRule, isOn, type Violation } from "../rule";

const KEY = "observability_configuration.pii_scrubbing_enabled";

/** Nothing unscrubbed leaves a node: agents mask every mandated kind of sensitive value in logs, traces and labels. */
export const scrubbingRule = defineRule({
  id: "QMS-PII-001",
  title: "sensitive values are masked before they leave a node",
  mandate: [KEY],
  violations: (artifact, mandate) => {
    if (!isOn(mandate, KEY)) return [];
    const told = agentExits(collectors(artifact), ["logs", "traces"]);
    if (told.length === 0) return [NOTHING_SCRUBBED];
    const exits = [
      ...told,
      ...agentExits(collectors(artifact), ["metrics"]).filter(carriesApplicationMetrics),
    ];
    return [...exits.flatMap(unscrubbed), ...collectors(artifact).filter(isAgent).flatMap(judgedRedactions)];
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
  const needsAll = pipeline.signal !== "logs" || carriesApplicationLogs(pipeline);
  const blocked = new Set(blockedValues(pipeline));
  return PII_PATTERNS.filter((pattern) => needsAll || pattern.class === "credential")
    .filter(({ pattern }) => !blocked.has(pattern))
    .map(({ name }) => name);
}

function blockedValues(pipeline: Pipeline): readonly string[] {
  return processorsOf(pipeline, "redaction").flatMap(([, processor]) => blockedValuesOf(processor));
}

/** The collector expands `$` in its configuration; `$$` stands for one. */
function blockedValuesOf(processor: JsonObject): readonly string[] {
  return textsOf(processor.blocked_values).map((pattern) => pattern.replaceAll("$$", "$"));
}

/** What each redaction processor that an agent runs does less than it should. */
function judgedRedactions(collector: Collector): readonly Violation[] {
  const redactions = new Map(
    pipelinesOf(collector).flatMap((pipeline) => processorsOf(pipeline, "redaction")),
  );
  return [...redactions].flatMap(([name, processor]) =>
    [...exempting(processor), ...hashing(processor)].map((violation) => ({
      ...violation,
      address: collector.address,
      path: `${collector.path}.processors.${name}.${violation.path}`,
      mandate: KEY,
    })),
  );
}

type Weakness = Omit<Violation, "address" | "mandate">;

/** Settings that let values through, whatever they hold. */
const EXEMPTIONS = ["ignored_keys", "ignored_key_patterns", "allowed_values"] as const;

function exempting(processor: JsonObject): readonly Weakness[] {
  return EXEMPTIONS.flatMap((path) => {
    const own: readonly string[] = path === "ignored_keys" ? UNMASKED_KEYS : [];
    const exempt = textsOf(processor[path]).filter((text) => !own.includes(text));
    return exempt.length === 0
      ? []
      : [
          {
            path,
            found: exempt.join(", "),
            required: own.length === 0 ? "none" : `none but ${own.join(", ")}`,
            fix: "take it out; where it masks what it need not, have the pattern corrected",
          },
        ];
  });
}

/** Hashes of few possible values are undone by hashing them all, unless they have a key that nobody knows. */
function hashing(processor: JsonObject): readonly Weakness[] {
  const hash = textOf(processor.hash_function) ?? "";
  if (hash === "") return [];
  const blocked = new Set(blockedValuesOf(processor));
  const lost = PII_PATTERNS.filter(
    (kind) => blocked.has(kind.pattern) && !CORRELATABLE_KINDS.includes(kind.name),
  );
  return [
    ...(hash.startsWith("hmac-")
      ? []
      : [
          {
            path: "hash_function",
            found: hash,
            required: "hmac-sha256 or hmac-sha512",
            fix: "use a keyed hash",
          },
        ]),
    ...(lost.length === 0
      ? []
      : [
          {
            path: "blocked_values",
            found: `pseudonyms of ${lost.map(({ name }) => name).join(", ")}`,
            required: `pseudonyms of none but ${CORRELATABLE_KINDS.join(", ")}; the others are masked`,
            fix: "take these kinds out of pii.pseudonyms",
          },
        ]),
    ...(/^\$\{env:\w+\}$/.test(textOf(processor.hmac_key) ?? "") || !hash.startsWith("hmac-")
      ? []
      : [
          {
            path: "hmac_key",
            // The text may be the key.
            found: "a text that is no variable",
            required: "${env:…}, from a Secret",
            fix: "name the Secret; no key is in code, plan or state",
          },
        ]),
  ];
}
