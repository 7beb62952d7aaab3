import type { PiiPattern } from "../../mandate/pii-patterns";
import { CLEAN_KEY } from "../../mandate/pii-unmasked-keys";
import type { HelmValue } from "../core/helm-values";
import { group, ottlString } from "./collector-text";
import { DELETE_FOUND_FIELDS, FIND_LEVEL, FIND_MESSAGE, FIND_TRACE, ID_IN_TEXT } from "./log-fields";
import { FIND_LEVEL_IN_TEXT, MAP_SEVERITY, MAP_SEVERITY_CONDITION, NAME_SEVERITY } from "./log-severity";
import { MASKED_CLASSES } from "./masked-notes";
import { RESERVED } from "./sender-records";
import { maskKeysNoted, noteUnclassified } from "./unreached-text";

const ONCE_PER_RESOURCE = [
  String.raw`delete_matching_keys(resource.attributes, "^(redaction\\..*|data_stream\\..*|elastic(search)?\\..*)$")`,
  'set(resource.attributes["obs.log_level"], ConvertCase(resource.attributes["obs.log_level"], "lower")) ' +
    'where resource.attributes["obs.log_level"] != nil',
];

/** Left by the redaction processors and the parser of container logs. */
const TRACES_OF_WORK = ["redaction.ignored.count", "redaction.body.ignored.count", "logtag"].map(
  (key) => `delete_key(log.attributes, "${key}")`,
);

const CLEAN = `log.body["${CLEAN_KEY}"]`;

const FIND_TRACE_IN_TEXT = [
  `merge_maps(log.cache, ExtractPatterns(log.body, ${ottlString(ID_IN_TEXT.trace)}), "upsert")`,
  'set(log.trace_id.string, ConvertCase(log.cache["t"], "lower")) where log.cache["t"] != nil',
  `merge_maps(log.cache, ExtractPatterns(log.body, ${ottlString(ID_IN_TEXT.span)}), "upsert") where log.cache["t"] != nil`,
  'set(log.span_id.string, ConvertCase(log.cache["s"], "lower")) where log.cache["s"] != nil',
];

/**
 * One form for all log records: severity, trace and span ids, message; what is not structured is set apart in a data
 * stream of its own. Comes after redaction, which looks into bodies deeper than into attributes.
 */
export function logNormalisation(patterns: readonly PiiPattern[]): HelmValue {
  return {
    error_mode: "ignore",
    log_statements: [
      group(ONCE_PER_RESOURCE),
      group(TRACES_OF_WORK),
      group([`set(log.body, ${CLEAN})`], [`IsMap(log.body) and IsString(${CLEAN})`]),
      structured(patterns),
      unstructured(),
      group(MAP_SEVERITY, [MAP_SEVERITY_CONDITION]),
      group([
        ...NAME_SEVERITY,
        'set(log.attributes["log.format"], "otlp") where log.attributes["log.format"] == nil',
      ]),
    ],
  };
}

function structured(patterns: readonly PiiPattern[]): HelmValue {
  const masked = `log.attributes["${MASKED_CLASSES}"]`;
  const statements = [
    `set(log.cache["masked"], ${masked}) where ${masked} != nil`,
    `merge_maps(log.attributes, ${CLEAN}, "insert") where ${CLEAN} != nil`,
    `merge_maps(log.attributes, log.body, "insert") where ${CLEAN} == nil`,
    "flatten(log.attributes)",
    ...maskKeysNoted("log", "log.attributes", patterns, `${CLEAN} == nil`),
    // The merge may have brought what is not the sender's to set.
    `delete_matching_keys(log.attributes, "^(${RESERVED})$")`,
    `set(${masked}, log.cache["masked"]) where log.cache["masked"] != nil`,
    ...noteUnclassified("log"),
    'set(log.attributes["log.format"], "structured")',
    ...FIND_LEVEL,
    ...FIND_TRACE,
    ...FIND_MESSAGE,
    DELETE_FOUND_FIELDS,
  ];
  return group(statements, ["IsMap(log.body)"]);
}

function unstructured(): HelmValue {
  const statements = [
    'set(log.attributes["log.format"], "unstructured")',
    ...FIND_LEVEL_IN_TEXT,
    ...FIND_TRACE_IN_TEXT,
    'set(log.attributes["data_stream.dataset"], "unstructured")',
  ];
  return group(statements, [
    'log.attributes["log.format"] == nil and log.attributes["log.iostream"] != nil and IsString(log.body)',
  ]);
}
