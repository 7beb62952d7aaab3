import type { PiiPattern } from "../../mandate/pii-patterns";
import { CLEAN_KEY } from "../../mandate/pii-unmasked-keys";
import type { HelmValue } from "../core/helm-values";
import { group } from "./collector-text";
import { RENAME_OWN_KEYS } from "./own-keys";
import { maskKeys, maskKeysNoted, maskText, maskTextNoted, noteUnclassified } from "./unreached-text";

/** What the pipeline itself writes, and what decides the data stream. */
const OUR_KEYS = String.raw`data_stream\..*|elastic(search)?\..*|obs\..*|pii\..*|redaction\..*`;

/** What decides the index, the counters or the identity of a record is not the sender's to set. */
export const RESERVED_KEYS = String.raw`${OUR_KEYS}|service\.name|k8s\.namespace\.name`;

const OURS = inOttl(OUR_KEYS);

/** The same inside a text of OTTL. */
export const RESERVED = inOttl(RESERVED_KEYS);

/**
 * What only the reader of container logs may say: that a record comes from a file, and what in it is clean. Redaction
 * passes these over in every signal.
 */
const OF_FILES = String.raw`log\\.iostream|logtag|log\\.format|log\\.file\\..*|${CLEAN_KEY}`;

/**
 * Where a sender runs is told by Kubernetes, found by the pod's uid or address; what it says itself would stand,
 * because attributes that are there are not overwritten.
 */
export const KUBERNETES_KEYS = [
  String.raw`k8s\.(cluster|namespace|node|deployment|statefulset|daemonset|replicaset|job|cronjob|container)\..*`,
  String.raw`k8s\.pod\.(name|start_time|hostname)`,
  String.raw`app\.tier`,
].join("|");

const OF_KUBERNETES = inOttl(KUBERNETES_KEYS);

/**
 * Takes from records that applications send what is not theirs to say, and brings the rest into the form that
 * redaction reaches: flat attributes, texts, and no values in keys. Comes before anything is added to them.
 */
export function senderRecords(patterns: readonly PiiPattern[]): HelmValue {
  const common = [
    group(flat("resource", `${OURS}|${OF_FILES}|${OF_KUBERNETES}`, patterns)),
    group(flat("scope", `${OURS}|${OF_FILES}`, patterns)),
  ];
  return {
    error_mode: "ignore",
    log_statements: [
      ...common,
      group([
        ...flatWithout("log.attributes", `${RESERVED}|${OF_FILES}`),
        ...maskKeysNoted("log", "log.attributes", patterns),
        ...RENAME_OWN_KEYS,
        // Redaction looks into lists, but not at the keys of maps in them.
        "set(log.body, String(log.body)) where IsList(log.body)",
        ...maskTextNoted("log", "log.event_name", patterns),
        ...noteUnclassified("log"),
      ]),
    ],
    trace_statements: [
      ...common,
      group(flatWithout("span.attributes", `${OURS}|${OF_FILES}`)),
      group(flatWithout("spanevent.attributes", `${OURS}|${OF_FILES}`)),
    ],
    metric_statements: [
      ...common,
      group([maskText("metric.name", patterns), maskText("metric.description", patterns)]),
      group([
        // A label of stars would be none.
        ...flat("datapoint", `${OURS}|${OF_FILES}`, patterns, '"masked"'),
      ]),
      // What an exemplar has beside its trace is shown by no panel.
      group(["keep_keys(exemplar.filtered_attributes, [])"]),
    ],
  };
}

/** Flattens first, because a map may hold what is taken away. */
function flatWithout(attributes: string, taken: string): readonly string[] {
  return [`flatten(${attributes})`, `delete_matching_keys(${attributes}, "^(${taken})$")`];
}

function flat(
  context: string,
  taken: string,
  patterns: readonly PiiPattern[],
  mask?: string,
): readonly string[] {
  const attributes = `${context}.attributes`;
  return [...flatWithout(attributes, taken), maskKeys(attributes, patterns, mask)];
}

function inOttl(expression: string): string {
  return expression.replaceAll("\\", String.raw`\\`);
}
