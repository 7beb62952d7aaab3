import { PII_PATTERNS, type PiiPattern } from "../../mandate/pii-patterns";
import type { HelmValue } from "../core/helm-values";
import { group, ottlString } from "./collector-text";
import { noteMasked, UNCLASSIFIED } from "./masked-notes";

const MASK = '"****"';

/**
 * A cheap superset of the mandated patterns for keys: keys are data too (`{"users":{"a@b.c":1}}`), and all patterns
 * on every key would cost half as much again as everything else. The whole key goes.
 */
export const SUSPICIOUS_KEY: readonly string[] = [
  "[^@.]@",
  "%(?:25)?40",
  "%3[AaDd]",
  "=",
  "://",
  ":[^:]*:",
  "[0-9]{4}",
  "[0-9]{3}[-. ][0-9]{2}",
  String.raw`\+[0-9]`,
  String.raw`[0-9]\.[0-9]+\.[0-9]+\.[0-9]`,
  "[A-Za-z0-9_-]{36,}",
  "eyJ",
  "-----",
  "A[A-Z]{3}[A-Z0-9]{16}",
  "[rs]k_(?:live|test)_",
  "xox[abeoprs]-",
  "glpat-",
  "github_pat_",
  String.raw`SG\.`,
  String.raw`(?i:bearer|basic|digest|authorization)(?:[:\s+]|%20)`,
  String.raw`(?i:key|token|secret|passw(?:or)?d|passphrase|pwd|session[_-]?id|connection[_-]?string)\\?["']?\s*:`,
];

/** A statement that masks suspicious keys of a map of attributes. */
export function maskKeys(map: string, patterns: readonly PiiPattern[], mask = MASK): string {
  const mandated = new Set(PII_PATTERNS.map(({ name }) => name));
  const added = patterns.filter(({ name }) => !mandated.has(name)).map(({ pattern }) => `(?:${pattern})`);
  const key = `(?s)^.*(?:${[...SUSPICIOUS_KEY, ...added].join("|")}).*$`;
  return `replace_all_patterns(${map}, "key", ${ottlString(key)}, ${mask})`;
}

/** A statement that masks all kinds in a text that is no attribute. */
export function maskText(path: string, patterns: readonly PiiPattern[]): string {
  const any = patterns.map(({ pattern }) => `(?:${pattern})`).join("|");
  return `replace_pattern(${path}, ${ottlString(any)}, ${MASK}) where ${path} != ""`;
}

type Context = "log" | "span" | "spanevent";

const FLAG = "unclassified";

/** Statements that mask suspicious keys, where a condition holds, and remember whether there were any. */
export function maskKeysNoted(
  context: Context,
  map: string,
  patterns: readonly PiiPattern[],
  condition?: string,
): readonly string[] {
  const starred = `${map}[${MASK}]`;
  const before = `${context}.cache["starred"]`;
  const where = condition === undefined ? "" : ` where ${condition}`;
  return [
    // A sender may have such a key itself.
    `set(${before}, ${starred})${where}`,
    `${maskKeys(map, patterns)}${where}`,
    `set(${context}.cache["${FLAG}"], true) where ${starred} != nil and ${before} == nil`,
  ];
}

/** Statements that mask a text that is no attribute, and remember whether it held something. */
export function maskTextNoted(
  context: Context,
  path: string,
  patterns: readonly PiiPattern[],
): readonly string[] {
  const before = `${context}.cache["text"]`;
  return [
    `set(${before}, ${path})`,
    maskText(path, patterns),
    `set(${context}.cache["${FLAG}"], true) where ${path} != ${before}`,
  ];
}

/** Statements that note on a record or span what the statements before them remember. */
export function noteUnclassified(context: Context): readonly string[] {
  return noteMasked(context === "log" ? "log" : "span", UNCLASSIFIED, `${context}.cache["${FLAG}"] == true`);
}

/**
 * Masks what the redaction processor never looks at in traces: keys, names of spans and events, status messages.
 * Attributes of span links stay open: no processor reaches them.
 */
export function maskTraceTexts(patterns: readonly PiiPattern[]): HelmValue {
  return {
    error_mode: "ignore",
    trace_statements: [
      // Counters of the redaction processor, which would become attributes in the store.
      group([String.raw`delete_matching_keys(resource.attributes, "^redaction\\.")`]),
      group([String.raw`delete_matching_keys(scope.attributes, "^redaction\\.")`]),
      group([
        String.raw`delete_matching_keys(span.attributes, "^redaction\\.")`,
        ...maskKeysNoted("span", "span.attributes", patterns),
        ...["span.name", "span.status.message", "span.trace_state"].flatMap((path) =>
          maskTextNoted("span", path, patterns),
        ),
        ...noteUnclassified("span"),
      ]),
      group([
        String.raw`delete_matching_keys(spanevent.attributes, "^redaction\\.")`,
        ...maskKeysNoted("spanevent", "spanevent.attributes", patterns),
        ...maskTextNoted("spanevent", "spanevent.name", patterns),
        ...noteUnclassified("spanevent"),
      ]),
    ],
  };
}
