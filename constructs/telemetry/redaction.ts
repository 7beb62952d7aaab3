import { PII_CLASSES, type PiiClass, type PiiPattern } from "../../mandate/pii-patterns";
import { UNMASKED_KEYS } from "../../mandate/pii-unmasked-keys";
import type { HelmValue, HelmValues } from "../core/helm-values";
import { group, literal } from "./collector-text";
import type { Signal, Signals } from "./component-types";
import { type Processor, processor, transform } from "./components";
import { noteMasked } from "./masked-notes";
import { PII_KEYS } from "./pii-keys";
import { KEYED_HASH } from "./pseudonyms";

/** A map below such a key, flattened: `password.x`. */
const BELOW_CREDENTIAL_KEY = String.raw`(?i)(passw(?:or)?d|passphrase|credentials|authorization|cookie)\.`;

/** Where the processor leaves its counts. */
const COUNTS = ["redaction.masked.count", "redaction.body.masked.count"] as const;

/**
 * Masks sensitive values in bodies and attributes, one processor for each class, so that it is known what was masked:
 * after each its class is noted on the record. Kinds that are to stay correlatable get pseudonyms in a processor before
 * that of their class, which would mask them. To be run in this order.
 *
 * `allowed_values` stays away: a match there exempts the whole value with whatever else is in it.
 * @see https://github.com/open-telemetry/opentelemetry-collector-contrib/issues/50417
 */
export function redactionByClass(
  patterns: readonly PiiPattern[],
  pseudonyms: readonly string[] = [],
): readonly Processor<Signals<Signal>>[] {
  const isKept = (kind: string): boolean => pseudonyms.includes(kind);
  return PII_CLASSES.flatMap((name) => {
    const ofClass = patterns.filter((pattern) => pattern.class === name);
    const kept = ofClass.filter((pattern) => isKept(pattern.name));
    const masked = ofClass.filter((pattern) => !isKept(pattern.name));
    const hashed = { ...masking(kept, endingIn(keysOfKinds(name, isKept))), ...KEYED_HASH };
    return [
      ...(kept.length === 0 ? [] : [processor(`redaction/${name}_pseudonyms`, hashed)]),
      processor(`redaction/${name}`, masking(masked, maskedKeys([name], pseudonyms)), name),
      transform(`masked_${name}`, "mask", noteClass(name)),
    ];
  });
}

/**
 * Masks credentials in the audit trail, which has to tell who acted. No key is passed over: whoever may create objects
 * chooses the keys in its events.
 */
export function auditRedaction(patterns: readonly PiiPattern[]): readonly Processor<Signals<Signal>>[] {
  const credentials = patterns.filter((pattern) => pattern.class === "credential");
  const settings = { ...masking(credentials, maskedKeys(["credential"])), ignored_keys: [] };
  return [
    processor("redaction/audit", settings, "credential"),
    transform("masked_credential", "mask", noteClass("credential")),
  ];
}

/** Masks all classes at once: counts would become labels, and pseudonyms too many values of one. */
export function silentRedaction(patterns: readonly PiiPattern[]): HelmValue {
  return { ...masking(patterns, maskedKeys(PII_CLASSES)), summary: "silent" };
}

function masking(patterns: readonly PiiPattern[], keys: readonly string[]): HelmValues {
  return {
    allow_all_keys: true,
    redact_all_types: true,
    summary: "info",
    blocked_key_patterns: keys.map(literal),
    ignored_keys: UNMASKED_KEYS,
    blocked_values: patterns.map(({ pattern }) => literal(pattern)),
  };
}

/** Expressions of keys whose values are masked, less those that stand for a kind which becomes pseudonyms. */
/** Expressions of the keys whose values are masked whatever they are, but those of kinds that become pseudonyms. */
export function maskedKeys(
  classes: readonly PiiClass[],
  pseudonyms: readonly string[] = [],
): readonly string[] {
  const names = classes.flatMap((name) => [
    ...PII_KEYS[name].names,
    ...keysOfKinds(name, (kind) => !pseudonyms.includes(kind)),
  ]);
  return [...endingIn(names), ...(classes.includes("credential") ? [BELOW_CREDENTIAL_KEY] : [])];
}

function keysOfKinds(name: PiiClass, are: (kind: string) => boolean): readonly string[] {
  return Object.entries(PII_KEYS[name].ofKind ?? {}).flatMap(([kind, names]) => (are(kind) ? names : []));
}

function endingIn(names: readonly string[]): readonly string[] {
  return names.length === 0 ? [] : [`(?i)(${names.join("|")})$`];
}

function noteClass(name: PiiClass): HelmValue {
  const statements = (context: "log" | "span"): readonly HelmValue[] => {
    return [
      group(
        [
          ...noteMasked(context, name),
          ...COUNTS.map((count) => `delete_key(${context}.attributes, "${count}")`),
        ],
        [COUNTS.map((count) => `${context}.attributes["${count}"] != nil`).join(" or ")],
      ),
    ];
  };
  return { error_mode: "ignore", log_statements: statements("log"), trace_statements: statements("span") };
}
