import Table from "cli-table3";
import { piiExample } from "../../../mandate/pii-example";
import { PII_CLASSES, PII_PATTERNS, type PiiClass } from "../../../mandate/pii-patterns";
import { production } from "../../../stacks/environments/production";
import { harmlessValues } from "./harmless-values";
import {
  byId,
  described,
  isIn,
  leaks,
  numbered,
  type Sample,
  sendSamples,
  sensitiveSamples,
} from "./pii-samples";
import { labPod } from "./pods";
import { until } from "./program";
import { PLACEMENTS } from "./sample-placements";
import { Tap } from "./tap";
import { TelemetryLab } from "./telemetry-lab";

const POD = labPod("writer");
const HEADERS = ["message", "span attribute", "log attribute", "URL-encoded"];

const samples = [...sensitiveSamples(), ...basicAuthentication()].map(numbered("s"));
const harmless = PLACEMENTS.filter(({ name }) =>
  ["line of text", "message", "nested body", "log attribute", "span attribute", "span name"].includes(name),
)
  .flatMap((placement) =>
    harmlessValues(6).map(({ kind, value }) => ({ row: kind, placement, text: value, parts: [value] })),
  )
  .map(numbered("h"));

let lab: TelemetryLab;
let leftAgent: ReadonlyMap<string, string>;
let leftGateway: ReadonlyMap<string, string>;
let pages: string;
const tap = new Tap();

beforeAll(async () => {
  lab = await TelemetryLab.start({
    environment: production,
    parts: ["agent", "gateway"],
    pods: [POD],
    adaptations: {
      agent: tap.adaptations("agent", ["logs", "traces"]),
      gateway: tap.adaptations("gateway", ["logs", "traces/in"]),
    },
  });
  await sendSamples(lab, POD, [...samples, ...harmless]);
  const expected = [...samples, ...harmless].filter(({ placement }) => placement.signal !== "metrics");
  await until("all samples", () => {
    leftGateway = byId(["logs", "traces/in"].flatMap((name) => tap.records("gateway", name)));
    return expected.every(({ id }) => leftGateway.has(id));
  });
  leftAgent = byId(["logs", "traces"].flatMap((name) => tap.records("agent", name)));
  const lastMetric = samples.filter(({ placement }) => placement.signal === "metrics").at(-1)?.id ?? "";
  // Metrics derived from spans are written every fifteen seconds.
  await until("the metrics", async () => {
    pages = (
      await Promise.all([
        ...(["self", "derived"] as const).map((of) => lab.metrics("agent", of)),
        ...(["self", "derived"] as const).map((of) => lab.metrics("gateway", of)),
      ])
    ).join("\n");
    return pages.includes(`sample_${lastMetric}`) && pages.includes("traces_span_metrics_calls_total");
  });
});

afterAll(async () => {
  tap.remove();
  await lab.stop();
});

describe("sensitive values", () => {
  it("are tried in at least three hundred samples of every kind and place", () => {
    expect(samples.length).toBeGreaterThan(300);
    expect(new Set(samples.map(({ row }) => row)).size).toBe(PII_PATTERNS.length + 1);
  });

  it("do not leave the agent", () => {
    expect(leaks(samples, leftAgent)).toEqual([]);
  });

  it("do not leave the gateway", () => {
    expect(leaks(samples, leftGateway)).toEqual([]);
  });

  it("are in no label, name or text that Prometheus reads from agent and gateway", () => {
    expect(samples.filter((sample) => isIn(sample, pages)).map(described)).toEqual([]);
  });

  it("are counted by their class, in every record that holds one in a value", () => {
    const tooFew = PII_CLASSES.filter((name) => {
      const written = samples.filter(
        ({ row, placement }) =>
          classOf(row) === name && placement.signal === "file" && placement.name !== "map key",
      );
      return masked(`log_records_pii_masked_${snake(name)}_total`, "shop/writer") < written.length;
    });
    expect(tooFew).toEqual([]);
  });

  it("are counted without a class in every record that holds one in a key", () => {
    const written = samples.filter(({ placement }) => placement.name === "map key");
    expect(masked("log_records_pii_masked_unclassified_total", "shop/writer")).toBe(written.length);
  });

  it("are counted without a class in every pushed record and span that holds one in a key, name or message", () => {
    const names = (signal: string, places: readonly string[]): number =>
      samples.filter(({ placement }) => placement.signal === signal && places.includes(placement.name))
        .length;
    const inLogs = names("logs", ["log attribute key", "log event name"]);
    const inSpans = names("traces", [
      ...["span attribute key", "span name", "status message"],
      ...["span event name", "span event attribute key"],
    ]);
    expect(masked("log_records_pii_masked_unclassified_total", "sender")).toBe(inLogs);
    expect(masked("spans_pii_masked_unclassified_total", "sender")).toBe(inSpans);
  });

  it("are counted in spans by their class", () => {
    const counts = PII_CLASSES.filter(
      (name) => masked(`spans_pii_masked_${snake(name)}_total`, "sender") > 0,
    );
    expect(counts).toEqual(PII_CLASSES);
  });
});

