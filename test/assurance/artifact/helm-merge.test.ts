import fc from "fast-check";
import { coalesce, effectiveValues, mergeDocuments } from "../../../assurance/artifact/helm-merge";
import type { JsonObject, JsonValue } from "../../../assurance/artifact/json";

const keys = fc.constantFrom("a", "b", "c");
const { document } = fc.letrec<{ document: JsonObject; value: JsonValue }>((tie) => ({
  document: fc.dictionary(keys, tie("value"), { maxKeys: 3 }),
  value: fc.oneof(
    { depthSize: "small" },
    fc.constantFrom<JsonValue[]>(1, "x", true, null, [1, null], []),
    tie("document"),
  ),
}));

function withoutNulls(value: JsonValue): JsonValue {
  return JSON.parse(JSON.stringify(value, (_, child: JsonValue) => child ?? undefined)) as JsonValue;
}

describe("folding values documents", () => {
  test("merges maps, replaces lists and scalars, keeps null for the chart", () => {
    const base = { a: { b: 1, c: [1, 2] }, d: "x", e: { f: 2 } };
    const overlay = { a: { c: [3], g: null }, d: { h: 4 }, e: null };
    expect(mergeDocuments(base, overlay)).toEqual({ a: { b: 1, c: [3], g: null }, d: { h: 4 }, e: null });
  });

  test("takes a map that replaces null for the whole map", () => {
    expect(mergeDocuments({ a: null }, { a: { b: 1 } })).toEqual({ a: { b: 1 } });
  });

  test("changes nothing with an empty document", () => {
    fc.assert(
      fc.property(document, (one) => {
        expect(mergeDocuments(one, {})).toEqual(one);
        expect(mergeDocuments({}, one)).toEqual(one);
      }),
    );
  });

  test("has the last document's own values in the end", () => {
    fc.assert(
      fc.property(document, document, (one, other) => {
        const merged = mergeDocuments(one, other);
        expect(mergeDocuments(merged, other)).toEqual(merged);
      }),
    );
  });
});

describe("laying values over a chart's defaults", () => {
  const defaults = { receivers: { otlp: {}, zipkin: {} }, list: [1, 2], empty: {} };

  test("merges maps, replaces the rest, and deletes by null", () => {
    const values = { receivers: { zipkin: null, mine: { a: null } }, list: [3] };
    expect(coalesce(values, defaults)).toEqual({
      receivers: { otlp: {}, mine: { a: null } },
      list: [3],
      empty: {},
    });
  });

  test("gives the defaults where nothing is set", () => {
    expect(coalesce({}, defaults)).toEqual(defaults);
  });

  test("never brings back what null deleted", () => {
    fc.assert(
      fc.property(document, keys, (under, key) => {
        expect(coalesce({ [key]: null }, under)).not.toHaveProperty(key);
      }),
    );
  });

  test("does not change its arguments", () => {
    fc.assert(
      fc.property(document, document, (over, under) => {
        const before = structuredClone({ over, under });
        coalesce(over, under);
        expect({ over, under }).toEqual(before);
      }),
    );
  });
});

describe("effective values", () => {
  test("are exact below known subtrees and free of null elsewhere", () => {
    const values = {
      known: { sub: { a: null, c: 3, d: { e: null } }, other: null },
      free: { x: null, y: [null] },
    };
    expect(effectiveValues(values, { "known.sub": { a: 1, b: 2 } })).toEqual({
      known: { sub: { b: 2, c: 3, d: { e: null } } },
      free: { y: [null] },
    });
  });

  test("hold the known defaults where our values say nothing, and not where they delete them", () => {
    const subtrees = { "known.sub": { a: 1 } };
    expect(effectiveValues({}, subtrees)).toEqual({ known: { sub: { a: 1 } } });
    expect(effectiveValues({ known: { sub: null } }, subtrees)).toEqual({ known: {} });
    expect(effectiveValues({ known: null }, subtrees)).toEqual({});
  });

  test("keep null inside a map that the chart leaves to us", () => {
    const values = { userconfig: { receivers: { otlp: { grpc: null } } } };
    expect(effectiveValues(values, { userconfig: null })).toEqual(values);
  });

  test("are our values without null where no default is known", () => {
    fc.assert(
      fc.property(document, (values) => {
        const lists = (value: JsonValue): boolean => JSON.stringify(value).includes("[");
        fc.pre(!lists(values));
        expect(effectiveValues(values, {})).toEqual(withoutNulls(values));
      }),
    );
  });
});
