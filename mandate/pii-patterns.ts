/** What a pattern finds; a pipeline may treat the classes differently (the audit trail keeps its actor). */
export const PII_CLASSES = ["credential", "contact", "financial", "national-id", "network"] as const;

export type PiiClass = (typeof PII_CLASSES)[number];

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
  /**
   * What is cheap to look for, and of which every text that the pattern finds has at least one: a literal (in lower
   * case where its case does not matter), or an expression that begins with a literal and looks for a shape. Where a
   * shape is found, the pattern decides.
   * @default - none; a masker has to look with the pattern itself
   */
  readonly signs?: readonly string[];
  /**
   * Whether an environment may have its values replaced by keyed pseudonyms, which are the same for the same value; of
   * the others nothing is left, whatever an environment asks for.
   * @default false
   */
  readonly correlatable?: boolean;
  /** Texts of which a part must be masked: what stands between « and », where they mark it. */
  readonly examples: readonly string[];
  /** Texts that look alike and must stay whole. */
  readonly counterExamples: readonly string[];
}

// A value may follow an underscore, a code of a URL (`%3D4111…`) or of a text in JSON (`\n4111…`), where no word ends.
const LEFT = String.raw`(?:\b|_|%[0-9A-Fa-f]{2}|\\[bfnrt])`;
const RIGHT = String.raw`(?:\b|_)`;

// As they stand in texts and in URLs.
const SPACE = String.raw`(?:\s|%20|\+)`;
const APART = String.raw`(?:[ -]|%20|\+)`;
const DIGITS_APART = `${APART}?`;
const COLON = "(?::|%3[Aa])";
const ASSIGNED = String.raw`(?:[:=]|%3[AaDd])`;
// Backslashes are those of JSON inside a text.
const QUOTE = String.raw`(?:(?:\\|%5C)*(?:["']|%22))?`;
// Also in a URL inside a URL.
const AT = "(?:@|%(?:25)?40)";

const OCTET = "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";

// First two octets of an address outside 0/8, 10/8, 127/8, 172.16/12 and 192.168/16 (RFC 1918, RFC 1122).
const PUBLIC_NETWORK = [
  `(?:[1-9]|1[1-9]|[2-9][0-9]|1[0-13-6][0-9]|12[0-689]|17[013-9]|18[0-9]|19[013-9]|2[0-4][0-9]|25[0-5])\\.${OCTET}`,
  "172\\.(?:[0-9]|1[0-5]|3[2-9]|[4-9][0-9]|1[0-9]{2}|2[0-4][0-9]|25[0-5])",
  "192\\.(?:[0-9]|[1-9][0-9]|1[0-5][0-9]|16[0-79]|1[7-9][0-9]|2[0-4][0-9]|25[0-5])",
].join("|");

const SECRET_NAMES = [
  "passw(?:or)?d",
  "passphrase",
  "pwd",
  "_pass",
  "secret",
  "(?:api|access|private)[_-]?key",
  "(?:access|refresh|auth|id|session|csrf)[_-]?token",
  "session[_-]?id",
  "connection[_-]?string",
].join("|");

/** Words of which each of these names has one. */
export const SECRET_SIGNS: readonly string[] = [
  ...["passw", "passphrase", "pwd", "_pass", "secret", "key", "token"],
  ...["sessionid", "session_id", "session-id", "connection"],
];

/** The first separator of groups of digits, with what follows it: an expression that begins with a literal. */
function apart(rest: string): readonly string[] {
  return [" ", "-", String.raw`\+`, "%20"].map((separator) => `${separator}${rest}`);
}

// Countries of the IBAN registry (ISO 13616); any two letters would find build numbers and order ids.
const IBAN_COUNTRIES =
  "A[DELTZ]|B[AEGHRY]|C[HRYZ]|D[EKO]|E[EGS]|F[IOR]|G[BEILRT]|H[RU]|I[ELQST]|JO|K[WZ]|L[BCITUV]|M[CDEKRTU]|N[LO]|" +
  "P[KLST]|QA|R[OS]|S[ACEIKMTV]|T[LNR]|UA|V[AG]|XK";

