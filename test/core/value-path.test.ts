import fc from "fast-check";
import { joinPath, splitPath, valueAt, valuesWith } from "../../constructs/core/value-path";

const segment = fc.stringMatching(/^[a-z/.-]{1,6}$/);
const segments = fc.array(segment, { minLength: 1, maxLength: 4 });

describe("value paths", () => {
  it("split at dots, but not at escaped ones", () => {
    expect(splitPath("grafana\\.ini.server.domain")).toEqual(["grafana.ini", "server", "domain"]);
  });

  it("come back as they were after a split", () => {
    fc.assert(
      fc.property(segments, (parts) => {
        expect(splitPath(joinPath(parts))).toEqual(parts);
      }),
    );
  });

  it("find what was put there", () => {
    fc.assert(
      fc.property(segments, fc.integer(), (parts, value) => {
        expect(valueAt(valuesWith(joinPath(parts), value), joinPath(parts))).toBe(value);
      }),
    );
  });

  it.each(["a.b", "a.c.d", "x", "toString", "a.constructor"])(
    "find nothing at %s, where nothing was put",
    (path) => {
      expect(valueAt({ a: { c: 1 } }, path)).toBe(undefined);
    },
  );

  it("tell null from nothing", () => {
    expect(valueAt({ a: { b: null } }, "a.b")).toBe(null);
  });
});
