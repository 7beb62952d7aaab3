/** What a pattern finds; a pipeline may treat the classes differently (the audit trail keeps its actor). */
export type PiiClass = "credential" | "contact" | "financial" | "national-id" | "network";

/** One kind of sensitive value and how it is recognised. */
export interface PiiPattern {
  /** Unique, lower case. */
  readonly name: string;
  readonly class: PiiClass;
  /**
   * Regular expression in RE2 syntax, without lookaround and back-references; the whole match is masked.
   * It must find its value in any order among the other patterns, because maskers do not promise one.
   */
  readonly pattern: string;
  /** Texts of which a part must be masked. */
  readonly examples: readonly string[];
  /** Texts that look alike and must stay whole. */
  readonly counterExamples: readonly string[];
}

const OCTET = "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";

// First two octets of an address outside 0/8, 10/8, 127/8, 172.16/12 and 192.168/16 (RFC 1918, RFC 1122).
const PUBLIC_NETWORK = [
  `(?:[1-9]|1[1-9]|[2-9][0-9]|1[0-13-6][0-9]|12[0-689]|17[013-9]|18[0-9]|19[013-9]|2[0-4][0-9]|25[0-5])\\.${OCTET}`,
  "172\\.(?:[0-9]|1[0-5]|3[2-9]|[4-9][0-9]|1[0-9]{2}|2[0-4][0-9]|25[0-5])",
  "192\\.(?:[0-9]|[1-9][0-9]|1[0-5][0-9]|16[0-79]|1[7-9][0-9]|2[0-4][0-9]|25[0-5])",
].join("|");

const SECRET_NAMES = [
  "password",
  "passwd",
  "passphrase",
  "pwd",
  "secret",
  "api[_-]?key",
  "apikey",
  "access[_-]?key",
  "access[_-]?token",
  "refresh[_-]?token",
  "auth[_-]?token",
  "id[_-]?token",
  "client[_-]?secret",
  "private[_-]?key",
  "session[_-]?id",
  "sessionid",
  "x-api-key",
  "connection[_-]?string",
  "aws_secret_access_key",
].join("|");

// Countries of the IBAN registry (ISO 13616); any two letters would find build numbers and order ids.
const IBAN_COUNTRIES =
  "A[DELTZ]|B[AEGHRY]|C[HRYZ]|D[EKO]|E[EGS]|F[IOR]|G[BEILRT]|H[RU]|I[ELQST]|JO|K[WZ]|L[BCITUV]|M[CDEKRTU]|N[LO]|" +
  "P[KLST]|QA|R[OS]|S[ACEIKMTV]|T[LNR]|UA|V[AG]|XK";

/**
 * The mandated kinds of sensitive values (`pii_scrubbing_enabled`). Every masker is generated from this table, so
 * they cannot drift apart. An environment may add kinds; none can be removed.
 *
 * What patterns cannot find: names of people and postal addresses in free text. Card numbers are masked without a
 * checksum, so about a quarter of random 16-digit numbers are masked too; that is the safe direction.
 */
