import { PII_CLASSES, type PiiClass, type PiiPattern } from "../../mandate/pii-patterns";
import type { HelmValue, HelmValues } from "../core/helm-values";
import { group, literal } from "./collector-text";
import { CLEAN_KEY } from "./pii-guard";
import { PII_KEYS } from "./pii-keys";

/** A map below such a key, flattened: `password.x`. */
const BELOW_CREDENTIAL_KEY = String.raw`(?i)(passw(?:or)?d|passphrase|credentials|authorization|cookie)\.`;

/**
 * Keys whose values are never looked at: what the receiver of container logs writes, and the lines that it found
 * clean. Applications can fill every other key with what they like, `service.version` and `trace_id` too.
 */
const OWN_KEYS = ["log.iostream", "logtag", "log.file.path", "log.file.record_offset", CLEAN_KEY];

/** Attribute of a record or span that names the classes of what was masked in it. */
export const MASKED_CLASSES = "pii.masked";

/** Where the processor leaves its counts. */
const COUNTS = ["redaction.masked.count", "redaction.body.masked.count"] as const;

/**
 * Masks sensitive values in bodies and attributes, one processor for each class, so that it is known what was masked:
 * after each its class is noted on the record. To be run in the order of the entries.
 *
 * `allowed_values` stays away: a match there exempts the whole value with whatever else is in it.
 * @see https://github.com/open-telemetry/opentelemetry-collector-contrib/issues/50417
 */
export function redactionByClass(
  patterns: readonly PiiPattern[],
  classes: readonly PiiClass[] = PII_CLASSES,
): HelmValues {
  const steps = classes.flatMap((name): readonly (readonly [string, HelmValue])[] => [
    [`redaction/${name}`, processor(patterns, [name], "info")],
    [`transform/masked_${name}`, noteClass(name)],
  ]);
  return Object.fromEntries(steps);
}

/** Masks all classes at once and leaves no counts, which would become labels. */
export function silentRedaction(patterns: readonly PiiPattern[]): HelmValue {
  return processor(patterns, PII_CLASSES, "silent");
}

function processor(
  patterns: readonly PiiPattern[],
  classes: readonly PiiClass[],
  summary: string,
): HelmValue {
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
    ignored_keys: OWN_KEYS,
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
