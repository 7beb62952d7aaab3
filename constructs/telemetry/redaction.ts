import type { PiiPattern } from "../../mandate/pii-patterns";
import type { HelmValue } from "../core/helm-values";
import { literal } from "./collector-text";

// Keys are matched by the end of their name, without a separator before it: `userPassword`, `DB_PASS`.
const CREDENTIAL_KEYS = [
  "passw(?:or)?d",
  "passphrase",
  "pwd",
  "secret",
  "credentials?",
  "(?:api|access|private|signing|encryption)[_-]?key",
  "authorization",
  "cookie",
  "cvv2?",
  "(?:access|refresh|id|auth|session|bearer|csrf)[_-]?token",
  "(?:^|[._-])(?:pass|cvc|token)",
];

const PERSONAL_KEYS = [
  "ssn",
  "iban",
  "card[_-]?(?:number|no)",
  "e-?mail(?:[_-]?address)?",
  "phone(?:[_-]?(?:number|no))?",
  "msisdn",
  "(?:first|last|full|sur)[_-]?name",
  "birth[_-]?date",
  "date[_-]?of[_-]?birth",
  "(?:^|[._-])(?:pan|dob)",
];

/** A map below such a key, flattened: `password.x`. */
const BELOW_CREDENTIAL_KEY = String.raw`(?i)(passw(?:or)?d|passphrase|credentials|authorization|cookie)\.`;

/**
 * Keys whose values are never looked at: only what an application cannot fill with free text.
 * `process.command_line` and its arguments are not among them.
 */
const HARMLESS_KEYS = [
  "trace_?id",
  "span_?id",
  "parent_?span_?id",
  "traceparent",
  String.raw`k8s\..*`,
  String.raw`container\..*`,
  String.raw`host\.(name|id|arch|type|image\..*)`,
  String.raw`process\.(pid|parent_pid|executable\.name|runtime\.(name|version))`,
  String.raw`telemetry\..*`,
  String.raw`log\.(file|iostream)\..*`,
  String.raw`log\.iostream`,
  "logtag",
  String.raw`service\.(name|namespace|version|instance\.id)`,
  String.raw`deployment\..*`,
  "timestamp",
  "ts",
  "@timestamp",
  "time",
];

/**
 * Masks sensitive values in bodies and attributes of all kinds.
 *
 * `allowed_values` stays away: a match there exempts the whole value with whatever else is in it.
 * @param summary - `info` counts what was masked on each record; `silent` where the counts would become labels.
 * @see https://github.com/open-telemetry/opentelemetry-collector-contrib/issues/50417
 */
export function redaction(patterns: readonly PiiPattern[], summary: "info" | "silent"): HelmValue {
  return processor(patterns, [...CREDENTIAL_KEYS, ...PERSONAL_KEYS], summary);
}

/** Masks credentials alone: an audit trail that does not tell who acted from where is none. */
export function auditRedaction(patterns: readonly PiiPattern[]): HelmValue {
  const credentials = patterns.filter((pattern) => pattern.class === "credential");
  return processor(credentials, CREDENTIAL_KEYS, "info");
}

function processor(patterns: readonly PiiPattern[], keys: readonly string[], summary: string): HelmValue {
  return {
    allow_all_keys: true,
    redact_all_types: true,
    summary,
    blocked_key_patterns: [`(?i)(${keys.join("|")})$`, BELOW_CREDENTIAL_KEY].map(literal),
    ignored_key_patterns: [literal(`^(${HARMLESS_KEYS.join("|")})$`)],
    blocked_values: patterns.map(({ pattern }) => literal(pattern)),
  };
}
