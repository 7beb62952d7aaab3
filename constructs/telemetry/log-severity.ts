/** Words and numbers of loggers for each severity; numbers are those of pino and bunyan. */
const LEVEL_WORDS = {
  TRACE: ["TRACE", "TRC", "VERBOSE", "FINEST", "FINER", "10"],
  DEBUG: ["DEBUG", "DBG", "FINE", "20"],
  INFO: ["INFO", "INF", "INFORMATION", "INFORMATIONAL", "NOTICE", "CONFIG", "30"],
  WARN: ["WARN", "WARNING", "WRN", "40"],
  ERROR: ["ERROR", "ERR", "SEVERE", "50"],
  FATAL: ["FATAL", "FTL", "CRIT", "CRITICAL", "PANIC", "DPANIC", "ALERT", "EMERG", "EMERGENCY", "60"],
} as const;

/** First number of each severity; each has four. 0 means that no level was recognised. */
const FIRST_NUMBER = { TRACE: 1, DEBUG: 5, INFO: 9, WARN: 13, ERROR: 17, FATAL: 21 } as const;

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
      `where IsMatch(log.cache["l"], "^(${LEVEL_WORDS[name].join("|")})$")`,
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

/** The level of plain text: the first level word near the start, or the letter that klog puts before the date. */
export const FIND_LEVEL_IN_TEXT: readonly string[] = [
  'merge_maps(log.cache, ExtractPatterns(log.body, "(?i)^.{0,60}?\\\\b(?P<l>trace|debug|info|notice|warn|warning|' +
    'error|err|fatal|crit|critical|panic|emerg)\\\\b"), "upsert")',
  ...(["info", "warn", "error", "fatal"] as const).map(
    (level) =>
      `set(log.cache["l"], "${level}") where IsMatch(log.body, "^${level.charAt(0).toUpperCase()}[0-9]{4} ")`,
  ),
  'set(log.attributes["obs.tmp.level"], log.cache["l"]) where log.cache["l"] != nil',
];
