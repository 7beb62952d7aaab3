import { createHmac } from "node:crypto";
import { CORRELATABLE_KINDS } from "../../../mandate/pii-patterns";
import { production } from "../../../stacks/environments/production";
import { byId, described, leaks, numbered, sendSamples, sensitiveSamples, type Sample } from "./pii-samples";
import { labPod } from "./pods";
import { until } from "./program";
import { type Placement, PLACEMENTS } from "./sample-placements";
import { Tap } from "./tap";
import { TelemetryLab } from "./telemetry-lab";

const POD = labPod("writer");
const KEY = "AbcdefghijklmnopqrstuvwxyZ012345";
const OTHER_KEY = "0123456789ABCDEFGHIJKLMNOPQRSTUV";

/** Two values of each kind. */
const VALUES = [
  ["email", "jane.doe@example.org", "john.doe@example.org"],
  ["ipv4_public", "203.0.113.195", "203.0.113.196"],
  ["ipv6_full", "2001:0db8:85a3:0000:0000:8a2e:0370:7334", "2001:0db8:85a3:0000:0000:8a2e:0370:7335"],
  ["ipv6_comp", "2001:db8::8a2e:370:7334", "2001:db8::8a2e:370:7335"],
] as const;

/** Where redaction looks at values; names and keys are masked, because nothing else reaches them. */
const PLACES = [
  ...["line of text", "message", "nested body", "JSON inside a string"],
  ...["log body", "log attribute", "span attribute", "span event attribute", "span resource"],
];

const [EMAIL, ADDRESS] = VALUES[0];

/** The key says what its value is. */
const BELOW_KEY: Placement = {
  name: "below a key",
  signal: "file",
  send: (id, text) => JSON.stringify({ level: "info", msg: id, user: { email: text } }),
};

const correlated = [
  ...VALUES.flatMap(([row, ...values]) =>
    values.flatMap((value) =>
      PLACEMENTS.filter(({ name }) => PLACES.includes(name)).map((placement) => ({
        row,
        placement,
        text: `from ${value} on`,
        parts: [value],
      })),
    ),
  ),
  { row: EMAIL, placement: BELOW_KEY, text: ADDRESS, parts: [ADDRESS] },
].map(numbered("s"));

const everything = sensitiveSamples()
  .filter(({ placement }) => placement.signal !== "metrics")
  .map(numbered("h"));

const left = new Map<string, ReadonlyMap<string, string>>();

/** What leaves an agent that has a key. */
async function run(key: string): Promise<ReadonlyMap<string, string>> {
  const tap = new Tap();
  const lab = await TelemetryLab.start({
    environment: { ...production, pii: { pseudonyms: CORRELATABLE_KINDS } },
    parts: ["agent"],
    pods: [POD],
    variables: { PII_PSEUDONYM_KEY: key },
    adaptations: { agent: tap.adaptations("agent", ["logs", "traces"]) },
  });
  try {
    await sendSamples(lab, POD, [...correlated, ...everything]);
    let records: ReadonlyMap<string, string> = new Map();
    await until("all samples", () => {
      records = byId(["logs", "traces"].flatMap((name) => tap.records("agent", name)));
      return [...correlated, ...everything].every(({ id }) => records.has(id));
    });
    return records;
  } finally {
    await lab.stop();
    tap.remove();
  }
}

beforeAll(async () => {
  for (const key of [KEY, OTHER_KEY]) left.set(key, await run(key));
});

function pseudonym(value: string, key: string): string {
  return createHmac("sha256", key).update(value).digest("hex");
}

describe.each([KEY, OTHER_KEY])("pseudonyms by the key %s", (key) => {
  const recordOf = ({ id }: Sample): string => left.get(key)?.get(id) ?? "";

  it("are the keyed hash of the value, alike in bodies, attributes, spans and resources", () => {
    const without = correlated.filter(
      (sample) => !recordOf(sample).includes(pseudonym(sample.parts[0] ?? "", key)),
    );
    expect(without.map((sample) => `${described(sample)}: ${recordOf(sample)}`)).toEqual([]);
  });

  it("leave nothing of any value in any place", () => {
    expect(leaks([...correlated, ...everything], left.get(key) ?? new Map())).toEqual([]);
  });

  it("are of no kind that must be masked", () => {
    const mandated = everything.filter(
      ({ placement, row }) => placement.name === "log attribute" && !CORRELATABLE_KINDS.includes(row),
    );
    expect(mandated.filter((sample) => /[0-9a-f]{64}/.test(recordOf(sample))).map(described)).toEqual([]);
  });
});
