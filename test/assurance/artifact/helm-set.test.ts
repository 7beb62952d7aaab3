import fc from "fast-check";
import { applySet } from "../../../assurance/artifact/helm-set";

describe("Helm's --set grammar", () => {
  test.each([
    ["a=b", { a: "b" }],
    ["a.b.c=1", { a: { b: { c: 1 } } }],
    ["a=1,b=2", { a: 1, b: 2 }],
    ["a=true,b=FALSE,c=null,d=0,e=-7", { a: true, b: false, c: null, d: 0, e: -7 }],
    ["a=1.5,b=007,c=1e3", { a: "1.5", b: "007", c: "1e3" }],
    ["a=", { a: "" }],
    ["a={x,2,}", { a: ["x", 2, ""] }],
    ["a={},b=1", { a: [""], b: 1 }],
    ["a[0]=x,a[2].b=y", { a: ["x", null, { b: "y" }] }],
    ["a[0][1]=x", { a: [[null, "x"]] }],
    ["a\\.b=1", { "a.b": 1 }],
    ["a=x\\,y", { a: "x,y" }],
    ["a\\=b=c", { "a=b": "c" }],
    ["grafana\\.ini.server.url=https://x", { "grafana.ini": { server: { url: "https://x" } } }],
  ])("reads %s", (line, expected) => {
    expect(applySet({}, line, "auto")).toEqual(expected);
  });

  test("takes values as they are when they are typed string", () => {
    expect(applySet({}, "a=1,b=true,c=null", "string")).toEqual({ a: "1", b: "true", c: "null" });
  });

  test("changes what is there and leaves the rest", () => {
    const values = { a: { b: 1, c: [{ d: 2 }, { e: 3 }] }, f: 4 };
    expect(applySet(values, "a.c[1].e=9", "auto")).toEqual({ a: { b: 1, c: [{ d: 2 }, { e: 9 }] }, f: 4 });
    expect(values.a.c[1]).toEqual({ e: 3 });
  });

  test.each([
    ["a", "key a has no value"],
    ["a,b=1", "key a has no value"],
    ["a.b=1", "b is set below something that is no map"],
    ["a[0]=1", "index 0 is set in something that is no list"],
    ["b[x]=1", "[x] is no index"],
    ["b[-1]=1", "index -1 is out of range"],
    ["b[65537]=1", "index 65537 is out of range"],
    ["b={x", "a list must end with }"],
  ])("refuses %s", (line, message) => {
    expect(() => applySet({ a: "text" }, line, "auto")).toThrow(message);
  });

  test("gives back any text that is escaped", () => {
    const words = fc.string({
      unit: fc.constantFrom("a", ".", ",", "=", "[", "]", "{", "}", "\\", " "),
      minLength: 1,
    });
    const escape = (text: string): string => text.replace(/[\\.,=[\]{}]/g, "\\$&");
    fc.assert(
      fc.property(words, words, (key, value) => {
        expect(applySet({}, `${escape(key)}=${escape(value)}`, "string")).toEqual({ [key]: value });
      }),
    );
  });
});
