import fc from "fast-check";
import {
  KINDS,
  LEAF_NAMES,
  MANDATE_KEYS,
  describeAllowed,
  isWeaker,
  kindOf,
  loadMandate,
  renderQuantity,
  valueAt,
  type MandateKey,
} from "../../mandate";

const MANDATE = loadMandate();
const mandated = (key: MandateKey) => valueAt(MANDATE.values, key);
const keysOfKind = (...kinds: readonly string[]) =>
  MANDATE_KEYS.filter((key) => kinds.includes(KINDS[key].kind));

const RETENTION = "observability_configuration.metrics_retention_days";
const CPU = "monitoring_thresholds.cpu_utilization_threshold";
const LANGUAGES = "observability_configuration.otel_sdk_languages";
const PROPAGATION = "observability_configuration.trace_context_propagation";
const BACKEND = "observability_configuration.tracing_backend";
const ALERTING = "observability_configuration.alerting_enabled";
const GDPR = "compliance_requirements.gdpr_compliance_monitoring";

describe("the table of kinds", () => {
  it("has exactly the keys of the schema", () => {
    expect(Object.keys(KINDS).sort()).toEqual([...MANDATE_KEYS].sort());
  });

  it("reads every switch as the packaged mandate sets it", () => {
    for (const key of MANDATE_KEYS) expect([key, kindOf(key, mandated(key))]).toEqual([key, KINDS[key].kind]);
  });

  it("gives numbers a bound, switches a state and lists a content", () => {
    const typesOf = (...kinds: readonly string[]) =>
      new Set(
        keysOfKind(...kinds).map((key) => (Array.isArray(mandated(key)) ? "list" : typeof mandated(key))),
      );
    expect(typesOf("floor", "ceiling")).toEqual(new Set(["number"]));
    expect(typesOf("on", "free")).toEqual(new Set(["boolean"]));
    expect(typesOf("superset")).toEqual(new Set(["list"]));
    expect(typesOf("exact", "contains-first")).toEqual(new Set(["string"]));
  });

  it("has a name for each key that occurs in one table only", () => {
    expect(new Set(LEAF_NAMES).size).toBe(MANDATE_KEYS.length);
  });
});

describe("a switch", () => {
  it("binds once an organisation mandates it", () => {
    expect(kindOf(GDPR, true)).toBe("on");
    expect(isWeaker(GDPR, true, false)).toBe(true);
  });

  it("is free where the mandate has it off", () => {
    expect(kindOf(ALERTING, false)).toBe("free");
    expect(isWeaker(ALERTING, false, false)).toBe(false);
    expect(isWeaker(GDPR, false, true)).toBe(false);
  });

  it.each([false, undefined, null, "true", 1])("that must be on is weaker as %p", (value) => {
    expect(isWeaker(ALERTING, true, value)).toBe(true);
  });
});

describe("a bound", () => {
  it.each(MANDATE_KEYS)("%s is not weaker than itself", (key) => {
    expect(isWeaker(key, mandated(key), mandated(key))).toBe(false);
  });

  it("that is a floor refuses exactly what is less", () => {
    fc.assert(
      fc.property(fc.constantFrom(...keysOfKind("floor")), fc.double(), fc.double(), (key, bound, value) => {
        expect(isWeaker(key, bound, value)).toBe(!(value >= bound));
      }),
    );
  });

  it("that is a ceiling refuses exactly what is more", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...keysOfKind("ceiling")),
        fc.double(),
        fc.double(),
        (key, bound, value) => {
          expect(isWeaker(key, bound, value)).toBe(!(value <= bound));
        },
      ),
    );
  });

  it("passes on: what is stricter than something stricter is stricter", () => {
    const number = fc.double({ noNaN: true });
    const key = fc.constantFrom(...keysOfKind("floor", "ceiling"));
    fc.assert(
      fc.property(key, number, number, number, (bound, a, b, c) => {
        fc.pre(!isWeaker(bound, a, b) && !isWeaker(bound, b, c));
        expect(isWeaker(bound, a, c)).toBe(false);
      }),
    );
  });

  it.each([undefined, null, NaN, "400", true, [400]])("takes no number from %p", (value) => {
    expect(isWeaker(RETENTION, 17, value)).toBe(true);
    expect(isWeaker(CPU, 17, value)).toBe(true);
  });
});

describe("a list of names", () => {
  const names = fc.uniqueArray(fc.string({ minLength: 1 }), { minLength: 1 });

  it("may grow, in any order", () => {
    fc.assert(
      fc.property(names, names, (some, more) => {
        expect(isWeaker(LANGUAGES, some, [...more, ...some].reverse())).toBe(false);
      }),
    );
  });

  it("may not lose an entry", () => {
    fc.assert(
      fc.property(names, fc.nat(), (list, index) => {
        const without = list.toSpliced(index % list.length, 1);
        expect(isWeaker(LANGUAGES, list, without)).toBe(true);
      }),
    );
  });
});

describe("the propagators", () => {
  it.each(["w3c", "w3c,b3", "w3c, jaeger", ["w3c"], ["w3c", "b3"]])("hold as %p", (value) => {
    expect(isWeaker(PROPAGATION, "w3c", value)).toBe(false);
  });

  it.each(["b3", "b3,w3c", "", "w3cx", [], ["b3", "w3c"], undefined])("are weaker as %p", (value) => {
    expect(isWeaker(PROPAGATION, "w3c", value)).toBe(true);
  });

  it("are weaker without one that the mandate names behind the first", () => {
    expect(isWeaker(PROPAGATION, "w3c,b3", "w3c")).toBe(true);
    expect(isWeaker(PROPAGATION, "w3c,b3", "w3c,jaeger,b3")).toBe(false);
  });
});

describe("an exact value", () => {
  it.each(["zipkin", "Jaeger", "", undefined, ["jaeger"]])("is not %p", (value) => {
    expect(isWeaker(BACKEND, "jaeger", value)).toBe(true);
  });
});

describe("the allowed values", () => {
  it.each<[MandateKey, unknown, string]>([
    [RETENTION, 41, "at least 41 days"],
    [CPU, 73, "at most 73 %"],
    ["observability_configuration.trace_sampling_rate", 0.23, "at least 0.23"],
    ["monitoring_thresholds.response_time_p95_ms", 430, "at most 430 ms"],
    ["monitoring_thresholds.network_errors_threshold", 89, "at most 89 errors in five minutes"],
    ["monitoring_thresholds.request_rate_anomaly_threshold", 1.7, "at most 1.7 deviations"],
    ["monitoring_thresholds.queue_depth_threshold", 910, "at most 910 messages"],
    ["alerting_configuration.high_response_time", 810, "at most 810 s"],
    [ALERTING, true, "true"],
    [GDPR, false, "true or false"],
    [GDPR, true, "true"],
    [LANGUAGES, ["go", "java"], 'contains "go", "java"'],
    [PROPAGATION, "w3c", 'contains "w3c", ahead of any other'],
    [BACKEND, "jaeger", '"jaeger"'],
  ])("of %s are told for %j", (key, value, sentence) => {
    expect(describeAllowed(key, value)).toBe(sentence);
  });

  it("can be told in the words of a component", () => {
    expect(describeAllowed(RETENTION, 41, (value) => `${String(value)}d`)).toBe("at least 41d");
  });

  it("tell a value that is no number as it is", () => {
    expect(renderQuantity(RETENTION, "41")).toBe('"41"');
    expect(renderQuantity(RETENTION, null)).toBe("null");
  });
});
