import { piiExample } from "../../../mandate/pii-example";
import { PII_PATTERNS, type PiiPattern } from "../../../mandate/pii-patterns";
import { PORTS } from "../../../constructs/telemetry/endpoints";
import { textOf } from "./https-text";
import { appendLines, criLine, type LabPod, logFile } from "./pods";
import { type Placement, PLACEMENTS } from "./sample-placements";
import type { Tapped } from "./tap";
import type { TelemetryLab } from "./telemetry-lab";

/** A text in a place, under an id by which it is found again. */
export interface Sample {
  readonly id: string;
  readonly row: string;
  readonly placement: Placement;
  readonly text: string;
  /** What must not be found again; for harmless values, what must. */
  readonly parts: readonly string[];
}

const ENVELOPES = ["resourceLogs", "resourceSpans", "resourceMetrics"] as const;

/** Every example of some kinds in every place. */
export function sensitiveSamples(kinds: readonly PiiPattern[] = PII_PATTERNS): readonly Omit<Sample, "id">[] {
  return kinds.flatMap(({ name, examples }) =>
    examples
      .map(piiExample)
      .flatMap(({ text, secret }) =>
        PLACEMENTS.map((placement) => ({ row: name, placement, text, parts: partsOf(secret) })),
      ),
  );
}

/** The whole, and every part that is long enough to be told from other text. */
function partsOf(secret: string): readonly string[] {
  return [secret, ...secret.split(/[\s.+-]+/).filter((part) => part.length > 5)];
}

/** Gives samples ids that begin with a letter. */
export function numbered(letter: string): (sample: Omit<Sample, "id">, index: number) => Sample {
  return (sample, index) => ({ ...sample, id: `${letter}${index}${letter}` });
}

/** Sends samples to the agent of a lab: lines to the log of a pod, the rest by OTLP. */
export async function sendSamples(lab: TelemetryLab, pod: LabPod, all: readonly Sample[]): Promise<void> {
  const written = all.map(({ id, placement, text }) => ({
    signal: placement.signal,
    sent: placement.send(id, text),
  }));
  const lines = written.flatMap(({ sent }) => (typeof sent === "string" ? [criLine(sent)] : []));
  appendLines(logFile(lab.podLogs, pod), lines);
  for (const [index, signal] of (["logs", "traces", "metrics"] as const).entries()) {
    const resources = written.flatMap(({ sent, ...of }) => (of.signal === signal ? [sent] : []));
    for (let from = 0; from < resources.length; from += 200) {
      await textOf({
        url: `https://${lab.addresses.agent}:${PORTS.otlpHttp}/v1/${signal}`,
        ca: lab.ca,
        body: JSON.stringify({ [ENVELOPES[index] ?? ""]: resources.slice(from, from + 200) }),
      });
    }
  }
}

/** What was tapped, by the ids of the samples. */
export function byId(records: readonly Tapped[]): ReadonlyMap<string, string> {
  return new Map(records.map((record) => [/\b([sh])\d+\1\b/.exec(record)?.[0] ?? "", record]));
}

/** Whether a part of a sample stands in a text, also as a code of URLs or JSON. */
export function isIn({ parts }: Sample, text: string): boolean {
  return parts.some((part) =>
    [part, encodeURIComponent(part), JSON.stringify(part).slice(1, -1)].some((form) => text.includes(form)),
  );
}

/** Samples of which something left, or that did not come. */
export function leaks(all: readonly Sample[], left: ReadonlyMap<string, string>): readonly string[] {
  return all
    .filter(({ placement }) => placement.signal !== "metrics")
    .flatMap((sample) => {
      const record = left.get(sample.id);
      if (record === undefined) return [`${described(sample)}: did not come`];
      return isIn(sample, record) ? [`${described(sample)}: ${record.slice(0, 600)}`] : [];
    });
}

/** A sample in words. */
export function described({ id, placement, row, text }: Sample): string {
  return `${id} ${row} in ${placement.name}: ${text}`;
}
