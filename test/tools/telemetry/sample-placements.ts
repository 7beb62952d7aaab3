import type { JsonObject } from "../../../assurance/artifact/json";
import { UNMASKED_KEYS } from "../../../mandate/pii-unmasked-keys";
import { otlpAttributes, otlpValue } from "./otlp-json";

/** Where a text can stand in telemetry, and how it is sent there. */
export interface Placement {
  readonly name: string;
  /** What takes it in. */
  readonly signal: "file" | "logs" | "traces" | "metrics";
  /** A line of a container's log, or a resource with its records in OTLP's JSON. */
  readonly send: (id: string, text: string) => string | JsonObject;
}

const json = (value: JsonObject): string => JSON.stringify(value);

/** What redaction would pass over if it were ours. */
const likeOurs = (text: string): JsonObject =>
  Object.fromEntries(UNMASKED_KEYS.map((key) => [key, key === "obs_clean" ? { v: [text] } : text]));

const OURS = "keys like our own";

const FILES: readonly Omit<Placement, "signal">[] = [
  { name: "line of text", send: (id, text) => `INFO ${id} ${text.replaceAll("\n", "\\n")} end` },
  { name: "message", send: (id, text) => json({ level: "info", msg: `${id} ${text} end` }) },
  {
    name: "nested body",
    send: (id, text) => json({ level: "info", msg: id, a: { b: { c: text }, d: [{ e: text }, text] } }),
  },
  {
    name: "JSON inside a string",
    send: (id, text) => json({ level: "info", msg: `${id} ${json({ v: `x ${text}` })}` }),
  },
  {
    name: "URL-encoded",
    send: (id, text) => json({ level: "info", msg: `${id} GET /x?q=${encodeURIComponent(text)}` }),
  },
  { name: "map key", send: (id, text) => json({ level: "info", msg: id, m: { [text]: 1 } }) },
  {
    name: "technical field",
    send: (id, text) =>
      json({ level: "info", msg: id, ts: text, service: { version: text }, "k8s.node.name": text }),
  },
  {
    name: OURS,
    send: (id, text) => json({ level: "info", msg: id, ...likeOurs(text), a: { b: [likeOurs(text)] } }),
  },
  {
    name: `${OURS}, as codes`,
    send: (id, text) =>
      json({ level: "info", msg: id, a: likeOurs(text) })
        .replace("obs_clean", String.raw`\u006fbs_clean`)
        .replace("logtag", String.raw`logta\u0067`)
        .replaceAll("log.", String.raw`log\u002E`),
  },
  { name: "no message", send: (id, text) => json({ level: "info", foo: id, bar: text }) },
];

function logs(record: JsonObject, scope: JsonObject = {}, resource: JsonObject = {}): JsonObject {
  const severity = { severityNumber: 9, timeUnixNano: `${Date.now()}000000` };
  return {
    resource: { attributes: otlpAttributes({ "service.name": "sender", ...resource }) },
    scopeLogs: [
      { scope: { name: "lab", attributes: otlpAttributes(scope) }, logRecords: [{ ...severity, ...record }] },
    ],
  };
}

const of = (id: string, map: JsonObject = {}): JsonObject => ({
  attributes: otlpAttributes({ "sample.id": id, ...map }),
});

const LOGS: readonly Omit<Placement, "signal">[] = [
  { name: "log body", send: (id, text) => logs({ body: otlpValue(text), ...of(id) }) },
  { name: "log body, map", send: (id, text) => logs({ body: otlpValue({ a: { b: text } }), ...of(id) }) },
  {
    name: "log body, list",
    send: (id, text) => logs({ body: otlpValue([{ [text]: text }, text]), ...of(id) }),
  },
  { name: "log attribute", send: (id, text) => logs(of(id, { v: text })) },
  { name: "log attribute, nested", send: (id, text) => logs(of(id, { v: { w: [{ x: text }] } })) },
  { name: "log attribute key", send: (id, text) => logs(of(id, { [text]: "v" })) },
  { name: "log resource", send: (id, text) => logs(of(id), {}, { v: text, w: { x: text } }) },
  { name: "log scope", send: (id, text) => logs(of(id), { v: text }) },
  {
    name: `log, ${OURS}`,
    send: (id, text) => {
      const body = otlpValue({ ...likeOurs(text), a: [likeOurs(text)] });
      return logs({ body, ...of(id, likeOurs(text)) }, likeOurs(text), likeOurs(text));
    },
  },
  { name: "log event name", send: (id, text) => logs({ eventName: text, ...of(id) }) },
];

