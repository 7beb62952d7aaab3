import { PII_CLASSES, type PiiClass, type PiiPattern } from "../../mandate/pii-patterns";
import { UNMASKED_KEYS } from "../../mandate/pii-unmasked-keys";
import type { HelmValue, HelmValues } from "../core/helm-values";
import { group, literal } from "./collector-text";
import type { Signal, Signals } from "./component-types";
import { type Processor, processor, transform } from "./components";
import { PII_KEYS } from "./pii-keys";

/** A map below such a key, flattened: `password.x`. */
const BELOW_CREDENTIAL_KEY = String.raw`(?i)(passw(?:or)?d|passphrase|credentials|authorization|cookie)\.`;

/** Attribute of a record or span that names the classes of what was masked in it. */
export const MASKED_CLASSES = "pii.masked";

/** Where the processor leaves its counts. */
const COUNTS = ["redaction.masked.count", "redaction.body.masked.count"] as const;

/**
 * Masks sensitive values in bodies and attributes, one processor for each class, so that it is known what was masked:
 * after each its class is noted on the record. To be run in this order.
 *
 * `allowed_values` stays away: a match there exempts the whole value with whatever else is in it.
 * @see https://github.com/open-telemetry/opentelemetry-collector-contrib/issues/50417
 */
export function redactionByClass(patterns: readonly PiiPattern[]): readonly Processor<Signals<Signal>>[] {
  return PII_CLASSES.flatMap((name) => [
    processor(`redaction/${name}`, masking(patterns, [name], "info"), name),
    transform(`masked_${name}`, "mask", noteClass(name)),
  ]);
}

/**
 * Masks credentials in the audit trail, which has to tell who acted. No key is passed over: whoever may create objects
 * chooses the keys in its events.
 */
export function auditRedaction(patterns: readonly PiiPattern[]): readonly Processor<Signals<Signal>>[] {
  const settings = { ...masking(patterns, ["credential"], "info"), ignored_keys: [] };
  return [
    processor("redaction/audit", settings, "credential"),
    transform("masked_credential", "mask", noteClass("credential")),
  ];
}

/** Masks all classes at once and leaves no counts, which would become labels. */
export function silentRedaction(patterns: readonly PiiPattern[]): HelmValue {
  return masking(patterns, PII_CLASSES, "silent");
}

function masking(patterns: readonly PiiPattern[], classes: readonly PiiClass[], summary: string): HelmValues {
  const keys = classes.flatMap((name) => PII_KEYS[name].names);
  const blockedKeys = [
    ...(keys.length === 0 ? [] : [`(?i)(${keys.join("|")})$`]),
    ...(classes.includes("credential") ? [BELOW_CREDENTIAL_KEY] : []),
  ];
  return {
    allow_all_keys: true,
    redact_all_types: true,
    summary,
    blocked_key_patterns: blockedKeys.map(literal),
    ignored_keys: UNMASKED_KEYS,
    blocked_values: patterns
      .filter((pattern) => classes.includes(pattern.class))
      .map(({ pattern }) => literal(pattern)),
  };
}

function noteClass(name: PiiClass): HelmValue {
  const statements = (context: "log" | "span"): readonly HelmValue[] => {
    const noted = `${context}.attributes["${MASKED_CLASSES}"]`;
    return [
      group(
        [
          `set(${noted}, Concat([${noted}, "${name}"], " ")) where ${noted} != nil`,
          `set(${noted}, "${name}") where ${noted} == nil`,
          ...COUNTS.map((count) => `delete_key(${context}.attributes, "${count}")`),
        ],
        [COUNTS.map((count) => `${context}.attributes["${count}"] != nil`).join(" or ")],
      ),
    ];
  };
  return { error_mode: "ignore", log_statements: statements("log"), trace_statements: statements("span") };
}
