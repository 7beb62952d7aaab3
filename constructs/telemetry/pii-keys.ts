import type { PiiClass } from "../../mandate/pii-patterns";

/** Keys that give away what stands below them. */
interface PiiKeys {
  /** Parts of an expression; keys are matched by their end, without a separator before it: `userPassword`, `DB_PASS`. */
  readonly names: readonly string[];
  /** Names of the same form that stand for one kind of value, by the name of its pattern. */
  readonly ofKind?: Readonly<Record<string, readonly string[]>>;
  /** What every text has in which such a key stands in JSON: literals, or expressions that begin with one. */
  readonly signs: readonly string[];
}

/** For every class of sensitive values the keys whose values are masked, whatever they are. */
export const PII_KEYS: Readonly<Record<PiiClass, PiiKeys>> = {
  credential: {
    names: [
      ...["passw(?:or)?d", "passphrase", "pwd", "secret", "credentials?", "authorization", "cookie", "cvv2?"],
      "(?:api|access|private|signing|encryption)[_-]?key",
      "(?:access|refresh|id|auth|session|bearer|csrf)[_-]?token",
      "(?:^|[._-])(?:pass|cvc|token)",
    ],
    signs: [
      ...[
        "passw",
        "passphrase",
        "pwd",
        "secret",
        "credential",
        "authorization",
        "cookie",
        "cvv",
        "key",
        "token",
      ],
      ...['pass"', 'cvc"'],
    ],
  },
  contact: {
    names: [...["phone(?:[_-]?(?:number|no))?", "msisdn"], "(?:first|last|full|sur)[_-]?name"],
    ofKind: { email: ["e-?mail(?:[_-]?address)?"] },
    signs: [
      ...["mail", "phone", "msisdn"],
      ...["first", "last", "full", "sur"].map((which) => `${which}[_-]?name`),
    ],
  },
  financial: {
    names: ["iban", "card[_-]?(?:number|no)", "(?:^|[._-])pan"],
    signs: ["iban", "card[_-]?n", ...['"', ".", "_", "-"].map((before) => `${before}pan"`)],
  },
  "national-id": {
    names: ["ssn", "birth[_-]?date", "date[_-]?of[_-]?birth", "(?:^|[._-])dob"],
    signs: ["ssn", "birth", 'dob"'],
  },
  network: { names: [], signs: [] },
};
