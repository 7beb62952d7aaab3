import { UNMASKED_KEYS } from "../../mandate/pii-unmasked-keys";
import type { HelmValue } from "../core/helm-values";
import { group, ottlString } from "./collector-text";

/** Attribute of a line, until redaction, whose keys may be called as ours are. */
export const OWN_KEYS_SUSPECT = "obs.own_keys";

const ANY_OWN_KEY = UNMASKED_KEYS.map((key) => key.replaceAll(".", String.raw`\.`)).join("|");

/**
 * Whether JSON in a raw line may hold one of the keys that redaction passes over, in the language of the receiver's
 * conditions: the key itself, or a code such as `\u006f` of one of its characters. Literals are found fastest.
 */
export const MAY_HOLD_OWN_KEYS = [
  ...UNMASKED_KEYS.map((key) => `body contains "${key}"`),
  String.raw`body matches "\\\\u00(?:2[eE]|5[fF]|[67])"`,
].join(" or ");

const OWN_KEY_IN_JSON = ottlString(`"(${ANY_OWN_KEY})":`);
const TEXT = 'log.cache["own_keys"]';

/**
 * Statements that rename such keys wherever they stand in a map of a body, so that redaction looks below them. What
 * cannot be written as JSON, such as a number that is none, is flattened instead: then only keys at the top count.
 */
export const RENAME_OWN_KEYS: readonly string[] = [
  `set(${TEXT}, String(log.body)) where IsMap(log.body)`,
  `flatten(log.body) where IsMap(log.body) and ${TEXT} == nil`,
  `delete_matching_keys(log.body, ${ottlString(`^(${ANY_OWN_KEY})$`)}) where IsMap(log.body) and ${TEXT} == nil`,
  `set(${TEXT}, "") where ${TEXT} == nil or not IsMatch(${TEXT}, ${OWN_KEY_IN_JSON})`,
  `replace_pattern(${TEXT}, ${OWN_KEY_IN_JSON}, ${ottlString('"app_$1":')})`,
  `set(log.body, ParseJSON(${TEXT})) where ${TEXT} != ""`,
];

/** Renames them in lines of containers that may have them. */
export const OWN_KEYS_OF_LINES: HelmValue = {
  error_mode: "ignore",
  log_statements: [
    group(
      [...RENAME_OWN_KEYS, `delete_key(log.attributes, "${OWN_KEYS_SUSPECT}")`],
      [`log.attributes["${OWN_KEYS_SUSPECT}"] != nil`],
    ),
  ],
};
