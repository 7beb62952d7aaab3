import fc from "fast-check";
import { loadMandate, type Problem, quantities } from "../../mandate";
import {
  elasticsearchVolume,
  prometheusMemoryMib,
  prometheusVolume,
} from "../../stacks/environments/capacity";
import { capacityProblems, gibOf, neededVolumes } from "../../stacks/environments/capacity-problems";
import { development } from "../../stacks/environments/development";
import type { Environment } from "../../stacks/environments/environment";
import { loadFigures } from "../../stacks/environments/load-figures";
import { production } from "../../stacks/environments/production";
import { validateEnvironment } from "../../stacks/environments/validate-environment";
import { ENVIRONMENTS } from "../support/environments";
import { onlyProblemOf, problemsOf } from "../support/problems";

const mandate = loadMandate();
const GIB = 2 ** 30;

const LOAD = loadFigures({ activeSeries: 10_800, logGibPerDay: 2, spansPerSecond: 10 });

describe("the declared load", () => {
  it("is filled in with cautious figures", () => {
    expect(LOAD).toEqual({
      activeSeries: 10_800,
      scrapeIntervalSeconds: 30,
      logGibPerDay: 2,
      spansPerSecond: 10,
      bytesPerSample: 2,
      storedBytesPerLogByte: 1,
      bytesPerSpan: 1024,
    });
  });

  it("takes what was measured", () => {
    const measured = { bytesPerSample: 1.3, bytesPerSpan: 300 };
    expect(loadFigures({ activeSeries: 1, logGibPerDay: 1, spansPerSecond: 1, measured })).toMatchObject({
      bytesPerSample: 1.3,
      storedBytesPerLogByte: 1,
      bytesPerSpan: 300,
    });
  });
});

describe("the volume of Prometheus", () => {
  it("holds samples, a tenth more for whole blocks, and the write-ahead log", () => {
    const { gib, shares } = prometheusVolume(LOAD, { retentionDays: 10, fill: 0.5 });
    const perSecond = 10_800 / 30;
    const samples = perSecond * 86_400 * 10 * 2;
    expect(shares.map(({ what, bytes }) => [what, Math.round(bytes)])).toEqual([
      ["samples", samples],
      ["blocks that are not yet deleted", samples / 10],
      ["write-ahead log", perSecond * 3 * 3600 * 8],
    ]);
    expect(gib).toBe(Math.ceil((samples * 1.1 + perSecond * 3 * 3600 * 8) / 0.5 / GIB));
  });

  it("explains itself", () => {
    const { fillReason, shares } = prometheusVolume(LOAD, { retentionDays: 10, fill: 0.5 });
    expect([...shares.map(({ how }) => how), fillReason]).toEqual([
      "10,800 series every 30 s for 10 days at 2 bytes",
      "10 % of the retention, because blocks go as a whole",
      "3 hours at 8 bytes per sample",
      "VolumeDiskHigh fires above it",
    ]);
  });
});

describe("the volume of a node of Elasticsearch", () => {
  const demand = {
    logRetentionDays: 20,
    traceRetentionDays: 5,
    samplingRatio: 0.2,
    errorRatio: 0.03,
    replicas: 1,
    nodes: 4,
    fill: 0.8,
  };

  it("holds its part of the copies of logs and of kept spans, a day of rollover included", () => {
    const { fill, fillReason, gib, shares } = elasticsearchVolume(LOAD, demand);
    const logs = 2 * GIB * 21;
    const spans = 10 * (0.2 + 0.03 + 0.01) * 86_400 * 8 * 1024;
    expect(shares.map(({ what, bytes }) => [what, Math.round(bytes)])).toEqual([
      ["logs", Math.round(logs / 2)],
      ["spans", Math.round(spans / 2)],
    ]);
    expect(gib).toBe(Math.ceil((logs + spans) / 2 / 0.8 / GIB));
    expect([fill, fillReason]).toEqual([0.8, "VolumeDiskHigh fires above it"]);
  });

  it("stays below the watermark above which a node gets no new index", () => {
    const { fill, fillReason } = elasticsearchVolume(LOAD, { ...demand, fill: 0.95 });
    expect([fill, fillReason]).toEqual([0.85, "Elasticsearch puts no new index on a fuller node"]);
  });

  it("never keeps more spans than there are", () => {
    const { shares } = elasticsearchVolume(LOAD, { ...demand, samplingRatio: 1 });
    expect(shares[1]?.how).toBe("100 % of 10 spans a second for 8 days at 1,024 bytes, 2 copies on 4 nodes");
  });
});