/** Groups of four characters of base64 until one that holds the colon of `user:password`, which three shapes can. */
const BASE64_WITH_COLON =
  "(?:[A-Za-z0-9+/]{4})*" +
  "(?:O[g-v]|[A-Za-z0-9+/][DTjz][o-r]|[A-Za-z0-9+/]{2}[AEIMQUYcgkosw048]6)[A-Za-z0-9+/%=]*";

/**
 * The mandated kinds of sensitive values (`pii_scrubbing_enabled`). Every masker is generated from this table, so
 * they cannot drift apart. An environment may add kinds; none can be removed.
 *
 * What patterns cannot find: names of people and postal addresses in free text. Card numbers are masked without a
 * checksum, so about a quarter of random 16-digit numbers are masked too; versions of four parts look like addresses;
 * private IPv6 addresses are masked, because without lookbehind their tail cannot be told from a public one. All of
 * that is the safe direction.
 */
export const PII_PATTERNS: readonly PiiPattern[] = [
  {
    name: "pem",
    class: "credential",
    pattern: `-----BEGIN[A-Z 0-9%+]*PRIVATE${SPACE}KEY-----[\\s\\S]*?(?:-----END[A-Z 0-9%+]*PRIVATE${SPACE}KEY-----|\\z)`,
    signs: ["PRIVATE"],
    examples: [
      "-----BEGIN RSA PRIVATE KEY-----\n«MIIEpAIBAAKCAQEA7\nbq2Zx»\n-----END RSA PRIVATE KEY-----",
      // Truncated by a log line limit.
      "key: -----BEGIN PRIVATE KEY-----\n«MIIEvQIBADANBgkq»",
      "-----BEGIN OPENSSH PRIVATE KEY-----\n«b3BlbnNzaC1rZXktdjEAAAAA»\n-----END OPENSSH PRIVATE KEY-----",
    ],
    counterExamples: ["-----BEGIN CERTIFICATE-----\nMIIB", "-----BEGIN PUBLIC KEY-----"],
  },
  {
    name: "jwt",
    class: "credential",
    // Signed tokens have three parts, encrypted ones five.
    pattern: String.raw`eyJ[A-Za-z0-9_-]{5,}\.[A-Za-z0-9_-]{5,}(?:\.[A-Za-z0-9_-]*){0,3}`,
    signs: ["eyJ"],
    examples: [
      "token «eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.abc-_DEF»",
      "«eyJhbGciOiJSU0EtT0FFUCJ9.OKOawDo13gRp.48V1_ALb6US04U3b.5eym8TW_c8SuK0lt.XFBoMYUZodetZ»",
    ],
    counterExamples: ["eyJ", "token bucket rate limiter"],
  },
  {
    name: "authz",
    class: "credential",
    pattern: `(?i)authorization${QUOTE}${SPACE}*${ASSIGNED}${SPACE}*${QUOTE}(?:bearer|basic|digest|token|apikey|aws4-hmac-sha256)${SPACE}+[^\\s"',;&]+`,
    signs: ["authorization"],
    examples: [
      "Authorization: Bearer «abc.def.ghi»",
      'authorization="Basic «dXNlcjpwYXNz»"',
      '{"Authorization":"Bearer «sk-abcdef1234567890abcd»"}',
      "Proxy-Authorization: Token «4f2a9c1e»",
    ],
    counterExamples: ["authorization failed for user", "basic authentication failed for user"],
  },
  {
    name: "bearer",
    class: "credential",
    pattern: `(?i)bearer${SPACE}+[A-Za-z0-9._~+/-]{16,}=*`,
    signs: ["bearer"],
    examples: ["sent Bearer «tok1234567890abcdef12» upstream"],
    counterExamples: ["bearer of news", "bearer token expired"],
  },
  {
    name: "basic",
    class: "credential",
    // Base64 of a text with a colon; the words after "basic authentication" are not.
    pattern: `[Bb](?:asic|ASIC)${SPACE}+${BASE64_WITH_COLON}`,
    signs: ["basic"],
    examples: [
      "header Basic «dXNlcjpodW50ZXIy» sent",
      "header Basic «YWRtaW46YWRtaW4xMjM=»",
      "basic «YWxhZGRpbjpvcGVuc2VzYW1l»",
    ],
    counterExamples: ["basic authentication failed", "Basic health check passed", "basic configuration"],
  },
  {
    name: "urlcred",
    class: "credential",
    pattern: String.raw`://[^/\s:@"']*:[^/\s@"']+@`,
    signs: ["@"],
    examples: ["postgres://app:«s3cr3tword»@db:5432/x", "redis://:«letmein99»@h:6379"],
    counterExamples: ["https://db.example.com:5432/x", "grpc://db:5432"],
  },
  {
    name: "urlcred_encoded",
    class: "credential",
    pattern: `%(?:25)?3[Aa]%(?:25)?2[Ff]%(?:25)?2[Ff][^/\\s:@"'%]*(?::|%(?:25)?3[Aa])[^/\\s@"']+?${AT}`,
    signs: ["%40", "%2540"],
    examples: ["?next=amqp%3A%2F%2Fapp%3A«s3cr3tword»%40mq%3A5672"],
    counterExamples: ["?next=https%3A%2F%2Fexample.com%2Fcart"],
  },
  {
    name: "awskey",
    class: "credential",
    // Unique identifiers of AWS: the four-letter prefixes tell the kind of resource.
    pattern: `${LEFT}(?:AKIA|ASIA|AROA|AIDA|AGPA|ANPA|ANVA|AIPA)[A-Z0-9]{16}${RIGHT}`,
    signs: ["AKIA", "ASIA", "AROA", "AIDA", "AGPA", "ANPA", "ANVA", "AIPA"],
    examples: ["aws «AKIAIOSFODNN7EXAMPLE»", "key_«ASIAQWERTYUIOPASDFGH»"],
    counterExamples: ["AKIA", "XAKIAIOSFODNN7EXAMPLEX"],
  },
  {
    name: "vendorkeys",
    class: "credential",
    // GitHub, GitLab, Slack, Stripe, Google, npm, SendGrid.
    pattern: `${LEFT}(?:gh[pousr]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{22,}|glpat-[A-Za-z0-9_-]{20,}|xox[abeoprs]-[A-Za-z0-9-]{10,}|[rs]k_(?:live|test)_[A-Za-z0-9]{16,}|AIza[A-Za-z0-9_-]{35}|npm_[A-Za-z0-9]{36}|SG\\.[A-Za-z0-9_-]{16,}\\.[A-Za-z0-9_-]{16,})`,
    signs: [
      ...["ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_", "glpat-", "xox"],
      ...["k_live_", "k_test_", "AIza", "npm_", String.raw`SG\.`],
    ],
    // Put together here, because scanners of repositories look for these very shapes.
    examples: [
      `«ghp_${"a1".repeat(18)}»`,
      `«github_pat_${"b2".repeat(12)}»`,
      `«glpat-${"c3".repeat(10)}»`,
      `«xoxb-${"1".repeat(12)}-abcdef»`,
      `«sk_live_${"d4".repeat(12)}»`,
      `«AIza${"e5".repeat(17)}f»`,
      `«npm_${"g6".repeat(18)}»`,
      `«SG.${"h7".repeat(8)}.${"j8".repeat(8)}»`,
    ],
    counterExamples: ["ghp_short", "npm_config_registry", "SG.example"],
  },
  {
    name: "kv",
    class: "credential",
    pattern: `(?i)(?:${SECRET_NAMES})${QUOTE}${SPACE}*${ASSIGNED}${SPACE}*(?:\\\\*"[^"\\\\]*|'[^']*|\\\\*[^\\s&,;"'}\\])]+)`,
    signs: SECRET_SIGNS,
    examples: [
      "password=«hunter2!x» next",
      '"password": "«hun ter2»", "a":1',
      "pwd='«x y zebra»'",
      String.raw`{\"password\":\"«s3cr3tz»\"}`,
      "?api_key=«abcd1234»&x=1",
      'client_secret: "«q-w-e-r-t»"',
      "aws_secret_access_key=«wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY»",
      "DB_PASS=«kangaroo7»",
    ],
    counterExamples: ["secret rotated", "password changed by the user", "all tests pass: 12"],
  },
  {
    name: "email",
    class: "contact",
    correlatable: true,
    pattern: `[A-Za-z0-9._%+-]+${AT}[A-Za-z0-9-]+(?:\\.[A-Za-z0-9-]+)*\\.[A-Za-z]{2,24}`,
    signs: ["@", "%40", "%2540"],
    examples: [
      "user «jane.doe+x@example.co.uk» logged in",
      "GET /u?email=«bob%40corp.com»&x=1",
      "<«o_brien-3@mail.example.org»>",
    ],
    counterExamples: ["k8s.io/api@v0.31.1", "node ip-10-0-3-4.ec2.internal"],
  },
  {
    name: "iban",
    class: "financial",
    // The shortest has fifteen characters, the longest thirty-four.
    pattern: `${LEFT}(?:${IBAN_COUNTRIES})[0-9]{2}(?:${DIGITS_APART}[A-Z0-9]{4}){2,6}${DIGITS_APART}[A-Z0-9]{3,4}(?:${DIGITS_APART}[A-Z0-9]{1,3})?${RIGHT}`,
    signs: Array.from(
      "ABCDEFGHIJKLMNPQRSTUVX",
      (letter) => `${letter}[A-Z][0-9]{2}${DIGITS_APART}[A-Z0-9]{4}`,
    ),
    examples: [
      "iban «DE89370400440532013000» paid",
      "iban «GB29 NWBK 6016 1331 9268 19»",
      "from «NO9386011117947»",
      "to «FR14-2004-1010-0505-0001-3M02-606»",
    ],
    counterExamples: ["uid 49cc7c1f-d370-2c40-b268-6ea7486091d6", "build XX12ABCD34567890", "DE12ABCD"],
  },
  {
    name: "pan",
    class: "financial",
    // Sixteen digits with the prefixes of Visa, Mastercard, Discover and JCB, in one or in groups.
    pattern: `${LEFT}(?:4[0-9]{3}|5[1-5][0-9]{2}|2(?:2(?:2[1-9]|[3-9][0-9])|[3-6][0-9]{2}|7(?:[01][0-9]|20))|6(?:011|5[0-9]{2}|4[4-9][0-9])|35(?:2[89]|[3-8][0-9]))(?:[0-9]{12}|${APART}[0-9]{4}(?:${DIGITS_APART}[0-9]{4}){2})${RIGHT}`,
    signs: [
      ...["4[0-9]{15}", "5[0-9]{15}", "2[0-9]{15}", "6[0-9]{15}", "3[0-9]{15}"],
      ...apart(`[0-9]{4}${DIGITS_APART}[0-9]{4}`),
    ],
    examples: [
      "card «4111 1111 1111 1111» ok",
      "card=«5555555555554444»",
      "mc «2221000000000009»",
      "mc «2720999999999996»",
      "disc «6011-1111-1111-1117»",
      "jcb_«3530111333300000»",
    ],
    counterExamples: ["us 1700000000123456", "ts 1700000000000000000", "order 123456789"],
  },
  {
    name: "amex",
    class: "financial",
    pattern: `${LEFT}3[47][0-9]{2}(?:[0-9]{11}|${APART}[0-9]{6}${DIGITS_APART}[0-9]{5})${RIGHT}`,
    signs: ["3[47][0-9]{13}", ...apart(`[0-9]{6}${DIGITS_APART}[0-9]{5}`)],
    examples: ["amex «3782-822463-10005»", "amex «378282246310005»"],
    counterExamples: ["ms 1700000000123", "Elapsed 1234567890 ns"],
  },
  {
    name: "ssn",
    class: "national-id",
    // United States: area not 000, 666 or 9xx, group not 00.
    pattern: `${LEFT}(?:00[1-9]|0[1-9][0-9]|[1-57-8][0-9]{2}|6(?:[0-57-9][0-9]|6[0-57-9]))-(?:0[1-9]|[1-9][0-9])-[0-9]{4}${RIGHT}`,
    signs: ["-[0-9]{2}-[0-9]{4}"],
    examples: ["ssn «123-45-6789».", "id_«219-09-9999»"],
    counterExamples: ["666-12-3456", "000-12-3456", "2026-11-22T05:42:11.123456789Z took 12.345ms"],
  },
  {
    name: "phone_e164",
    class: "contact",
    pattern: String.raw`(?:\+|%2B)[1-9][0-9]{0,2}(?:[ .-]|%20|\+)?\(?[0-9]{1,4}\)?(?:(?:[ .-]|%20|\+)?[0-9]{2,4}){2,4}${RIGHT}`,
    signs: [String.raw`\+[1-9]`, "%2B[1-9]"],
    examples: ["tel «+1 415-555-2671»", "tel «+442071838750» x", "tel «+49 (30) 901820»"],
    counterExamples: ["offset +01:00", "version 1.31.4 build 2026.11.22"],
  },
  {
    name: "phone_us",
    class: "contact",
    pattern: `(?:(?:\\(|%28)[2-9][0-9]{2}(?:\\)|%29)(?: |%20|\\+)?|${LEFT}[2-9][0-9]{2}[.-])[2-9][0-9]{2}[.-][0-9]{4}${RIGHT}`,
    signs: [
      String.raw`\([2-9]`,
      "%28[2-9]",
      String.raw`\.[2-9][0-9]{2}[.-][0-9]{4}`,
      "-[2-9][0-9]{2}[.-][0-9]{4}",
    ],
    examples: ["call «(415) 555-2671» now", "call «415-555-2671»", "call «212.555.0187»"],
    counterExamples: ["115-555-2671", "GET /api/v1/users/42 200 15ms"],
  },
  {
    name: "ipv4_public",
    class: "network",
    correlatable: true,
    // Private addresses stay: they name nodes and pods, not people, and operation needs them.
    pattern: `${LEFT}(?:${PUBLIC_NETWORK})\\.${OCTET}\\.${OCTET}${RIGHT}`,
    signs: [String.raw`\.[0-9]{1,3}\.[0-9]{1,3}\.[0-9]`],
    examples: [
      "client «8.8.8.8» connected",
      "from «203.0.113.195»:443",
      "«172.15.0.1» pub",
      "peer_«192.169.1.1»",
    ],
    counterExamples: ["pod 10.244.0.11 and 192.168.1.4 and 172.16.5.6 and 127.0.0.1", "version 1.31.4"],
  },
  {
    name: "ipv6_full",
    class: "network",
    correlatable: true,
    pattern: `(?i)${LEFT}(?:[0-9a-f]{1,4}${COLON}){7}[0-9a-f]{1,4}${RIGHT}`,
    signs: [`:[0-9A-Fa-f]{1,4}${COLON}[0-9A-Fa-f]{1,4}${COLON}[0-9A-Fa-f]`, "%3[Aa][0-9A-Fa-f]"],
    examples: ["ip «2001:0db8:85a3:0000:0000:8a2e:0370:7334»"],
    counterExamples: ["time 12:34:56 and 01:02:03:04", "mac 00:1a:2b:3c:4d:5e"],
  },
  {
    name: "ipv6_comp",
    class: "network",
    correlatable: true,
    pattern: `(?i)${LEFT}(?:[0-9a-f]{1,4}${COLON}){1,6}(?:${COLON}[0-9a-f]{1,4}){1,6}${RIGHT}`,
    signs: [`:${COLON}[0-9A-Fa-f]`, `%3[Aa]${COLON}[0-9A-Fa-f]`],
    examples: ["ip «2001:db8::8a2e:370:7334» x", "ip «2a00:1450:4001::200e»"],
    counterExamples: ["std::vector<int> foo::bar", "time 12:34:56"],
  },
];

/** Names of the mandated kinds that an environment may keep as pseudonyms. */
export const CORRELATABLE_KINDS: readonly string[] = PII_PATTERNS.filter(
  ({ correlatable = false }) => correlatable,
).map(({ name }) => name);
