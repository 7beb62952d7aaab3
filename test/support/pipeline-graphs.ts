import fc from "fast-check";
import { exporter, forward, processor, type Receiver, receiver } from "../../constructs/telemetry/components";
import type { Signals } from "../../constructs/telemetry/component-types";
import { type Pipeline, pipeline } from "../../constructs/telemetry/pipeline";

export type Edge = readonly [from: number, to: number];

/** Pipelines by number. */
export interface Graph {
  readonly size: number;
  readonly edges: readonly Edge[];
  /** Those that receive from outside. */
  readonly open: readonly number[];
  /** Those that mask. */
  readonly masking: readonly number[];
  /** Those that export. */
  readonly sending: readonly number[];
}

/** Up to six pipelines and nine connectors between them, whether that makes sense or not. */
export const graphs: fc.Arbitrary<Graph> = fc.integer({ min: 1, max: 6 }).chain((size) => {
  const node = fc.nat({ max: size - 1 });
  return fc.record({
    size: fc.constant(size),
    edges: fc.uniqueArray(fc.tuple(node, node), { maxLength: 9, selector: String }),
    open: fc.uniqueArray(node),
    masking: fc.uniqueArray(node),
    sending: fc.uniqueArray(node),
  });
});

// Contact data is all that is left to be masked in it.
const OUTSIDE = receiver(
  "otlp",
  { protocols: { grpc: { endpoint: "127.0.0.1:0" } } },
  { allowUntreated: ["claims", "texts", "credential", "financial", "national-id", "network"] },
);
const OUT = exporter("otlp_grpc", { endpoint: "127.0.0.1:1" });
const LIMIT = processor("memory_limiter", { check_interval: "1s", limit_mib: 99 });
const MASK = processor("redaction", { allow_all_keys: true }, "contact");

/** The pipelines of a graph. */
export function pipelinesOf({ size, edges, masking, open, sending }: Graph): readonly Pipeline[] {
  const joints = edges.map(([from, to]) => ({ from, to, joint: forward(`${from}-${to}`, "logs") }));
  const outside = (at: number): readonly Receiver<Signals<"logs">>[] => (open.includes(at) ? [OUTSIDE] : []);
  return Array.from({ length: size }, (_, at) =>
    pipeline(`logs/${at}`, {
      from: [...outside(at), ...joints.filter(({ to }) => to === at).map(({ joint }) => joint)],
      through: [LIMIT, ...(masking.includes(at) ? [MASK] : [])],
      to: [
        ...(sending.includes(at) ? [OUT] : []),
        ...joints.filter(({ from }) => from === at).map(({ joint }) => joint),
      ],
    }),
  );
}

/** Whether a way of at least one edge leads from one pipeline to the other, by Warshall's algorithm. */
export function reachable(size: number, edges: readonly Edge[]): (from: number, to: number) => boolean {
  const known = new Set(edges.map(String));
  const nodes = [...Array(size).keys()];
  for (const middle of nodes)
    for (const from of nodes)
      for (const to of nodes)
        if (known.has(String([from, middle])) && known.has(String([middle, to])))
          known.add(String([from, to]));
  return (from, to) => known.has(String([from, to]));
}
