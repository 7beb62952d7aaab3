import type { Problem } from "../../mandate";
import type { PiiPattern } from "../../mandate/pii-patterns";
import type { HelmValues } from "../core/helm-values";
import { fromSecret, type SecretReference } from "../security/secret-reference";

/** Which sensitive values stay correlatable. */
export interface PseudonymOptions {
  /** Names of kinds that the table of patterns lets become pseudonyms; everything else is masked. */
  readonly kinds: readonly string[];
  /**
   * Key of the HMAC, 32 bytes or more, in the agents' namespace. Agents with the same key give a value the same
   * pseudonym; whoever has it can try values out.
   * @default { name: "otel-agent-pseudonyms", key: "hmac-key" }
   */
  readonly key?: SecretReference;
}

const DEFAULT_KEY: SecretReference = { name: "otel-agent-pseudonyms", key: "hmac-key" };

const VARIABLE = "PII_PSEUDONYM_KEY";

/**
 * How the redaction processor makes pseudonyms: by a hash with a key, because a plain one of addresses or card numbers is
 * undone by hashing all there are.
 */
export const KEYED_HASH = { hash_function: "hmac-sha256", hmac_key: `\${env:${VARIABLE}}` } as const;

/** The values that bring the key to a collector; none where nothing becomes a pseudonym. */
export function pseudonymVariables({ key = DEFAULT_KEY, kinds }: PseudonymOptions): HelmValues {
  return kinds.length === 0 ? {} : { extraEnvs: [{ name: VARIABLE, valueFrom: fromSecret(key) }] };
}

/** What is wrong with kinds that are to become pseudonyms. */
export function pseudonymProblems(
  kinds: readonly string[],
  patterns: readonly PiiPattern[],
  where: string,
): readonly Problem[] {
  const allowed = patterns.filter(({ correlatable = false }) => correlatable).map(({ name }) => name);
  return kinds
    .filter((kind) => !allowed.includes(kind))
    .map((kind) => ({
      where,
      what: patterns.some(({ name }) => name === kind)
        ? "values of this kind are masked, and must not be kept as pseudonyms"
        : "there is no such kind of sensitive values",
      found: JSON.stringify(kind),
      allowed: allowed.join(", "),
      mandate: "observability_configuration.pii_scrubbing_enabled",
    }));
}
