import Table from "cli-table3";
import { type JsonObject, type JsonValue, textOf } from "../../../assurance/artifact/json";
import { nativeConfigurations } from "../../../assurance/artifact/native/native-configurations";
import { PII_KEYS } from "../../../constructs/telemetry/pii-keys";
import { piiExample } from "../../../mandate/pii-example";
import { PII_CLASSES, PII_PATTERNS, type PiiClass } from "../../../mandate/pii-patterns";
import { production } from "../../../stacks/environments/production";
import { artifactOf } from "../../support/environments";
import { harmlessValues } from "../telemetry/harmless-values";
import { LEVELS, LOGGER_FORMATS } from "../telemetry/logger-formats";
import { type LogstashInput, runFilters } from "./ruby-filters";

interface Sample {
  readonly row: string;
  readonly place: string;
  readonly text: string;
  /** What must not be found again; for harmless values, what must. */
  readonly parts: readonly string[];
}

const from = (via: string, fields: JsonObject): LogstashInput => ({ metadata: { via }, fields });
const quoted = (text: string): string => JSON.stringify(text);

/** Where a text can stand in what Logstash takes in. */
const PLACES: Readonly<Record<string, (text: string) => LogstashInput>> = {
  "line of syslog": (text) => from("syslog", { message: `<134>1 - host app - - - ${text} end` }),
  "line of a file": (text) => from("beats", { message: `INFO ${text} end` }),
  "JSON in a line": (text) => from("beats", { message: `{"level":"info","msg":${quoted(`${text} end`)}}` }),
  "message of HTTP": (text) => from("http", { level: "info", message: `${text} end` }),
  "nested field": (text) => from("http", { a: { b: { c: text }, d: [{ e: text }, [text], text] } }),
  "JSON inside a text": (text) => from("http", { message: `got ${JSON.stringify({ v: `x ${text}` })}` }),
  "URL-encoded": (text) => from("http", { message: `GET /x?q=${encodeURIComponent(text)}` }),
  key: (text) => from("http", { m: { [text]: 1 }, [text]: 2 }),
  "sender's name": (text) => from("beats", { message: "m", service: { name: text }, host: { name: text } }),
};

const RECORDS_OF_CLASS = ["message of HTTP", "line of a file"];

const samples = PII_PATTERNS.flatMap(({ name, examples }) =>
  examples
    .map(piiExample)
    .flatMap(({ text, secret }) =>
      Object.keys(PLACES).map((place) => ({ row: name, place, text, parts: partsOf(secret) })),
    ),
);
const harmless = [
  ...PII_PATTERNS.flatMap(({ counterExamples }) =>
    counterExamples.map((value) => ({ kind: "counter-example", value })),
  ),
  ...harmlessValues(6),
].flatMap(({ kind, value }) =>
  ["line of a file", "message of HTTP", "nested field"].map((place) => ({
    row: kind,
    place,
    text: value,
    parts: [value],
  })),
);

/** A key of each name that gives a value away, in each spelling, above something that nothing else would find. */
const KEYS: readonly (readonly [PiiClass, string])[] = [
  ...[
    "userPassword",
    "DB_PASS",
    "client-secret",
    "Authorization",
    "set-cookie",
    "apiKey",
    "id_token",
    "cvv2",
  ].map((key) => ["credential", key] as const),
  ...["email", "e-mail_address", "phoneNumber", "firstName", "last_name"].map(
    (key) => ["contact", key] as const,
  ),
  ...["iban", "card_number", "cardNo", "pan"].map((key) => ["financial", key] as const),
  ...["ssn", "birthDate", "date_of_birth", "dob"].map((key) => ["national-id", key] as const),
];

const LEVEL_CASES = LOGGER_FORMATS.flatMap(({ name, levels, line }) =>
  LEVELS.flatMap((level) =>
    (levels[level] ?? []).map((word) => ({ name, level, word, text: line(word, "m") })),
  ),
);

/** What a sender may try to be, and where it stands in a record if it is believed. */
const FORGED: JsonObject = {
  data_stream: { dataset: "k8s.audit", type: "logs", namespace: "forged" },
  "data_stream.dataset": "forged",
  elasticsearch: { index: "forged" },
  "elastic.index": "forged",
  obs: { tier: "forged" },
  pii: { masked: "forged" },
  "redaction.masked.count": "forged",
  k8s: { namespace: { name: "forged" }, pod: { name: "forged" }, cluster: { name: "forged" } },
  app: { tier: "forged" },
  log: { format: "forged" },
  event: { original: "forged" },
  severity_number: { x: "kept" },
};
const IDENTITY = { service: { name: "forged" }, "host.name": "forged" };

