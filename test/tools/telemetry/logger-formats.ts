/** Levels as the pipeline names them. */
export const LEVELS = ["TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL"] as const;

export type Level = (typeof LEVELS)[number];

/** How a logger writes a message: the words it has for levels, and the line around them. */
export interface LoggerFormat {
  readonly name: string;
  /** Each level that it has; a list where it has several words for one. */
  readonly levels: Partial<Readonly<Record<Level, readonly (string | number)[]>>>;
  readonly line: (level: string | number, message: string) => string;
}

const T = "2026-11-22T18:00:00.123Z";
const json = (fields: Readonly<Record<string, unknown>>): string => JSON.stringify(fields);

const LOWER = { DEBUG: ["debug"], INFO: ["info"], WARN: ["warn"], ERROR: ["error"] };
const UPPER = { TRACE: ["TRACE"], DEBUG: ["DEBUG"], INFO: ["INFO"], WARN: ["WARN"], ERROR: ["ERROR"] };
const PYTHON = { DEBUG: ["DEBUG"], INFO: ["INFO"], WARN: ["WARNING"], ERROR: ["ERROR"], FATAL: ["CRITICAL"] };
const NUMBERS = { TRACE: [10], DEBUG: [20], INFO: [30], WARN: [40], ERROR: [50], FATAL: [60] };
const DOTNET = {
  TRACE: ["Trace"],
  DEBUG: ["Debug"],
  INFO: ["Information"],
  WARN: ["Warning"],
  ERROR: ["Error"],
  FATAL: ["Critical"],
};
const SERILOG = { ...DOTNET, TRACE: ["Verbose"], FATAL: ["Fatal"] };
const JAVA = {
  TRACE: ["FINER", "FINEST"],
  DEBUG: ["FINE"],
  INFO: ["CONFIG", "INFO"],
  WARN: ["WARNING"],
  ERROR: ["SEVERE"],
};
const SYSLOG = { DEBUG: [7], INFO: [6, 5], WARN: [4], ERROR: [3], FATAL: [2, 1, 0] };