export const PII_PATTERNS: readonly PiiPattern[] = [
  {
    name: "pem",
    class: "credential",
    pattern: String.raw`-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|\z)`,
    examples: [
      "-----BEGIN RSA PRIVATE KEY-----\nMIIE\nabc\n-----END RSA PRIVATE KEY-----",
      // Truncated by a log line limit.
      "key: -----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBg",
    ],
    counterExamples: ["-----BEGIN CERTIFICATE-----\nMIIB", "-----BEGIN PUBLIC KEY-----"],
  },
  {
    name: "jwt",
    class: "credential",
    pattern: String.raw`eyJ[A-Za-z0-9_-]{5,}\.[A-Za-z0-9_-]{5,}(?:\.[A-Za-z0-9_-]*)?`,
    examples: ["token eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.abc-_DEF"],
    counterExamples: ["eyJ", "token bucket rate limiter"],
  },
  {
    name: "authz",
    class: "credential",
    pattern: String.raw`(?i)\b(?:proxy-)?authorization["']?\s*[:=]\s*["']?(?:bearer|basic|digest|token|apikey|aws4-hmac-sha256)\s+[^\s"',;]+`,
    examples: [
      "Authorization: Bearer abc.def.ghi",
      'authorization="Basic dXNlcjpwYXNz"',
      '{"Authorization":"Bearer sk-abcdef1234567890abcd"}',
    ],
    counterExamples: ["authorization failed for user", "basic authentication failed for user"],
  },
  {
    name: "bearer",
    class: "credential",
    pattern: String.raw`(?i)\bbearer\s+[A-Za-z0-9._~+/-]{16,}=*`,
    examples: ["sent Bearer tok1234567890abcdef12 upstream"],
    counterExamples: ["bearer of news"],
  },
  {
    name: "urlcred",
    class: "credential",
    pattern: String.raw`://[^/\s:@"']*:[^/\s@"']+@`,
    examples: ["postgres://app:s3cr3t@db:5432/x", "redis://:pass@h:6379"],
    counterExamples: ["https://db.example.com:5432/x", "grpc://db:5432"],
  },
  {
    name: "awskey",
    class: "credential",
    // Unique identifiers of AWS: the four-letter prefixes tell the kind of resource.
    pattern: String.raw`\b(?:AKIA|ASIA|AROA|AIDA|AGPA|ANPA|ANVA|AIPA)[A-Z0-9]{16}\b`,
    examples: ["aws AKIAIOSFODNN7EXAMPLE"],
    counterExamples: ["AKIA", "XAKIAIOSFODNN7EXAMPLEX"],
  },
  {
    name: "vendorkeys",
    class: "credential",
    // GitHub, GitLab, Slack, Stripe, Google, npm, SendGrid.
    pattern: String.raw`\b(?:gh[pousr]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{22,}|glpat-[A-Za-z0-9_-]{20,}|xox[abeoprs]-[A-Za-z0-9-]{10,}|[rs]k_(?:live|test)_[A-Za-z0-9]{16,}|AIza[A-Za-z0-9_-]{35}|npm_[A-Za-z0-9]{36}|SG\.[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{16,})`,
    // Put together here, because scanners of repositories look for these very shapes.
    examples: [`ghp_${"a".repeat(36)}`, `xoxb-${"1".repeat(12)}-abcdef`, `sk_live_${"a".repeat(24)}`],
    counterExamples: ["ghp_short", "npm_config_registry", "SG.example"],
  },
  {
    name: "kv",
    class: "credential",
    pattern: `(?i)(?:${SECRET_NAMES})${String.raw`\\?["']?\s*[:=]\s*\\?(?:"[^"\\]*|'[^']*|[^\s&,;"'}\])]+)`}`,
    examples: [
      "password=hunter2 next",
      '"password": "hun ter2", "a":1',
      "pwd='x y z'",
      String.raw`{\"password\":\"s3cr\"}`,
      "?api_key=abcd1234&x=1",
      'client_secret: "q-w-e"',
      "aws_secret_access_key=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
    ],
    counterExamples: ["secret rotated", "password changed by the user"],
  },
  {
    name: "email",
    class: "contact",
    pattern: String.raw`[A-Za-z0-9._%+-]+(?:@|%40)[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,24}`,
    examples: ["user jane.doe+x@example.co.uk logged in", "GET /u?email=bob%40corp.com&x=1"],
    counterExamples: ["k8s.io/api@v0.31.1", "node ip-10-0-3-4.ec2.internal"],
  },
  {
    name: "iban",
    class: "financial",
    pattern: `\\b(?:${IBAN_COUNTRIES})[0-9]{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\\b`,
    examples: ["iban DE89370400440532013000 paid", "iban GB29 NWBK 6016 1331 9268 19"],
    counterExamples: ["uid 49cc7c1f-d370-2c40-b268-6ea7486091d6", "build XX12ABCD34567890"],
  },
  {
    name: "pan",
    class: "financial",
    // Sixteen digits with the prefixes of Visa, Mastercard, Discover and JCB.
    pattern: String.raw`\b(?:4[0-9]{3}|5[1-5][0-9]{2}|2(?:2(?:2[1-9]|[3-9][0-9])|[3-6][0-9]{2}|7(?:[01][0-9]|20))|6(?:011|5[0-9]{2}|4[4-9][0-9])|35(?:2[89]|[3-8][0-9]))[ -]?[0-9]{4}[ -]?[0-9]{4}[ -]?[0-9]{4}\b`,
    examples: [
      "card 4111 1111 1111 1111 ok",
      "card=5555555555554444",
      "mc 2221000000000009",
      "mc 2720999999999996",
      "disc 6011111111111117",
      "jcb 3530111333300000",
    ],
    counterExamples: ["us 1700000000123456", "ts 1700000000000000000", "order 123456789"],
  },
  {
    name: "amex",
    class: "financial",
    pattern: String.raw`\b3[47][0-9]{2}[ -]?[0-9]{6}[ -]?[0-9]{5}\b`,
    examples: ["amex 3782-822463-10005", "amex 378282246310005"],
    counterExamples: ["ms 1700000000123", "Elapsed 1234567890 ns"],
  },
  {
    name: "ssn",
    class: "national-id",
    // United States: area not 000, 666 or 9xx, group not 00.
    pattern: String.raw`\b(?:00[1-9]|0[1-9][0-9]|[1-57-8][0-9]{2}|6(?:[0-57-9][0-9]|6[0-57-9]))-(?:0[1-9]|[1-9][0-9])-[0-9]{4}\b`,
    examples: ["ssn 123-45-6789."],
    counterExamples: ["666-12-3456", "000-12-3456", "2026-11-22T05:42:11.123456789Z took 12.345ms"],
  },
  {
    name: "phone_e164",
    class: "contact",
    pattern: String.raw`\+[1-9][0-9]{0,2}[ .-]?\(?[0-9]{1,4}\)?(?:[ .-]?[0-9]{2,4}){2,4}\b`,
    examples: ["tel +1 415-555-2671", "tel +442071838750 x"],
    counterExamples: ["offset +01:00", "version 1.31.4 build 2026.11.22"],
  },
  {
    name: "phone_us",
    class: "contact",
    pattern: String.raw`(?:\([2-9][0-9]{2}\) ?|\b[2-9][0-9]{2}[.-])[2-9][0-9]{2}[.-][0-9]{4}\b`,
    examples: ["call (415) 555-2671 now", "call 415-555-2671"],
    counterExamples: ["115-555-2671", "GET /api/v1/users/42 200 15ms"],
  },
  {
    name: "ipv4_public",
    class: "network",
    // Private addresses stay: they name nodes and pods, not people, and operation needs them.
    pattern: `\\b(?:${PUBLIC_NETWORK})\\.${OCTET}\\.${OCTET}\\b`,
    examples: ["client 8.8.8.8 connected", "from 203.0.113.195:443", "172.15.0.1 pub", "192.169.1.1"],
    counterExamples: ["pod 10.244.0.11 and 192.168.1.4 and 172.16.5.6 and 127.0.0.1", "version 1.31.4"],
  },
  {
    name: "ipv6_full",
    class: "network",
    pattern: String.raw`(?i)\b(?:[0-9a-f]{1,4}:){7}[0-9a-f]{1,4}\b`,
    examples: ["ip 2001:0db8:85a3:0000:0000:8a2e:0370:7334"],
    counterExamples: ["time 12:34:56 and 01:02:03:04"],
  },
  {
    name: "ipv6_comp",
    class: "network",
    pattern: String.raw`(?i)\b(?:[0-9a-f]{1,4}:){1,6}(?::[0-9a-f]{1,4}){1,6}\b`,
    examples: ["ip 2001:db8::8a2e:370:7334 x"],
    counterExamples: ["std::vector<int> foo::bar", "time 12:34:56"],
  },
];