const inputs = {
  samples: samples.map(({ place, text }) => put(place, text)),
  harmless: harmless.map(({ place, text }) => put(place, text)),
  keys: KEYS.map(([, key]) => from("http", { a: { [key]: "zebra", [`${key}s.x`]: "giraffe" }, msg: "m" })),
  levels: LEVEL_CASES.map(({ name, text }) =>
    from(name === "syslog" ? "syslog" : "beats", { message: text }),
  ),
  forged: [
    { metadata: { via: "http", _ingest_document: { index: "forged" } }, fields: { ...FORGED, msg: "m" } },
    from("beats", { message: JSON.stringify({ ...FORGED, ...IDENTITY, msg: "m" }) }),
  ],
  fields: [
    from("http", {
      "@timestamp": "2026-11-22T18:00:00.000Z",
      severity: "warning",
      msg: "paid",
      traceId: "AB".repeat(16),
      span: { id: "cd".repeat(8) },
      user: { id: "u-17" },
      http: { request: { id: "r-4" } },
      service: { name: "till" },
      host: { name: "shop-3" },
    }),
    from("beats", {
      message: `2026-11-22 ERROR trace_id=${"1a".repeat(16)} span_id=${"2b".repeat(8)} lost`,
      log: { file: { path: "/var/log/till.log" } },
      trace_id: "no identifier",
    }),
    from("syslog", { message: "<11>Nov 22 18:00:00 host app: disk full" }),
    from("http", { message: "{broken", tags: ["_jsonparsefailure"] }),
    from("beats", { message: "{broken" }),
  ],
} as const;

type Outcome = Readonly<Record<keyof typeof inputs, readonly JsonObject[]>>;
let outcome: Outcome;
let count: number;
let rejected: JsonObject;

beforeAll(() => {
  const artifact = artifactOf(production);
  const pipeline = (name: string): string =>
    nativeConfigurations(artifact).find((one) => one.kind === "logstash" && one.name === name)?.content ?? "";
  const all = Object.values(inputs).flat();
  const results = runFilters(pipeline("legacy"), all);
  count = results.flat().length;
  const left = results.map(([record = {}]) => record);
  outcome = Object.fromEntries(
    Object.entries(inputs).map(([name, { length }]) => [name, left.splice(0, length)]),
  ) as unknown as Outcome;
  const metadata = { dead_letter_queue: { reason: "mapper [a] cannot take jane@example.org" } };
  const fields = { body: { text: "x" }, attributes: { a: { card_number: 17 } } };
  rejected = runFilters(pipeline("rejected"), [{ metadata, fields }])[0]?.[0] ?? {};
});

describe("sensitive values that Logstash takes in", () => {
  it("are tried in at least three hundred samples of every kind", () => {
    expect(samples.length).toBeGreaterThan(300);
    expect(new Set(samples.map(({ row }) => row)).size).toBe(PII_PATTERNS.length);
  });

  it("are in nothing that comes out", () => {
    const leaks = samples.filter((sample, at) => isIn(sample, outcome.samples[at]));
    expect(leaks).toEqual([]);
  });

  it("are noted by their class, as the agents do", () => {
    const unnoted = samples.filter(
      ({ row, place }, at) =>
        RECORDS_OF_CLASS.includes(place) && !classesOf(outcome.samples[at]).includes(classOf(row)),
    );
    expect(unnoted).toEqual([]);
  });

  it("go below keys that give them away, and are noted by the key's class", () => {
    const kept = KEYS.filter(([, key], at) => attribute(outcome.keys[at], `a.${key}`) !== "****");
    expect(kept).toEqual([]);
    expect(outcome.keys.map(classesOf)).toEqual(KEYS.map(([name]) => [name]));
    expect(new Set(KEYS.map(([name]) => name))).toEqual(
      new Set(PII_CLASSES.filter((name) => PII_KEYS[name].names.length > 0)),
    );
  });

  it("leave alone what stands below other keys", () => {
    const others = KEYS.map(([, key], at) => attribute(outcome.keys[at], `a.${key}s.x`));
    expect(new Set(others)).toEqual(new Set(["giraffe"]));
  });
});

describe("harmless values that Logstash takes in", () => {
  it("are tried in at least three hundred samples, of which at most one in a hundred is touched", () => {
    const touched = harmless.filter((sample, at) => !isIn(sample, outcome.harmless[at]));
    expect(harmless.length).toBeGreaterThan(300);
    expect(touched.length / harmless.length).toBeLessThanOrEqual(0.01);
  });
});