/** Formats in which common loggers and servers write, each at the levels that it has. */
export const LOGGER_FORMATS: readonly LoggerFormat[] = [
  {
    name: "log4j2, layout of ECS",
    levels: { ...UPPER, FATAL: ["FATAL"] },
    line: (level, message) => json({ "@timestamp": T, "log.level": level, message, "ecs.version": "1.2.0" }),
  },
  {
    name: "log4j2, pattern",
    levels: { ...UPPER, FATAL: ["FATAL"] },
    line: (level, message) =>
      `2026-11-22 18:00:00,123 [main] ${String(level).padEnd(5)} c.e.App - ${message}`,
  },
  {
    name: "logback, logstash encoder",
    levels: UPPER,
    line: (level, message) => json({ "@timestamp": T, "@version": "1", message, level, level_value: 20000 }),
  },
  {
    name: "Spring Boot, text",
    levels: UPPER,
    line: (level, message) =>
      `2026-11-22T18:00:00.123Z ${String(level).padStart(5)} 1 --- [main] c.e.App : ${message}`,
  },
  {
    name: "java.util.logging",
    levels: JAVA,
    line: (level, message) => `${level}: ${message}`,
  },
  { name: "pino", levels: NUMBERS, line: (level, msg) => json({ level, time: 1763836200000, pid: 1, msg }) },
  { name: "bunyan", levels: NUMBERS, line: (level, msg) => json({ name: "b", v: 0, level, msg, time: T }) },
  {
    name: "winston",
    levels: { ...LOWER, TRACE: ["silly"] },
    line: (level, message) => json({ level, message, timestamp: T }),
  },
  {
    name: "Python logging, JSON",
    levels: PYTHON,
    line: (levelname, message) => json({ asctime: T, name: "app", levelname, message }),
  },
  {
    name: "Python logging, text",
    levels: PYTHON,
    line: (level, message) => `2026-11-22 18:00:00,123 - app.views - ${level} - ${message}`,
  },
  {
    name: "structlog",
    levels: { DEBUG: ["debug"], INFO: ["info"], WARN: ["warning"], ERROR: ["error"], FATAL: ["critical"] },
    line: (level, event) => json({ event, level, timestamp: T }),
  },
  {
    name: "zap",
    levels: { ...LOWER, FATAL: ["dpanic", "panic", "fatal"] },
    line: (level, msg) => json({ level, ts: 1763836200.123, caller: "a/b.go:1", msg }),
  },
  {
    name: "zerolog",
    levels: { ...LOWER, TRACE: ["trace"], FATAL: ["fatal", "panic"] },
    line: (level, message) => json({ level, time: T, message }),
  },
  {
    name: "slog, JSON",
    levels: {
      TRACE: [],
      DEBUG: ["DEBUG", "DEBUG-4"],
      INFO: ["INFO", "INFO+2"],
      WARN: ["WARN"],
      ERROR: ["ERROR", "ERROR+4"],
    },
    line: (level, msg) => json({ time: T, level, msg }),
  },
  {
    name: "slog, text",
    levels: UPPER,
    line: (level, message) => `time=${T} level=${level} msg="${message}"`,
  },
  {
    name: "logrus, JSON",
    levels: { ...LOWER, TRACE: ["trace"], WARN: ["warning"], FATAL: ["fatal", "panic"] },
    line: (level, msg) => json({ level, msg, time: T }),
  },
  {
    name: "logrus, text",
    levels: { ...LOWER, WARN: ["warning"], FATAL: ["fatal"] },
    line: (level, message) => `time="${T}" level=${level} msg="${message}"`,
  },
  {
    name: "klog",
    levels: { INFO: ["I"], WARN: ["W"], ERROR: ["E"], FATAL: ["F"] },
    line: (level, message) => `${level}1122 18:00:00.000000       1 main.go:12] "${message}" err="error"`,
  },
  {
    name: "Serilog, compact",
    levels: SERILOG,
    line: (level, message) => json({ "@t": T, "@mt": "m {X}", "@m": message, "@l": level }),
  },
  {
    name: "Serilog, JSON",
    levels: SERILOG,
    line: (Level, MessageTemplate) => json({ Timestamp: T, Level, MessageTemplate }),
  },
  {
    name: "Serilog, text",
    levels: { TRACE: ["VRB"], DEBUG: ["DBG"], INFO: ["INF"], WARN: ["WRN"], ERROR: ["ERR"], FATAL: ["FTL"] },
    line: (level, message) => `[18:00:00 ${level}] ${message}`,
  },
  {
    name: "NLog",
    levels: {
      TRACE: ["Trace"],
      DEBUG: ["Debug"],
      INFO: ["Info"],
      WARN: ["Warn"],
      ERROR: ["Error"],
      FATAL: ["Fatal"],
    },
    line: (level, message) => json({ time: T, level, message }),
  },
  {
    name: ".NET console, JSON",
    levels: DOTNET,
    line: (LogLevel, Message) => json({ Timestamp: T, EventId: 0, LogLevel, Category: "C", Message }),
  },
  {
    name: ".NET console, text",
    levels: {
      TRACE: ["trce"],
      DEBUG: ["dbug"],
      INFO: ["info"],
      WARN: ["warn"],
      ERROR: ["fail"],
      FATAL: ["crit"],
    },
    line: (level, message) => `${level}: C[0] ${message}`,
  },
  { name: "journal", levels: SYSLOG, line: (level, MESSAGE) => json({ PRIORITY: String(level), MESSAGE }) },
  {
    name: "syslog",
    levels: SYSLOG,
    line: (level, message) => `<${16 * 8 + Number(level)}>1 ${T} host app 1 - - ${message}`,
  },
  {
    name: "nginx, errors",
    levels: {
      DEBUG: ["debug"],
      INFO: ["info", "notice"],
      WARN: ["warn"],
      ERROR: ["error"],
      FATAL: ["crit", "alert", "emerg"],
    },
    line: (level, message) => `2026/11/22 18:00:00 [${level}] 7#7: *1 ${message}`,
  },
  {
    name: "Google Cloud",
    levels: {
      DEBUG: ["DEBUG"],
      INFO: ["INFO", "NOTICE"],
      WARN: ["WARNING"],
      ERROR: ["ERROR"],
      FATAL: ["CRITICAL", "ALERT", "EMERGENCY"],
    },
    line: (severity, message) => json({ severity, message }),
  },
  {
    name: "Monolog",
    levels: {
      DEBUG: ["DEBUG"],
      INFO: ["INFO", "NOTICE"],
      WARN: ["WARNING"],
      ERROR: ["ERROR"],
      FATAL: ["EMERGENCY"],
    },
    line: (level_name, message) => json({ message, level: 300, level_name, channel: "app" }),
  },
  {
    name: "Ruby",
    levels: { DEBUG: ["DEBUG"], INFO: ["INFO"], WARN: ["WARN"], ERROR: ["ERROR"], FATAL: ["FATAL"] },
    line: (level, message) =>
      `${String(level).charAt(0)}, [${T} #1] ${String(level).padStart(5)} -- : ${message}`,
  },
  {
    name: "PostgreSQL",
    levels: { INFO: ["LOG", "DETAIL"], WARN: ["WARNING"], ERROR: ["ERROR"], FATAL: ["FATAL", "PANIC"] },
    line: (level, message) => `2026-11-22 18:00:00.123 UTC [1] ${level}:  ${message}`,
  },
  {
    name: "MongoDB",
    levels: { DEBUG: ["D1"], INFO: ["I"], WARN: ["W"], ERROR: ["E"], FATAL: ["F"] },
    line: (s, msg) => json({ t: { $date: T }, s, c: "NETWORK", id: 1, ctx: "main", msg }),
  },
];

/** Lines that say no level. */
export const WITHOUT_LEVEL: readonly ((message: string) => string)[] = [
  (msg: string): string => json({ msg, v: 1 }),
  (msg: string): string => json({ level: "strange", msg }),
  (message: string): string =>
    `10.244.1.7 - - [22/Nov/2026:18:00:00 +0000] "GET /${message} HTTP/1.1" 200 12`,
  (message: string): string => `started ${message}`,
];