it("a longer retention, more load or fewer copies per node never need a smaller volume", () => {
  const load = fc.record({
    activeSeries: fc.integer({ min: 1000, max: 5_000_000 }),
    logGibPerDay: fc.double({ min: 0.1, max: 100, noNaN: true }),
    spansPerSecond: fc.integer({ min: 1, max: 50_000 }),
  });
  fc.assert(
    fc.property(
      load,
      fc.integer({ min: 1, max: 400 }),
      fc.integer({ min: 0, max: 100 }),
      (one, days, more) => {
        const needed = (retentionDays: number): number =>
          prometheusVolume(loadFigures(one), { retentionDays, fill: 0.9 }).gib;
        expect(needed(days + more)).toBeGreaterThanOrEqual(needed(days));
      },
    ),
    { numRuns: 50 },
  );
});

describe("the memory of Prometheus", () => {
  it.each([
    [50_000, 512],
    [300_000, 1536],
    [2_000_000, 8192],
  ])("for %d series is %d MiB", (activeSeries, mib) => {
    expect(prometheusMemoryMib(loadFigures({ activeSeries, logGibPerDay: 1, spansPerSecond: 1 }))).toBe(mib);
  });
});

describe("an environment's volumes", () => {
  it.each(ENVIRONMENTS)("of %s hold the mandated retention", (_, environment) => {
    const needed = neededVolumes(environment, quantities(mandate));
    expect(gibOf(environment.storage.prometheus)).toBeGreaterThanOrEqual(needed.prometheus.gib);
    expect(gibOf(environment.storage.elasticsearch)).toBeGreaterThanOrEqual(needed.elasticsearch.gib);
  });

  const withStorage = (storage: Partial<Environment["storage"]>): Environment => ({
    ...development,
    storage: { ...development.storage, ...storage },
  });

  const problemsIn = (environment: Environment): readonly Problem[] =>
    capacityProblems(environment, quantities(mandate), "environment development");

  it("of Prometheus are refused when they are too small", () => {
    expect(onlyProblemOf(() => validateEnvironment(withStorage({ prometheus: "40Gi" }), mandate))).toBe(
      [
        "environment development: storage.prometheus: the volume is full before the retention is over at the declared load",
        "  found:    40Gi",
        "  allowed:  at least 60Gi, 90 % full: samples 48.3 GiB (300,000 series every 30 s for 30 days at 2 bytes); " +
          "blocks that are not yet deleted 4.8 GiB (10 % of the retention, because blocks go as a whole); " +
          "write-ahead log 0.8 GiB (3 hours at 8 bytes per sample)",
        "  mandate:  observability_configuration.metrics_retention_days",
        "  fix:      make it larger, or tell in load.measured what samples, logs and spans really take",
      ].join("\n"),
    );
  });

  it("of Elasticsearch are refused when they are too small", () => {
    expect(onlyProblemOf(() => validateEnvironment(withStorage({ elasticsearch: "146Gi" }), mandate))).toBe(
      [
        "environment development: storage.elasticsearch: the volume is full before the retention is over at the declared load",
        "  found:    146Gi",
        "  allowed:  at least 147Gi, 85 % full: logs 91.0 GiB (1 GiB a day for 91 days at 1 stored bytes per byte, " +
          "1 copy on 1 node); spans 33.6 GiB (12 % of 200 spans a second for 17 days at 1,024 bytes, 1 copy on 1 node)",
        "  mandate:  observability_configuration.log_retention_days",
        "  fix:      make it larger, or tell in load.measured what samples, logs and spans really take",
      ].join("\n"),
    );
  });

  it("are accepted at exactly what is needed", () => {
    expect(problemsIn(withStorage({ prometheus: "60Gi", elasticsearch: "147Gi" }))).toEqual([]);
  });

  it("must be larger for a stricter retention", () => {
    const stricter = { metrics_retention_days: 300, log_retention_days: 100 };
    const environment = { ...withStorage({ elasticsearch: "147Gi" }), stricter };
    const refused = problemsOf(() => validateEnvironment(environment, mandate));
    expect(refused.map(({ where }) => where)).toEqual([
      "environment development: storage.prometheus",
      "environment development: storage.elasticsearch",
    ]);
  });

  it("may be smaller where less was measured", () => {
    const environment = withStorage({ prometheus: "40Gi" });
    const load = { ...environment.load, measured: { bytesPerSample: 1.2 } };
    expect(problemsIn({ ...environment, load })).toEqual([]);
  });

  it("must be larger for more frequent scrapes", () => {
    const load = { ...production.load, scrapeIntervalSeconds: 10 };
    expect(problemsOf(() => validateEnvironment({ ...production, load }, mandate))).toHaveLength(1);
  });
});

it.each([
  ["512Mi", 0.5],
  ["40Gi", 40],
  ["5Ti", 5120],
] as const)("%s are %d GiB", (size, gib) => {
  expect(gibOf(size)).toBe(gib);
});