describe("records that Logstash takes in", () => {
  it("come out once each", () => {
    expect(count).toBe(Object.values(inputs).flat().length);
  });

  it("have the levels that the agents give every logger's format", () => {
    const found = LEVEL_CASES.map(({ name, word }, at) => [name, word, outcome.levels[at]?.severity_text]);
    expect(found).toEqual(LEVEL_CASES.map(({ name, word, level }) => [name, word, level]));
  });

  it("have the agents' fields when they are structured, and keep user and request", () => {
    expect(outcome.fields[0]).toEqual({
      "@timestamp": "2026-11-22T18:00:00.000Z",
      "@version": "1",
      "@metadata": {},
      severity_text: "WARN",
      severity_number: 13,
      trace_id: "ab".repeat(16),
      span_id: "cd".repeat(8),
      body: { text: "paid" },
      attributes: { "user.id": "u-17", "http.request.id": "r-4", "log.format": "structured" },
      resource: { attributes: { "service.name": "till", "host.name": "shop-3" } },
    });
  });

  it("have identifiers from their text when they are not, and none that are no identifiers", () => {
    expect(outcome.fields[1]).toMatchObject({
      severity_text: "ERROR",
      trace_id: "1a".repeat(16),
      span_id: "2b".repeat(8),
      attributes: { "log.file.path": "/var/log/till.log", "log.format": "unstructured" },
    });
  });

  it("have the priority of syslog as level and facility, and no longer in the text", () => {
    expect(outcome.fields[2]).toMatchObject({
      severity_text: "ERROR",
      body: { text: "Nov 22 18:00:00 host app: disk full" },
      attributes: { "log.syslog.priority": 11, "log.syslog.facility.code": 1 },
    });
  });

  it("are texts where they are broken JSON", () => {
    const [http, file] = outcome.fields.slice(3);
    expect([http?.body, file?.body]).toEqual([{ text: "{broken" }, { text: "{broken" }]);
    expect([http, file].map((record) => attribute(record, "log.format"))).toEqual([
      "unstructured",
      "unstructured",
    ]);
  });

  it("cannot forge data stream, counters, place or what was masked", () => {
    expect(outcome.forged.map((record) => JSON.stringify(record).includes("forged"))).toEqual([false, false]);
    expect(outcome.forged.map((record) => attribute(record, "severity_number.x"))).toEqual(["kept", "kept"]);
  });

  it("that Elasticsearch refused are one masked text with the reason", () => {
    expect(rejected).toMatchObject({
      body: { text: expect.stringContaining('"a":{"card_number":"****"}') as unknown },
      attributes: {
        "error.message": "mapper [a] cannot take ****",
        "log.format": "rejected",
        "pii.masked": "contact",
      },
    });
  });
});

afterAll(() => {
  const gone = grid(samples, (sample, at) => !isIn(sample, outcome.samples[at]));
  const touched = grid(harmless, (sample, at) => !isIn(sample, outcome.harmless[at]));
  process.stdout.write(`Logstash: sensitive samples by class and place, masked of all:\n${gone}\n`);
  process.stdout.write(`Logstash: harmless samples by kind and place, touched of all:\n${touched}\n`);
});

function put(place: string, text: string): LogstashInput {
  return PLACES[place]?.(text) ?? from("", {});
}

/** The whole, and every part that is long enough to be told from other text. */
function partsOf(secret: string): readonly string[] {
  return [secret, ...secret.split(/[\s.+-]+/).filter((part) => part.length > 5)];
}

function isIn({ parts }: Sample, record: JsonValue | undefined): boolean {
  const text = JSON.stringify(record);
  const forms = (part: string): readonly string[] => {
    const inJson = quoted(part).slice(1, -1);
    return [part, encodeURIComponent(part), inJson, quoted(inJson).slice(1, -1)];
  };
  return parts.some((part) => forms(part).some((form) => text.includes(form)));
}

function attribute(record: JsonObject | undefined, key: string): JsonValue | undefined {
  return (record?.attributes as JsonObject | undefined)?.[key];
}

function classesOf(record: JsonObject | undefined): readonly string[] {
  return (textOf(attribute(record, "pii.masked")) ?? "").split(" ");
}

function classOf(row: string): string {
  return PII_PATTERNS.find(({ name }) => name === row)?.class ?? row;
}

/** A table of how many samples have a property, by class or kind, and place. */
function grid(all: readonly Sample[], holds: (sample: Sample, at: number) => boolean): string {
  const held = all.map((sample, at) => ({
    column: classOf(sample.row),
    place: sample.place,
    is: holds(sample, at),
  }));
  const columns = [...new Set(held.map(({ column }) => column))];
  const table = new Table({ head: ["", ...columns], style: { head: [], border: [] } });
  for (const place of new Set(held.map((one) => one.place))) {
    const cells = columns.map((column) => {
      const here = held.filter((one) => one.place === place && one.column === column);
      return here.length === 0 ? "" : `${here.filter(({ is }) => is).length}/${here.length}`;
    });
    table.push([place, ...cells]);
  }
  return `${table.toString()}\n${held.filter(({ is }) => is).length} of ${held.length}`;
}
