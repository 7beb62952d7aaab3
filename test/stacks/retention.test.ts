import fc from "fast-check";
import { type Artifact, type JsonObject, nativeConfigurations, valueAt } from "../../assurance";
import { setupData } from "../../constructs/logging/elasticsearch-setup";
import { cleanerDays, maxSpanAge } from "../../constructs/tracing/trace-retention";
import { loadMandate, loadPolicy, quantities } from "../../mandate";
import { elasticsearchVolume, prometheusVolume } from "../../stacks/environments/capacity";
import { gibOf, neededVolumes } from "../../stacks/environments/capacity-problems";
import { loadFigures } from "../../stacks/environments/load-figures";
import { artifactOf, ENVIRONMENTS } from "../support/environments";
import {
  agesInBlocks,
  agesInDailyIndex,
  agesInIndex,
  automaticMaxAge,
  DAY,
  HOUR,
  largestBlock,
  MINUTE,
} from "../support/retention-models";

const mandated = quantities(loadMandate());
const { log_max_days: logMaxDays = 400, trace_max_days: traceMaxDays = 400 } =
  loadPolicy().values.privacy_ceilings;

/** Every retention that an environment may ask for. */
const LOG_DAYS = fc.integer({ min: mandated.logRetentionDays, max: logMaxDays });
const TRACE_DAYS = fc.integer({ min: mandated.traceRetentionDays, max: traceMaxDays });
const METRIC_DAYS = fc.integer({ min: mandated.metricsRetentionDays, max: 400 });
const LOAD = fc.record({
  activeSeries: fc.integer({ min: 1_000, max: 10_000_000 }),
  scrapeIntervalSeconds: fc.integer({ min: 5, max: 60 }),
  logGibPerDay: fc.double({ min: 0.01, max: 5_000, noNaN: true }),
  spansPerSecond: fc.double({ min: 0.1, max: 100_000, noNaN: true }),
});

/** What nobody knows of an index beforehand; the poll interval is the default of ten minutes, more or less. */
const INDEX_LIFE = fc
  .record({
    pollInterval: fc.integer({ min: MINUTE, max: HOUR }),
    fullAfter: fc.oneof(fc.constant(Infinity), fc.integer({ min: 1, max: 40 * DAY })),
    firstPollShare: fc.double({ min: 0, max: 1, noNaN: true }),
    firstRecord: fc.integer({ min: 0, max: 200 * DAY }),
  })
  // Whole seconds, or sums are off by the last bit.
  .map(({ firstPollShare, ...life }) => ({
    ...life,
    firstPoll: Math.floor(firstPollShare * life.pollInterval),
  }));

/** What nobody knows of a daily index: when it was made, a clock that is ahead by up to a day included, and the run. */
const DAILY_LIFE = fc.record({
  made: fc.integer({ min: -DAY + 1, max: DAY - 1 }),
  runsAt: fc.integer({ min: 0, max: DAY - 1 }),
  countsFrom: fc.constantFrom("coming midnight" as const, "now" as const),
});

function seconds(written: unknown): number {
  const [, amount, unit] = /^(\d+)([dhm])$/.exec(String(written)) ?? [];
  return Number(amount) * ({ d: DAY, h: HOUR, m: MINUTE }[unit ?? ""] ?? NaN);
}

/** What a set-up of Elasticsearch says. */
function logSettings(document: (key: string) => JsonObject) {
  const policy = document("ilm-qms-logs.json");
  const failures = "failure_store.lifecycle.data_retention";
  return {
    maxAge: seconds(valueAt(policy, "policy.phases.hot.actions.rollover.max_age")),
    minAge: seconds(valueAt(policy, "policy.phases.delete.min_age")),
    failureAges: [
      valueAt(
        document("component-template-logs-otel-custom.json"),
        `template.data_stream_options.${failures}`,
      ),
      valueAt(
        document("component-template-logs-legacy-custom.json"),
        `template.data_stream_options.${failures}`,
      ),
      valueAt(document("existing-options.json"), failures),
    ].map(seconds),
  };
}

function logSettingsFor(retentionDays: number) {
  const data = setupData({ retentionDays, replicas: 1 });
  return logSettings((key) => JSON.parse(data[key] ?? "null") as JsonObject);
}

