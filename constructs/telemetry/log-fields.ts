/**
 * Where the loggers of the world put what we need, in the order of preference. Read after the body is merged into
 * the attributes and flattened, so that dotted (`log.level`) and nested (`log: {level}`) are the same.
 */
export const LOG_FIELDS = {
  /**
   * Monolog: `level_name`, beside a number of its own; pino, bunyan, log4j2, zap, logrus: `level`; GCP: `severity`;
   * Python: `levelname`; ECS: `log.level`; CLEF: `@l`; Serilog, NLog: `Level`; .NET: `LogLevel`; MongoDB: `s`.
   */
  level: [
    ...["level_name", "level", "severity", "levelname", "log.level", "@l", "Level", "LogLevel", "lvl"],
    ...["loglevel", "log_level", "severity_text", "s"],
  ],
  /** OpenTelemetry's bridges, ECS, Python's instrumentation (`otelTraceID`), CLEF (`@tr`). */
  trace: ["trace_id", "traceId", "trace.id", "traceID", "TraceId", "otelTraceID", "@tr"],
  span: ["span_id", "spanId", "span.id", "spanID", "SpanId", "otelSpanID", "@sp"],
  message: ["message", "msg", "@m", "Message", "event"],
} as const;

/** Google Cloud writes the trace as the end of a resource path. */
export const GOOGLE_TRACE = "logging.googleapis.com/trace";

/** Where plain text has identifiers. */
export const ID_IN_TEXT = {
  trace: String.raw`(?i)\btrace_?id["=: ]+(?P<t>[0-9a-f]{32})\b`,
  span: String.raw`(?i)\bspan_?id["=: ]+(?P<s>[0-9a-f]{16})\b`,
} as const;

/** The body of a structured record whose message is in none of the fields. */
export const NO_MESSAGE = "structured record without message";

function attribute(key: string): string {
  return `log.attributes["${key}"]`;
}

/** A statement that sets a cache entry to the first of the keys that is there. */
function firstOf(entry: string, keys: readonly string[]): string {
  return `set(log.cache["${entry}"], Coalesce([${keys.map(attribute).join(", ")}]))`;
}

/** Keeps an identifier only where it is one: lower case, of the right length. */
function identifier(entry: string, target: string, digits: number): readonly string[] {
  const cached = `log.cache["${entry}"]`;
  return [
    `set(${cached}, ConvertCase(String(${cached}), "lower")) where ${cached} != nil`,
    `set(${target}.string, ${cached}) where IsMatch(${cached}, "^[0-9a-f]{${digits}}$")`,
  ];
}

/** Statements that carry the level of a structured record to `obs.tmp.level`, for the group that maps it. */
export const FIND_LEVEL: readonly string[] = [
  firstOf("l", LOG_FIELDS.level),
  // The journal has the severities of syslog.
  'set(log.cache["l"], Concat(["SYSLOG", log.attributes["PRIORITY"]], "")) where log.cache["l"] == nil and log.attributes["PRIORITY"] != nil',
  // CLEF leaves the level out where it is information.
  'set(log.cache["l"], "INFO") where log.cache["l"] == nil and log.attributes["@mt"] != nil',
  'set(log.attributes["obs.tmp.level"], log.cache["l"]) where log.cache["l"] != nil',
];

/** Statements that set the record's trace and span ids from its fields. */
export const FIND_TRACE: readonly string[] = [
  firstOf("t", LOG_FIELDS.trace),
  `merge_maps(log.cache, ExtractPatterns(${attribute(GOOGLE_TRACE)}, "/traces/(?P<t>[0-9a-f]{32})$"), "upsert") ` +
    `where log.cache["t"] == nil and ${attribute(GOOGLE_TRACE)} != nil`,
  ...identifier("t", "log.trace_id", 32),
  firstOf("s", LOG_FIELDS.span),
  ...identifier("s", "log.span_id", 16),
];

/** Statements that make the message the body, and a constant where there is none: the fields are attributes by now. */
export const FIND_MESSAGE: readonly string[] = [
  firstOf("m", LOG_FIELDS.message),
  'delete_key(log.attributes, "event") where log.cache["m"] != nil and log.attributes["event"] == log.cache["m"]',
  'set(log.body, String(log.cache["m"])) where log.cache["m"] != nil',
  `set(log.body, "${NO_MESSAGE}") where log.cache["m"] == nil`,
];

/** A statement that deletes the fields that the statements above have read. */
export const DELETE_FOUND_FIELDS = deleteKeys([
  ...LOG_FIELDS.level,
  ...LOG_FIELDS.trace,
  ...LOG_FIELDS.span,
  // `event` may be another field's map or name; it goes above when it was the message.
  ...LOG_FIELDS.message.filter((key) => key !== "event"),
]);

function deleteKeys(keys: readonly string[]): string {
  const any = keys.map((key) => key.replaceAll(".", String.raw`\\.`)).join("|");
  return `delete_matching_keys(log.attributes, "^(${any})$")`;
}
