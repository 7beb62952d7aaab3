import { collector, type CollectorParts, collectorProblems } from "../../constructs/telemetry/collector";
import {
  exporter,
  forward,
  measure,
  processor,
  receiver,
  transform,
} from "../../constructs/telemetry/components";
import { pipeline } from "../../constructs/telemetry/pipeline";
import { TREATMENTS } from "../../constructs/telemetry/treatments";

const LIMIT = processor("memory_limiter", { check_interval: "3s" });
const FIGURES = receiver("kubelet_stats", {});
const TREATED = receiver("otlp", {}, { allowUntreated: TREATMENTS });
const OUT = exporter("otlp_grpc/store", {});
const SCRAPED = exporter("prometheus", {});
const SENDERS = transform("senders", "claims", { log_statements: [], metric_statements: [] }, "claims");
const MASKED = TREATMENTS.flatMap((name) =>
  name === "claims" || name === "texts" ? [] : [processor(`redaction/${name}`, {}, name)],
);
const TEXTS = transform("texts", "mask", { log_statements: [] }, "texts");

/** What is wrong with pipelines. */
function problems(
  pipelines: CollectorParts["pipelines"],
  extensions: CollectorParts["extensions"] = {},
): readonly object[] {
  return collectorProblems({ extensions, pipelines, telemetry: {} });
}

describe("a collector", () => {
  test("has the components that its pipelines go through, each once", () => {
    const joined = forward("logs", "logs");
    const config = collector({
      extensions: { health_check: {} },
      pipelines: [
        pipeline("logs/in", { from: [TREATED], through: [LIMIT], to: [joined] }),
        pipeline("logs", { from: [joined], through: [LIMIT], to: [OUT] }),
      ],
      telemetry: { logs: { level: "warn" } },
    });
    expect(config).toEqual({
      extensions: { health_check: {} },
      receivers: { otlp: {} },
      processors: { memory_limiter: { check_interval: "3s" } },
      connectors: { "forward/logs": {} },
      exporters: { "otlp_grpc/store": {} },
      pipelines: {
        "logs/in": { receivers: ["otlp"], processors: ["memory_limiter"], exporters: ["forward/logs"] },
        logs: { receivers: ["forward/logs"], processors: ["memory_limiter"], exporters: ["otlp_grpc/store"] },
      },
      telemetry: { logs: { level: "warn" } },
    });
  });

  test("that does not hold together is refused with everything that is wrong", () => {
    const parts: CollectorParts = {
      extensions: {},
      pipelines: [
        pipeline("metrics", { from: [FIGURES], through: [], to: [SCRAPED] }),
        pipeline("logs", { from: [TREATED], through: [LIMIT], to: [] }),
      ],
      telemetry: {},
    };
    expect(() => collector(parts)).toThrow(
      [
        "the pipelines of a collector do not hold together",
        "",
        "pipeline metrics: receives from outside without a limit of memory",
        "  found:    kubelet_stats",
        "  allowed:  memory_limiter as the first processor",
        "  fix:      put memory_limiter first",
        "pipeline logs: ends nowhere",
        "  fix:      give it an exporter, or leave it out",
      ].join("\n"),
    );
  });

  test("cannot have two configurations of one component", () => {
    const other = exporter("prometheus", { endpoint: "127.0.0.1:9" });
    expect(
      problems([pipeline("metrics", { from: [FIGURES], through: [LIMIT], to: [SCRAPED, other, SCRAPED] })]),
    ).toEqual([
      {
        where: "exporter prometheus",
        what: "has two configurations, and one would replace the other",
        fix: "give one of them another name",
      },
    ]);
  });

  test("cannot have two pipelines of one id", () => {
    const way = { from: [FIGURES], through: [LIMIT], to: [SCRAPED] };
    expect(problems([pipeline("metrics", way), pipeline("metrics", way)])).toEqual([
      {
        where: "pipeline metrics",
        what: "two pipelines have this id, and one would replace the other",
        fix: "give one of them another name",
      },
    ]);
  });

  test("cannot store where no store is, nor have a store for nothing", () => {
    const queued = exporter("otlp_grpc/store", { sending_queue: { storage: "file_storage/queue" } });
    const way = pipeline("logs", { from: [TREATED], through: [LIMIT], to: [queued] });
    expect(problems([way], { "file_storage/offsets": {} })).toEqual([
      {
        where: "exporter otlp_grpc/store",
        what: "stores in file_storage/queue, which is no extension",
        allowed: "file_storage/offsets",
        fix: "add file_storage/queue to the extensions",
      },
      { where: "extension file_storage/offsets", what: "nothing is stored in it", fix: "leave it out" },
    ]);
  });
});

