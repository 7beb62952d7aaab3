import fc from "fast-check";
import { exporter, forward, processor, receiver } from "../../constructs/telemetry/components";
import { type Pipeline, pipeline } from "../../constructs/telemetry/pipeline";
import { cycles, graphProblems } from "../../constructs/telemetry/pipeline-graph";

type Edge = readonly [from: number, to: number];

interface Graph {
  readonly size: number;
  readonly edges: readonly Edge[];
  /** Pipelines that receive from outside. */
  readonly open: readonly number[];
  /** Pipelines that mask. */
  readonly masking: readonly number[];
}

const graphs: fc.Arbitrary<Graph> = fc.integer({ min: 1, max: 6 }).chain((size) => {
  const node = fc.nat({ max: size - 1 });
  return fc.record({
    size: fc.constant(size),
    edges: fc.uniqueArray(fc.tuple(node, node), { maxLength: 9, selector: String }),
    open: fc.uniqueArray(node),
    masking: fc.uniqueArray(node),
  });
});

function pipelinesOf({ size, edges, masking, open }: Graph): readonly Pipeline[] {
  const out = exporter("otlp_grpc", {});
  // Contact data is all that is left to do.
  const outside = receiver("k8s_events", {}, { allowUntreated: ["texts", ...OTHER_CLASSES] });
  const joints = edges.map((edge) => ({ edge, joint: forward(edge.join("-"), "logs") }));
  return Array.from({ length: size }, (_, at) =>
    pipeline(`logs/${at}`, {
      from: [
        ...(open.includes(at) ? [outside] : []),
        ...joints.filter(({ edge: [, to] }) => to === at).map(({ joint }) => joint),
      ],
      through: masking.includes(at) ? [processor("redaction", {}, "contact")] : [],
      to: [out, ...joints.filter(({ edge: [from] }) => from === at).map(({ joint }) => joint)],
    }),
  );
}

const OTHER_CLASSES = ["credential", "financial", "national-id", "network"] as const;

/** Whether a way of at least one edge leads from one pipeline to the other, by Warshall's algorithm. */
function reachable({ size, edges }: Pick<Graph, "size" | "edges">): (from: number, to: number) => boolean {
  const known = new Set(edges.map(String));
  const nodes = [...Array(size).keys()];
  for (const middle of nodes)
    for (const from of nodes)
      for (const to of nodes)
        if (known.has(String([from, middle])) && known.has(String([middle, to])))
          known.add(String([from, to]));
  return (from, to) => known.has(String([from, to]));
}

test("circles are found exactly where a way leads back", () => {
  fc.assert(
    fc.property(graphs, (graph) => {
      const leads = reachable(graph);
      const inCircles = new Set(cycles(pipelinesOf(graph)).flat());
      const expected = [...Array(graph.size).keys()].filter((at) => leads(at, at)).map((at) => `logs/${at}`);
      expect([...inCircles].sort()).toEqual(expected);
    }),
    { numRuns: 500 },
  );
});

test("every circle that is told is one", () => {
  fc.assert(
    fc.property(graphs, (graph) => {
      const edges = new Set(graph.edges.map(([from, to]) => `logs/${from} logs/${to}`));
      const steps = cycles(pipelinesOf(graph)).flatMap((cycle) =>
        cycle.slice(1).map((to, at) => `${cycle[at] ?? ""} ${to}`),
      );
      expect(steps.filter((step) => !edges.has(step))).toEqual([]);
    }),
  );
});

test("data is untreated exactly where a way from outside meets no processor that treats it", () => {
  fc.assert(
    fc.property(graphs, (graph) => {
      const bare = [...Array(graph.size).keys()].filter((at) => !graph.masking.includes(at));
      const edges = graph.edges.filter((edge) => edge.every((at) => bare.includes(at)));
      const leads = reachable({ size: graph.size, edges });
      const expected = bare.filter((at) =>
        graph.open.some((from) => bare.includes(from) && (from === at || leads(from, at))),
      );
      const told = graphProblems(pipelinesOf(graph)).filter(({ what }) => what.endsWith("was not treated"));
      expect(told.map(({ where }) => where)).toEqual(expected.map((at) => `pipeline logs/${at}`));
    }),
    { numRuns: 500 },
  );
});
