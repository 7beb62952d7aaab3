import { chartConfig, type CollectorConfig } from "../../constructs/telemetry/collector-config";
import { clusterPipeline } from "../../constructs/telemetry/cluster-pipeline";
import { PII_PATTERNS } from "../../mandate/pii-patterns";
import { GATEWAY, sampleAgent, sampleGateway, textsIn } from "../support/collector-samples";

const cluster = clusterPipeline({
  clusterName: "north",
  environment: "trial",
  gateway: GATEWAY,
  logLevel: "INFO",
  piiPatterns: PII_PATTERNS,
});

const COLLECTORS: readonly (readonly [string, CollectorConfig])[] = [
  ["agent", sampleAgent()],
  [
    "agent without optional sources",
    sampleAgent({ kubeletMetrics: false, hostMetrics: false, auditLog: false }),
  ],
  ["gateway", sampleGateway()],
  ["cluster", cluster],
];

describe.each(COLLECTORS)("the %s", (_, config) => {
  test("limits memory first in every pipeline that receives from outside", () => {
    const connectors = Object.keys(config.connectors);
    const outside = Object.values(config.pipelines).filter(
      ({ receivers }) => !receivers.every((name) => connectors.includes(name)),
    );
    expect(outside.map(({ processors }) => processors[0])).toEqual(outside.map(() => "memory_limiter"));
  });

  test("holds nothing that Helm would take for a template", () => {
    expect(textsIn(chartConfig(config)).filter((text) => text.includes("{{"))).toEqual([]);
  });

  test("leaves the chart no default that would be merged in", () => {
    const { receivers, exporters, processors, service } = chartConfig(config);
    for (const [part, names] of [
      [receivers, ["jaeger", "otlp", "prometheus", "zipkin"]],
      [exporters, ["debug"]],
      [processors, ["batch", "memory_limiter"]],
      [(service as { pipelines: object }).pipelines, ["logs", "metrics", "traces"]],
    ] as const) {
      expect(Object.keys(part as object)).toEqual(expect.arrayContaining([...names]));
    }
  });

  test("deletes nothing but defaults of the chart", () => {
    const chart = chartConfig(config);
    const nulls = nullsIn(chart);
    const own = ["service.telemetry.resource", "receivers.otlp.protocols.http"];
    const deletable = [
      ...["jaeger", "otlp", "prometheus", "zipkin"].map((name) => `receivers.${name}`),
      ...["logs", "metrics", "traces"].map((name) => `service.pipelines.${name}`),
      ...["exporters.debug", "processors.batch", ...own],
    ];
    expect(nulls.filter((path) => !deletable.includes(path))).toEqual([]);
  });

  test("keeps the type suffix of its own metrics, which alerts name", () => {
    expect(config.telemetry).toHaveProperty(
      "metrics.readers.0.pull.exporter.prometheus.without_type_suffix",
      false,
    );
  });

  test("writes every dollar sign twice but in references to the environment", () => {
    const rest = textsIn(chartConfig(config)).map((text) =>
      text.replaceAll(/\$\{env:[A-Z0-9_]+\}/g, "").replaceAll("$$", ""),
    );
    expect(rest.filter((text) => text.includes("$"))).toEqual([]);
  });
});

function nullsIn(value: unknown, path = ""): readonly string[] {
  if (value === null) return [path];
  if (typeof value !== "object") return [];
  return Object.entries(value).flatMap(([key, below]) =>
    nullsIn(below, path === "" ? key : `${path}.${key}`),
  );
}