describe("a pipeline", () => {
  test("cannot begin nowhere", () => {
    expect(problems([pipeline("metrics", { from: [], through: [], to: [SCRAPED] })])).toEqual([
      { where: "pipeline metrics", what: "begins nowhere", fix: "give it a receiver, or leave it out" },
    ]);
  });

  const labels = transform("labels", "form", { metric_statements: [] });
  const place = processor("resource", {});
  const policy = processor("filter/policy", {});
  const pods = processor("k8s_attributes", {});
  const sum = processor("delta_to_cumulative", {});
  const masked = processor("redaction", {}, "contact");
  const order = "limit, claims, origin, mask, form, drop, sample, finish";

  test.each([
    ["limits memory late", [place, LIMIT], "memory_limiter", "limit", "resource", "origin"],
    [
      "masks what was brought into form",
      [LIMIT, labels, masked],
      "redaction",
      "mask",
      "transform/labels",
      "form",
    ],
    [
      "drops before it knows the pod",
      [LIMIT, policy, pods],
      "k8s_attributes",
      "origin",
      "filter/policy",
      "drop",
    ],
    [
      "brings sums into form",
      [LIMIT, sum, labels],
      "transform/labels",
      "form",
      "delta_to_cumulative",
      "finish",
    ],
  ] as const)("cannot be one that %s", (_, through, late, stage, before, stageBefore) => {
    expect(problems([pipeline("metrics", { from: [FIGURES], through, to: [SCRAPED] })])).toEqual([
      {
        where: "pipeline metrics",
        what: `${late} comes too late`,
        found: `${before} (${stageBefore}) before ${late} (${stage})`,
        allowed: order,
        fix: `put ${late} before ${before}`,
      },
    ]);
  });

  test("cannot go through a processor twice", () => {
    expect(
      problems([pipeline("metrics", { from: [FIGURES], through: [LIMIT, place, place], to: [SCRAPED] })]),
    ).toEqual([{ where: "pipeline metrics", what: "resource stands in it twice", fix: "remove one" }]);
  });

  test("cannot go through a transformation that says nothing of its signal", () => {
    expect(problems([pipeline("logs", { from: [TREATED], through: [LIMIT, labels], to: [OUT] })])).toEqual([
      {
        where: "pipeline logs",
        what: "transform/labels does nothing here",
        found: "no log_statements",
        fix: "give it statements for logs, or leave it out",
      },
    ]);
  });
});