let spans = 0;

function traces(span: JsonObject, scope: JsonObject = {}, resource: JsonObject = {}): JsonObject {
  spans += 1;
  const number = spans.toString(16).padStart(16, "0");
  const now = `${Date.now()}000000`;
  // An error, so that it is kept.
  const basics = {
    kind: 2,
    status: { code: 2 },
    name: "operation",
    startTimeUnixNano: now,
    endTimeUnixNano: now,
  };
  return {
    resource: { attributes: otlpAttributes({ "service.name": "sender", ...resource }) },
    scopeSpans: [
      {
        scope: { name: "lab", attributes: otlpAttributes(scope) },
        spans: [
          { ...basics, traceId: `ab${number}`.padEnd(32, "c"), spanId: `f${number.slice(1)}`, ...span },
        ],
      },
    ],
  };
}

const event = (id: string, name: string, map: JsonObject): JsonObject =>
  traces({ ...of(id), events: [{ name, timeUnixNano: "1", attributes: otlpAttributes(map) }] });

const TRACES: readonly Omit<Placement, "signal">[] = [
  { name: "span attribute", send: (id, text) => traces(of(id, { v: text })) },
  { name: "span attribute, nested", send: (id, text) => traces(of(id, { v: { w: [text] } })) },
  { name: "span attribute key", send: (id, text) => traces(of(id, { [text]: "v" })) },
  { name: "span name", send: (id, text) => traces({ ...of(id), name: text }) },
  { name: "status message", send: (id, text) => traces({ ...of(id), status: { code: 2, message: text } }) },
  { name: "span event name", send: (id, text) => event(id, text, {}) },
  { name: "span event attribute", send: (id, text) => event(id, "e", { v: text, w: { x: text } }) },
  { name: "span event attribute key", send: (id, text) => event(id, "e", { [text]: "v" }) },
  {
    name: "span resource",
    send: (id, text) =>
      traces(of(id), {}, { v: text, "process.command_line": text, "service.version": text }),
  },
  {
    name: `span, ${OURS}`,
    send: (id, text) => {
      const events = [{ name: "e", timeUnixNano: "1", attributes: otlpAttributes(likeOurs(text)) }];
      return traces({ ...of(id, likeOurs(text)), events }, likeOurs(text), likeOurs(text));
    },
  },
  { name: "span scope", send: (id, text) => traces(of(id), { v: text }) },
];

function metrics(name: string, labels: JsonObject, resource: JsonObject = {}): JsonObject {
  const point = {
    asInt: "1",
    timeUnixNano: `${Date.now()}000000`,
    attributes: otlpAttributes(labels),
    exemplars: [],
  };
  return {
    resource: { attributes: otlpAttributes({ "service.name": "sender", ...resource }) },
    scopeMetrics: [{ scope: { name: "lab" }, metrics: [{ name, gauge: { dataPoints: [point] } }] }],
  };
}

const METRICS: readonly Omit<Placement, "signal">[] = [
  { name: "metric label", send: (id, text) => metrics(`sample_${id}`, { v: text }) },
  { name: "metric label name", send: (id, text) => metrics(`sample_${id}`, { [text]: "v" }) },
  {
    name: "metric resource",
    send: (id, text) =>
      metrics(`sample_${id}`, {}, { v: text, "service.instance.id": id, "host.name": text }),
  },
  {
    name: `metric, ${OURS}`,
    send: (id, text) =>
      metrics(`sample_${id}`, likeOurs(text), { ...likeOurs(text), "service.instance.id": id }),
  },
  { name: "metric name", send: (id, text) => metrics(`sample_${id} ${text}`, {}) },
];

/** Every place in which a value was once found to leave. */
export const PLACEMENTS: readonly Placement[] = [
  ...FILES.map((one) => ({ ...one, signal: "file" as const })),
  ...LOGS.map((one) => ({ ...one, signal: "logs" as const })),
  ...TRACES.map((one) => ({ ...one, signal: "traces" as const })),
  ...METRICS.map((one) => ({ ...one, signal: "metrics" as const })),
];