function native(artifact: Artifact, fileName: string): JsonObject {
  const file = nativeConfigurations(artifact).find((candidate) => candidate.fileName === fileName);
  return file?.data as JsonObject;
}

function releaseValues(artifact: Artifact, name: string): JsonObject {
  const release = artifact.releases.find((candidate) => candidate.name === name);
  return release?.values ?? {};
}

describe("a log record", () => {
  it("is kept for the whole retention and at most a day and two looks longer, whenever it came", () => {
    fc.assert(
      fc.property(LOG_DAYS, INDEX_LIFE, (days, life) => {
        const { maxAge, minAge } = logSettingsFor(days);
        const { oldest, youngest } = agesInIndex({ ...life, maxAge, minAge });
        expect(youngest).toBeGreaterThanOrEqual(days * DAY);
        expect(oldest).toBeLessThanOrEqual((days + 1) * DAY + 2 * life.pollInterval);
      }),
    );
  });

  it("that could not be indexed is kept as long, and longer by what its index may age", () => {
    fc.assert(
      fc.property(LOG_DAYS, INDEX_LIFE, (days, life) => {
        logSettingsFor(days).failureAges.forEach((minAge) => {
          const maxAge = automaticMaxAge(minAge);
          const { oldest, youngest } = agesInIndex({ ...life, maxAge, minAge });
          expect(youngest).toBeGreaterThanOrEqual(days * DAY);
          expect(oldest).toBeLessThanOrEqual(days * DAY + maxAge + 2 * life.pollInterval);
        });
      }),
    );
  });

  it("would be kept for a month longer if indices were rolled over as they are by default", () => {
    const life = { fullAfter: Infinity, pollInterval: 10 * MINUTE, firstPoll: 0, firstRecord: 0 };
    const { oldest } = agesInIndex({ ...life, maxAge: 30 * DAY, minAge: 90 * DAY });
    expect(oldest / DAY).toBe(120);
  });

  it("would be deleted up to a day early if the age counted from when its index was made", () => {
    const { maxAge, minAge } = logSettingsFor(mandated.logRetentionDays);
    expect(minAge - maxAge).toBeLessThan(mandated.logRetentionDays * DAY);
  });

  it("never fills a volume of the size that is asked for up to where shards are moved away", () => {
    fc.assert(
      fc.property(LOAD, LOG_DAYS, TRACE_DAYS, (load, logRetentionDays, traceRetentionDays) => {
        const figures = loadFigures(load);
        const { gib, shares } = elasticsearchVolume(figures, {
          ...{ logRetentionDays, traceRetentionDays, samplingRatio: 0.1, errorRatio: 0.01 },
          ...{ replicas: 1, nodes: 3, fill: 0.95 },
        });
        const [, spans] = shares;
        const oldest = (logRetentionDays + 1) * DAY + 2 * 10 * MINUTE;
        const logBytes = ((load.logGibPerDay * 2 ** 30 * oldest) / DAY) * (2 / 3);
        expect(logBytes + (spans?.bytes ?? NaN)).toBeLessThan(gib * 2 ** 30 * 0.9);
      }),
    );
  });

  it.each(ENVIRONMENTS)("of %s is kept for the mandated days by what its artifact says", (_, environment) => {
    const artifact = artifactOf(environment);
    const { failureAges, maxAge, minAge } = logSettings((key) => native(artifact, key));
    fc.assert(
      fc.property(INDEX_LIFE, (life) => {
        const logs = agesInIndex({ ...life, maxAge, minAge });
        const failures = failureAges.map((age) =>
          agesInIndex({ ...life, maxAge: automaticMaxAge(age), minAge: age }),
        );
        const shortest = Math.min(...[logs, ...failures].map(({ youngest }) => youngest));
        expect(shortest).toBeGreaterThanOrEqual(mandated.logRetentionDays * DAY);
        expect(logs.oldest).toBeLessThan((mandated.logRetentionDays + 2) * DAY);
      }),
    );
  });
});

