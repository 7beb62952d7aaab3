import { suffixed, upTo, withMatchers } from "../../constructs/core/selector";

describe("withMatchers", () => {
  it.each([
    ["up", 'up{job="a"}'],
    ["up{}", 'up{job="a"}'],
    ['up{x=~"}.{", }', 'up{x=~"}.{",job="a"}'],
  ])("adds to %s", (selector, expected) => {
    expect(withMatchers(selector, { job: "a" })).toBe(expected);
  });

  it("takes values as they stand", () => {
    expect(withMatchers("up", { job: 'a"b\\c' })).toBe(String.raw`up{job="a\"b\\c"}`);
  });
});

describe("upTo", () => {
  it.each([
    [0.5, String.raw`le=~"0\\.5"`],
    [1, String.raw`le=~"1(\\.0)?"`],
    [2.5, String.raw`le=~"2\\.5"`],
    [10, String.raw`le=~"10(\\.0)?"`],
  ])("matches the bound %d", (bound, matcher) => {
    expect(upTo('x_bucket{a="b"}', bound)).toBe(`x_bucket{a="b",${matcher}}`);
  });
});

describe("suffixed", () => {
  it("names another series of the histogram", () => {
    expect(suffixed('x_seconds{a="b"}', "_count")).toBe('x_seconds_count{a="b"}');
    expect(suffixed("x_seconds", "_bucket")).toBe("x_seconds_bucket");
  });
});