describe("harmless values", () => {
  it("are tried in at least three hundred samples, of which at most one in a hundred is touched", () => {
    const touched = harmless.filter((sample) => !isIn(sample, leftGateway.get(sample.id) ?? ""));
    expect(harmless.length).toBeGreaterThan(300);
    expect(touched.length / harmless.length).toBeLessThanOrEqual(0.01);
  });
});

afterAll(() => {
  const lines = pages.split("\n");
  const left = ({ id, placement }: Sample): string =>
    placement.signal === "metrics"
      ? lines.filter((line) => line.includes(id)).join("\n")
      : (leftGateway.get(id) ?? "");
  const gone = grid(samples, (sample) => left(sample) !== "" && !isIn(sample, left(sample)));
  const touched = grid(harmless, (sample) => !isIn(sample, leftGateway.get(sample.id) ?? ""));
  process.stdout.write(`Sensitive samples by class and place, masked of all:\n${gone}\n`);
  process.stdout.write(`Harmless samples by kind and place, touched of all:\n${touched}\n`);
});

/** What stands in an example may also stand in the header of basic authentication. */
function basicAuthentication(): readonly Omit<Sample, "id">[] {
  return PII_PATTERNS.flatMap(({ examples }) =>
    examples.map(piiExample).flatMap(({ secret }) => {
      const encoded = Buffer.from(`user:${secret}`).toString("base64");
      return PLACEMENTS.filter(({ name }) => HEADERS.includes(name)).map((placement) => ({
        row: "base64 of basic authentication",
        placement,
        text: `Basic ${encoded}`,
        parts: [encoded],
      }));
    }),
  );
}

function classOf(row: string): PiiClass | undefined {
  return PII_PATTERNS.find(({ name }) => name === row)?.class;
}

function snake(name: string): string {
  return name.replace("-", "_");
}

/** What a counter of the agent says of a job. */
function masked(name: string, job: string): number {
  const lines = pages.matchAll(new RegExp(`^${name}\\{[^}]*job="${job}"[^}]*\\} ([0-9.e+]+)`, "gm"));
  return [...lines].reduce((sum, [, value]) => sum + Number(value), 0);
}

/** A table of how many samples have a property, by row and place. */
function grid(all: readonly Sample[], holds: (sample: Sample) => boolean): string {
  const rows = [...new Set(all.map(({ row }) => classOf(row) ?? row))];
  const places = [...new Set(all.map(({ placement }) => placement.name))];
  const table = new Table({ head: ["", ...rows], style: { head: [], border: [] } });
  for (const place of places) {
    const cells = rows.map((row) => {
      const here = all.filter((one) => one.placement.name === place && (classOf(one.row) ?? one.row) === row);
      return here.length === 0 ? "" : `${here.filter(holds).length}/${here.length}`;
    });
    table.push([place, ...cells]);
  }
  return `${table.toString()}\n${all.filter(holds).length} of ${all.length}`;
}