describe("a span", () => {
  it("is kept and found for the whole retention, whatever the cleaner's hour, and not much longer", () => {
    fc.assert(
      fc.property(TRACE_DAYS, DAILY_LIFE, (retentionDays, life) => {
        const { oldest, youngest } = agesInDailyIndex({ ...life, days: cleanerDays(retentionDays) });
        const found = Math.min(youngest, seconds(maxSpanAge(retentionDays)));
        expect(found).toBeGreaterThanOrEqual(retentionDays * DAY);
        // What volumes are made for, with the version that is deployed.
        const more = life.countsFrom === "coming midnight" ? 3 : 4;
        expect(oldest).toBeLessThan((retentionDays + more) * DAY);
      }),
    );
  });

  it("would be deleted a day early with one day less, where a clock was ahead by a second", () => {
    const life = { made: -1, runsAt: 17 * MINUTE, countsFrom: "coming midnight" as const };
    const { youngest } = agesInDailyIndex({ ...life, days: cleanerDays(14) - 1 });
    expect(youngest).toBeLessThan(14 * DAY);
  });

  it.each(ENVIRONMENTS)(
    "of %s is kept and found for the mandated days by what its artifact says",
    (_, environment) => {
      const artifact = artifactOf(environment);
      const { numberOfDays: days, schedule } = valueAt(
        releaseValues(artifact, "jaeger"),
        "esIndexCleaner",
      ) as { numberOfDays: number; schedule: string };
      const [minute, hour, ...every] = schedule.split(" ");
      expect(every).toEqual(["*", "*", "*"]);
      const lookBack = valueAt(
        native(artifact, "jaeger.yaml"),
        "extensions.jaeger_storage.backends.elasticsearch.elasticsearch.max_span_age",
      );
      const runsAt = Number(hour) * HOUR + Number(minute) * MINUTE;
      fc.assert(
        fc.property(DAILY_LIFE, (life) => {
          const { youngest } = agesInDailyIndex({ ...life, runsAt, days });
          expect(Math.min(youngest, seconds(lookBack))).toBeGreaterThanOrEqual(
            mandated.traceRetentionDays * DAY,
          );
        }),
      );
    },
  );
});

describe("a sample", () => {
  it("is kept for the whole retention, and a tenth and three hours longer at most", () => {
    fc.assert(
      fc.property(METRIC_DAYS, (days) => {
        const { oldest, youngest } = agesInBlocks(days * DAY);
        expect(youngest).toBeGreaterThanOrEqual(days * DAY);
        expect(oldest).toBeLessThanOrEqual(1.1 * days * DAY + 3 * HOUR);
      }),
    );
  });

  it("fits on a volume of the size that is asked for, also while the largest blocks are merged", () => {
    fc.assert(
      fc.property(LOAD, METRIC_DAYS, (load, days) => {
        const figures = loadFigures(load);
        const { gib } = prometheusVolume(figures, {
          retentionDays: days,
          fill: mandated.diskUtilizationRatio,
        });
        const perSecond = load.activeSeries / load.scrapeIntervalSeconds;
        const merged = largestBlock(days * DAY);
        const blocks = perSecond * figures.bytesPerSample * (days * DAY + 2 * merged);
        const writeAheadLog = perSecond * 3 * HOUR * 8;
        expect(blocks + writeAheadLog).toBeLessThanOrEqual(gib * 2 ** 30);
      }),
    );
  });

  it.each(ENVIRONMENTS)("of %s is kept for the mandated days by what its artifact says", (_, environment) => {
    const spec = valueAt(releaseValues(artifactOf(environment), "kps"), "prometheus.prometheusSpec") as {
      retention: string;
      retentionSize?: string;
      storageSpec: { volumeClaimTemplate: { spec: { resources: { requests: { storage: `${number}Gi` } } } } };
    };
    expect(agesInBlocks(seconds(spec.retention)).youngest).toBeGreaterThanOrEqual(
      mandated.metricsRetentionDays * DAY,
    );
    expect(spec.retentionSize).toBeUndefined();
    const { storage } = spec.storageSpec.volumeClaimTemplate.spec.resources.requests;
    expect(gibOf(storage)).toBeGreaterThanOrEqual(neededVolumes(environment, mandated).prometheus.gib);
  });
});
