import { ottlString } from "./collector-text";

/**
 * Words, letters and numbers of loggers for each severity: numbers of pino and bunyan, and Monolog's; `SYSLOG3` is
 * severity 3 of syslog. What a logger adds to a level (`INFO+2`, of slog) belongs to the level.
 */
export const LEVEL_WORDS = {
  TRACE: ["TRACE", "TRC", "TRCE", "VERBOSE", "VRB", "FINEST", "FINER", "SILLY", "T", "10"],
  DEBUG: ["DEBUG", "DBG", "DBUG", "FINE", "D[1-5]?", "20", "100", "SYSLOG7"],
  INFO: [
    ...[
      "INFO",
      "INF",
      "INFORMATION",
      "INFORMATIONAL",
      "NOTICE",
      "CONFIG",
      "LOG",
      "DETAIL",
      "HINT",
      "STATEMENT",
    ],
    ...["I", "30", "200", "250", "SYSLOG[56]"],
  ],
  WARN: ["WARN", "WARNING", "WRN", "W", "40", "300", "SYSLOG4"],
  ERROR: ["ERROR", "ERR", "SEVERE", "FAIL", "E", "50", "400", "SYSLOG3"],
  FATAL: [
    ...["FATAL", "FTL", "CRIT", "CRITICAL", "PANIC", "DPANIC", "ALERT", "EMERG", "EMERGENCY"],
    ...["F", "60", "500", "550", "600", "SYSLOG[0-2]"],
  ],
} as const;

/** First number of each severity; each has four. 0 means that no level was recognised. */
export const FIRST_NUMBER = { TRACE: 1, DEBUG: 5, INFO: 9, WARN: 13, ERROR: 17, FATAL: 21 } as const;

type SeverityName = keyof typeof LEVEL_WORDS;

const NAMES = Object.keys(LEVEL_WORDS) as SeverityName[];

/** The level travels in an attribute, because `log.cache` does not reach from group to group. */
const CARRIED = 'log.attributes["obs.tmp.level"]';

/** Runs where a level was found and the sender gave no severity of its own. */
export const MAP_SEVERITY_CONDITION = `log.severity_number == SEVERITY_NUMBER_UNSPECIFIED and ${CARRIED} != nil`;

export const MAP_SEVERITY: readonly string[] = [
  `set(log.cache["l"], ConvertCase(String(${CARRIED}), "upper"))`,
  ...NAMES.map(
    (name) =>
      `set(log.severity_number, SEVERITY_NUMBER_${name}) ` +
      `where IsMatch(log.cache["l"], "^(${LEVEL_WORDS[name].join("|")})([+-][0-9]+)?$")`,
  ),
];

/** One text for each severity, whatever word the logger used. */
export const NAME_SEVERITY: readonly string[] = [
  'delete_key(log.attributes, "obs.tmp.level")',
  ...NAMES.map((name) => {
    const first = FIRST_NUMBER[name];
    const range = `log.severity_number >= ${first} and log.severity_number <= ${first + 3}`;
    return `set(log.severity_text, "${name}") where ${range}`;
  }),
  'set(log.severity_text, "UNSPECIFIED") where log.severity_number == 0',
];

const WORDS_IN_TEXT = [
  ...[
    "trace",
    "debug",
    "info",
    "notice",
    "warn",
    "warning",
    "error",
    "err",
    "fatal",
    "crit",
    "critical",
    "panic",
  ],
  ...["emerg", "trc", "vrb", "dbg", "inf", "wrn", "ftl", "severe"],
].join("|");

/** Texts whose level stands at their start, in words that are ordinary elsewhere: .NET, java.util.logging. */
const AT_THE_START = "trce|dbug|fail|finest|finer|fine|config";

/** What PostgreSQL writes, with two blanks behind it, and other servers between brackets. */
const MARKED = String.raw`\b(?P<p>LOG|DETAIL|HINT|STATEMENT):\s\s|\[(?P<q>alert)\]`;

/** Where plain text has its level, in the order of preference; each expression has it as its only group that is filled. */
export const LEVEL_IN_TEXT = [
  `(?i)^(?P<l>${AT_THE_START}): `,
  String.raw`(?i)^.{0,60}?\b(?P<l>${WORDS_IN_TEXT})\b`,
  `^.{0,60}?(?:${MARKED})`,
] as const;

function inText(expression: string): string {
  return `merge_maps(log.cache, ExtractPatterns(log.body, ${ottlString(expression)}), "upsert")`;
}

const LEVEL = 'log.cache["l"]';

/**
 * The level of plain text: the priority of syslog, a word at the start, the letter that klog puts before the date, or the
 * first level word near the start.
 */
export const FIND_LEVEL_IN_TEXT: readonly string[] = [
  `${inText(String.raw`^<(?P<pri>[0-9]{1,3})>`)} where HasPrefix(log.body, "<")`,
  'set(log.cache["n"], Int(log.cache["pri"])) where log.cache["pri"] != nil',
  `set(${LEVEL}, Concat(["SYSLOG", String(log.cache["n"] - log.cache["n"] / 8 * 8)], "")) where log.cache["n"] != nil`,
  // As klog writes it: a letter, then month and day.
  ...(["info", "warn", "error", "fatal"] as const).map(
    (level) =>
      `set(${LEVEL}, "${level}") where IsMatch(log.body, "^${level.charAt(0).toUpperCase()}[0-9]{4} ")`,
  ),
  ...LEVEL_IN_TEXT.map((expression) => `${inText(expression)} where ${LEVEL} == nil`),
  ...["p", "q"].map(
    (name) =>
      `set(${LEVEL}, log.cache["${name}"]) where ${LEVEL} == nil and Len(String(log.cache["${name}"])) > 0`,
  ),
  `set(log.attributes["obs.tmp.level"], ${LEVEL}) where ${LEVEL} != nil and ${LEVEL} != ""`,
];
