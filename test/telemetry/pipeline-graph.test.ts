import fc from "fast-check";
import { cycles, graphProblems } from "../../constructs/telemetry/pipeline-graph";
import { graphs, pipelinesOf, reachable } from "../support/pipeline-graphs";

test("circles are found exactly where a way leads back", () => {
  fc.assert(
    fc.property(graphs, (graph) => {
      const leads = reachable(graph.size, graph.edges);
      const inCircles = new Set(cycles(pipelinesOf(graph)).flat());
      const expected = [...Array(graph.size).keys()].filter((at) => leads(at, at)).map((at) => `logs/${at}`);
      expect([...inCircles].sort()).toEqual(expected);
    }),
    { numRuns: 500 },
  );
});

test("every circle that is told is one, and is told once", () => {
  fc.assert(
    fc.property(graphs, (graph) => {
      const edges = new Set(graph.edges.map(([from, to]) => `logs/${from} logs/${to}`));
      const told = cycles(pipelinesOf(graph));
      const steps = told.flatMap((cycle) => cycle.slice(1).map((to, at) => `${cycle[at] ?? ""} ${to}`));
      expect(steps.filter((step) => !edges.has(step))).toEqual([]);
      expect(new Set(told.map(String)).size).toBe(told.length);
    }),
  );
});

test("data leaves untreated exactly where a way from outside meets no processor that treats it", () => {
  fc.assert(
    fc.property(graphs, (graph) => {
      const bare = [...Array(graph.size).keys()].filter((at) => !graph.masking.includes(at));
      const leads = reachable(
        graph.size,
        graph.edges.filter((edge) => edge.every((at) => bare.includes(at))),
      );
      const expected = bare
        .filter((at) => graph.sending.includes(at))
        .filter((at) => graph.open.some((from) => bare.includes(from) && (from === at || leads(from, at))));
      const told = graphProblems(pipelinesOf(graph)).filter(({ what }) => what.endsWith("was not treated"));
      expect(told.map(({ where }) => where)).toEqual(expected.map((at) => `pipeline logs/${at}`));
    }),
    { numRuns: 500 },
  );
});
