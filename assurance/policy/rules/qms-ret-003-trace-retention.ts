import { describeAllowed, valueAt as mandatedAt, type Mandate } from "../../../mandate";
import type { Artifact } from "../../artifact/artifact";
import { isObject, itemsOf, valueAt, type JsonValue } from "../../artifact/json";
import { jaegerConfigurations, type JaegerConfiguration } from "../../artifact/native/jaeger";
import { daysOf } from "../duration";
import { inFile, tracePolicies } from "../log-policies";
import { CLEANER_EXTRA_DAYS, traceBackends, traceRetention } from "../retention-settings";
import { boundViolations, defineRule, rendered, type Violation } from "../rule";

const KEY = "observability_configuration.trace_retention_days";

/** Traces are stored and found for the mandated days, and deleted afterwards. */
export const traceRetentionRule = defineRule({
  id: "QMS-RET-003",
  title: "traces are kept for the mandated days",
  mandate: [KEY],
  violations: (artifact, mandate) => {
    const jaegers = jaegerConfigurations(artifact);
    if (jaegers.length === 0) return [missing(mandate)];
    return [
      ...jaegers.flatMap((jaeger) => [
        ...noCleaner(jaeger),
        ...noBackend(jaeger),
        ...lookback(jaeger, mandate),
      ]),
      ...tooShort(artifact, mandate),
      ...rolledOver(artifact, mandate),
    ];
  },
});

function missing(mandate: Mandate): Violation {
  return {
    address: "",
    path: "",
    found: "no Jaeger",
    required: `a Jaeger that keeps traces ${describeAllowed(KEY, mandatedAt(mandate.values, KEY))}`,
    mandate: KEY,
    fix: "add the Jaeger construct to the stack",
  };
}

function noCleaner({ address, values }: JaegerConfiguration): readonly Violation[] {
  const path = "esIndexCleaner.enabled";
  const written = valueAt(values, path);
  if (written === true) return [];
  const fix = "leave the cleaner on; raise esIndexCleaner.numberOfDays to keep traces longer";
  return [{ address, path, found: rendered(written), required: "true", mandate: KEY, fix }];
}

/** A store in memory loses its traces with the pod. */
function noBackend({ address, config }: JaegerConfiguration): readonly Violation[] {
  const backends = valueAt(config, "extensions.jaeger_storage.backends");
  const names = traceBackends(config);
  const stored = (name: string): JsonValue | undefined => (isObject(backends) ? backends[name] : undefined);
  const durable = names.filter((name) =>
    ["elasticsearch", "opensearch"].some((type) => valueAt(stored(name), type) !== undefined),
  );
  if (names.length > 0 && durable.length === names.length) return [];
  return [
    {
      address,
      path: "userconfig.extensions.jaeger_storage.backends",
      found: names.length === 0 ? "no backend for traces" : rendered(backends),
      required: "an Elasticsearch backend, named by the exporter and by the query service",
      mandate: KEY,
      fix: "leave userconfig to the Jaeger construct",
    },
  ];
}

function tooShort(artifact: Artifact, mandate: Mandate): readonly Violation[] {
  return traceRetention(artifact).flatMap(({ address, path, written, days }) => {
    const isCleaner = path === "esIndexCleaner.numberOfDays";
    const render = isCleaner
      ? (mandated: unknown): string =>
          `${Number(mandated) + CLEANER_EXTRA_DAYS}, because the cleaner counts today, and clocks differ`
      : (mandated: unknown): string => `${Number(mandated) * 24}h`;
    return boundViolations(mandate, {
      key: KEY,
      address,
      path,
      written,
      value: days,
      render,
      fix: `raise ${path}`,
    });
  });
}

/** With rollover indices, the look-back Job takes indices out of the alias that is read. */
function lookback({ address, values }: JaegerConfiguration, mandate: Mandate): readonly Violation[] {
  if (valueAt(values, "esLookback.enabled") !== true) return [];
  const path = "esLookback.extraEnv";
  const env = itemsOf(valueAt(values, path)).filter(isObject);
  const read = (name: string): JsonValue | undefined => env.find((entry) => entry.name === name)?.value;
  const days = read("UNIT") === "days" ? Number(read("UNIT_COUNT")) : undefined;
  const written = read("UNIT_COUNT");
  return boundViolations(mandate, {
    key: KEY,
    address,
    path,
    written,
    value: days,
    fix: "raise UNIT_COUNT, in days",
  });
}

function rolledOver(artifact: Artifact, mandate: Mandate): readonly Violation[] {
  return tracePolicies(artifact)
    .filter(({ document }) => valueAt(document, "policy.phases.delete") !== undefined)
    .flatMap(({ address, path, document }) => {
      const setting = "policy.phases.delete.min_age";
      const written = valueAt(document, setting);
      return boundViolations(mandate, {
        key: KEY,
        address,
        path: inFile(path, setting),
        written,
        value: daysOf(written, "elasticsearch"),
        fix: "raise min_age of the delete phase",
      });
    });
}