describe("what applications send", () => {
  const otlp = receiver("otlp", {});
  const untreated = (id: string, to: string, missing: string): object => ({
    where: `pipeline ${id}`,
    what: `${to} would send what was not treated`,
    found: `nothing before it treats ${missing}`,
    mandate: "observability_configuration.pii_scrubbing_enabled",
    fix: "put the processors that do it before, here or in a pipeline that leads here",
  });

  test("leaves once everything was done", () => {
    const through = [LIMIT, SENDERS, ...MASKED, TEXTS];
    expect(problems([pipeline("logs", { from: [otlp], through, to: [OUT] })])).toEqual([]);
  });

  test("cannot leave as it came", () => {
    expect(problems([pipeline("logs", { from: [otlp], through: [LIMIT], to: [OUT] })])).toEqual([
      untreated(
        "logs",
        "otlp_grpc/store",
        "claims, texts, credential, contact, financial, national-id, network",
      ),
    ]);
  });

  test("cannot leave with a class of values that nothing masks", () => {
    const through = [LIMIT, SENDERS, ...MASKED.filter(({ id }) => id !== "redaction/financial"), TEXTS];
    expect(problems([pipeline("logs", { from: [otlp], through, to: [OUT] })])).toEqual([
      untreated("logs", "otlp_grpc/store", "financial"),
    ]);
  });

  test("cannot leave from a pipeline before that which masks it", () => {
    const joined = forward("later", "logs");
    const rest = [...MASKED, TEXTS];
    expect(
      problems([
        pipeline("logs/early", { from: [otlp], through: [LIMIT, SENDERS], to: [joined, OUT] }),
        pipeline("logs", { from: [joined], through: rest, to: [OUT] }),
      ]),
    ).toEqual([
      untreated(
        "logs/early",
        "otlp_grpc/store",
        "texts, credential, contact, financial, national-id, network",
      ),
    ]);
  });

  test("cannot leave in what is counted of it before it is masked", () => {
    const counted = measure("count", {});
    expect(
      problems([
        pipeline("logs", {
          from: [otlp],
          through: [LIMIT, SENDERS, ...MASKED.slice(1), TEXTS],
          to: [counted],
        }),
        pipeline("metrics", { from: [counted], through: [], to: [SCRAPED] }),
      ]),
    ).toEqual([untreated("metrics", "prometheus", "credential")]);
  });

  test("needs no treatment of texts as a metric, whose names its sender claims", () => {
    const through = [LIMIT, SENDERS, ...MASKED];
    expect(problems([pipeline("metrics", { from: [otlp], through, to: [SCRAPED] })])).toEqual([]);
  });

  test("makes no claims where the collector itself reads it", () => {
    const through = [LIMIT, ...MASKED, TEXTS];
    const files = receiver("file_log", {});
    expect(problems([pipeline("logs", { from: [files], through, to: [OUT] })])).toEqual([]);
  });
});

describe("pipelines that lead into one another", () => {
  const [one, other] = [forward("one", "traces"), forward("other", "traces")];
  const jaeger = exporter("otlp_grpc/jaeger", {});

  test("cannot lead in a circle", () => {
    expect(
      problems([
        pipeline("traces/in", { from: [TREATED, other], through: [LIMIT], to: [one] }),
        pipeline("traces/out", { from: [one], through: [], to: [other, jaeger] }),
      ]),
    ).toEqual([
      {
        where: "pipeline traces/in",
        what: "leads back into itself",
        found: "traces/in -> traces/out -> traces/in",
        fix: "take one of the connectors out",
      },
    ]);
  });

  test("cannot end in a connector that begins none, nor begin with one that ends none", () => {
    expect(
      problems([pipeline("traces", { from: [TREATED, other], through: [LIMIT], to: [one, jaeger] })]),
    ).toEqual([
      {
        where: "connector forward/one",
        what: "no pipeline begins with it",
        fix: "add a pipeline that begins with it, or leave it out",
      },
      {
        where: "connector forward/other",
        what: "no pipeline ends with it",
        fix: "add a pipeline that ends with it, or leave it out",
      },
    ]);
  });

  test("cannot measure traces after some were chosen", () => {
    const [spans, graph] = [measure("span_metrics", {}), measure("service_graph", {})];
    const tail = processor("tail_sampling", {});
    const late = (id: string, measured: string): object => ({
      where: `pipeline ${id}`,
      what: `${measured} would measure only what tail_sampling keeps`,
      fix: `let ${measured} end a pipeline that comes before tail_sampling`,
    });
    expect(
      problems([
        pipeline("traces/in", { from: [TREATED], through: [LIMIT, tail], to: [one, spans] }),
        pipeline("traces/out", { from: [one], through: [], to: [graph, jaeger] }),
        pipeline("metrics", { from: [spans, graph], through: [], to: [SCRAPED] }),
      ]),
    ).toEqual([late("traces/in", "span_metrics"), late("traces/out", "service_graph")]);
  });
});
