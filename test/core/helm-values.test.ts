import fc from "fast-check";
import { type HelmValue, type HelmValues, mergeLayers, mergeValues } from "../../constructs/core/helm-values";

const scalar = fc.oneof(fc.integer(), fc.boolean(), fc.string());
const key = fc.constantFrom("a", "b", "c", "d");

/** Documents in which a name always has the same shape, so that no path is a map here and something else there. */
function shaped(leaf: fc.Arbitrary<HelmValue>): fc.Arbitrary<HelmValues> {
  const inner = fc.dictionary(key, leaf, { maxKeys: 3 });
  return fc.record(
    { map: inner, deep: fc.record({ map: inner }, { requiredKeys: [] }), leaf },
    { requiredKeys: [] },
  );
}

const withoutNull = shaped(fc.oneof(scalar, fc.array(scalar, { maxLength: 3 })));
const withNull = shaped(fc.oneof(scalar, fc.constant(null), fc.array(scalar, { maxLength: 3 })));

describe("mergeValues", () => {
  it("leaves a document as it is when nothing lies over it", () => {
    fc.assert(
      fc.property(withNull, (values) => {
        expect(mergeValues(values, {})).toEqual(values);
      }),
    );
  });

  it("gives a document as it is when nothing lies under it", () => {
    fc.assert(
      fc.property(withNull, (values) => {
        expect(mergeValues({}, values)).toEqual(values);
      }),
    );
  });

  it("is associative where shapes agree and nothing is deleted", () => {
    fc.assert(
      fc.property(withoutNull, withoutNull, withoutNull, (a, b, c) => {
        expect(mergeValues(mergeValues(a, b), c)).toEqual(mergeValues(a, mergeValues(b, c)));
      }),
    );
  });

  it("changes neither of its arguments", () => {
    fc.assert(
      fc.property(withNull, withNull, (base, overlay) => {
        const before = JSON.stringify([base, overlay]);
        mergeValues(base, overlay);
        expect(JSON.stringify([base, overlay])).toBe(before);
      }),
    );
  });

  it("merges maps key by key", () => {
    expect(mergeValues({ a: { x: 1, y: 2 } }, { a: { y: 3 } })).toEqual({ a: { x: 1, y: 3 } });
  });

  it("replaces lists as wholes", () => {
    expect(mergeValues({ a: [1, 2, 3] }, { a: [4] })).toEqual({ a: [4] });
  });

  it("keeps null, so that Helm deletes the chart's default", () => {
    expect(mergeValues({ a: { x: 1 } }, { a: null })).toEqual({ a: null });
  });

  it("keeps a deleted value deleted under layers that say nothing of it", () => {
    expect(mergeLayers([{ a: { x: 1 } }, { a: { x: null } }, { a: { y: 2 } }, {}])).toEqual({
      a: { x: null, y: 2 },
    });
  });

  it("takes __proto__ as an ordinary key", () => {
    const hostile = JSON.parse('{"__proto__": {"polluted": 1}}') as HelmValues;
    expect(JSON.stringify(mergeValues({}, hostile))).toBe('{"__proto__":{"polluted":1}}');
    expect(({} as { polluted?: number }).polluted).toBe(undefined);
  });
});
