import fc from "fast-check";
import type { JsonObject } from "../../../assurance/artifact/json";
import { yamlContent } from "../../../assurance/artifact/native/native-configuration";
import { collectorProblems, configOf } from "../../../constructs/telemetry/collector";
import { exporter, forward, measure, processor, receiver } from "../../../constructs/telemetry/components";
import { type Pipeline, pipeline } from "../../../constructs/telemetry/pipeline";
import { TREATMENTS } from "../../../constructs/telemetry/treatments";
import { withFiles } from "../../support/native-files";
import { graphs, pipelinesOf } from "../../support/pipeline-graphs";
import { runTool } from "../../support/tools";

const LIMIT = processor("memory_limiter", { check_interval: "1s", limit_mib: 99 });
const OTLP = receiver(
  "otlp",
  { protocols: { grpc: { endpoint: "127.0.0.1:0" } } },
  { allowUntreated: TREATMENTS },
);
const ZIPKIN = receiver("zipkin", { endpoint: "127.0.0.1:0" }, { allowUntreated: TREATMENTS });
const OUT = exporter("otlp_grpc", { endpoint: "127.0.0.1:1" });
const SCRAPED = exporter("prometheus", { endpoint: "127.0.0.1:0" });
const TAIL = processor("tail_sampling", { policies: [{ name: "all", type: "always_sample" }] });
const SPANS = measure("span_metrics", {});
const [ONE, OTHER] = [forward("one", "logs"), forward("other", "logs")];

/** What the real collector says of pipelines; nothing when it takes them. */
function complaint(pipelines: readonly Pipeline[]): string {
  const { receivers, processors, connectors, exporters, pipelines: ways } = configOf(partsOf(pipelines));
  const service = { pipelines: ways };
  const config = { receivers, processors, connectors, exporters, service } as unknown as JsonObject;
  return withFiles({ "config.yaml": yamlContent(config) }, (folder) => {
    const { status, stdout, stderr } = runTool("otelcol", ["validate", `--config=${folder}/config.yaml`]);
    return status === 0 ? "" : stdout + stderr;
  });
}

function partsOf(pipelines: readonly Pipeline[]): Parameters<typeof configOf>[0] {
  return { extensions: {}, pipelines, telemetry: {} };
}

/** What the builder says of pipelines, as far as the collector can know it. */
function refusals(pipelines: readonly Pipeline[]): readonly string[] {
  return collectorProblems(partsOf(pipelines))
    .map(({ what }) => what)
    .filter((what) => !what.endsWith("was not treated"));
}

describe("the real collector agrees with the builder", () => {
  it("on pipelines that hold together", () => {
    const sound = [
      pipeline("logs/in", { from: [OTLP], through: [LIMIT], to: [ONE] }),
      pipeline("logs", { from: [ONE], through: [LIMIT], to: [OUT] }),
      pipeline("traces", { from: [OTLP, ZIPKIN], through: [LIMIT], to: [SPANS, OUT] }),
      pipeline("metrics", { from: [SPANS], through: [], to: [SCRAPED] }),
    ];
    expect({ ours: refusals(sound), theirs: complaint(sound) }).toEqual({ ours: [], theirs: "" });
  });

  it.each([
    [
      "a circle",
      [
        pipeline("logs/a", { from: [OTLP, OTHER], through: [LIMIT], to: [ONE] }),
        pipeline("logs/b", { from: [ONE], through: [], to: [OTHER, OUT] }),
      ],
      ["leads back into itself"],
      "cycle detected",
    ],
    [
      "a connector that begins nothing",
      [pipeline("logs", { from: [OTLP], through: [LIMIT], to: [ONE, OUT] })],
      ["no pipeline begins with it"],
      "not used in any supported receiver pipeline",
    ],
    [
      "a connector that ends nothing",
      [pipeline("logs", { from: [OTLP, ONE], through: [LIMIT], to: [OUT] })],
      ["no pipeline ends with it"],
      "not used in any supported exporter pipeline",
    ],
    [
      "a pipeline that begins nowhere",
      [pipeline("logs", { from: [], through: [], to: [OUT] })],
      ["begins nowhere"],
      "must have at least one receiver",
    ],
    [
      "a pipeline that ends nowhere",
      [pipeline("logs", { from: [OTLP], through: [LIMIT], to: [] })],
      ["ends nowhere"],
      "must have at least one exporter",
    ],
    [
      "a processor that comes twice",
      [pipeline("logs", { from: [OTLP], through: [LIMIT, LIMIT], to: [OUT] })],
      ["memory_limiter stands in it twice"],
      'references processor "memory_limiter" multiple times',
    ],
  ] as const)("on %s", (_, pipelines, ours, theirs) => {
    expect(refusals(pipelines)).toEqual(ours);
    expect(complaint(pipelines)).toContain(theirs);
  });

  // What the compiler refuses is written past it here.
  it.each([
    ["a receiver of another signal", { from: [ZIPKIN], through: [LIMIT], to: [OUT] }],
    ["a processor of another signal", { from: [OTLP], through: [LIMIT, TAIL], to: [OUT] }],
    ["an exporter of another signal", { from: [OTLP], through: [LIMIT], to: [SCRAPED] }],
  ])("on %s", (_, way) => {
    expect(complaint([pipeline("logs", way as never)])).toContain("telemetry type is not supported");
  });

  it.each([
    ["at random", graphs],
    // Where only circles can be wrong.
    [
      "that all receive and send",
      graphs.map((graph) => {
        const all = [...Array(graph.size).keys()];
        return { ...graph, open: all, sending: all };
      }),
    ],
  ])("on forty times some pipelines %s", (_, arbitrary) => {
    const tried = fc.sample(arbitrary, { numRuns: 40, seed: 20_261 }).map(pipelinesOf);
    const ours = tried.map((pipelines) => refusals(pipelines).length > 0);
    expect(tried.map((pipelines) => complaint(pipelines) !== "")).toEqual(ours);
    expect(new Set(ours).size).toBe(2);
  });
});
