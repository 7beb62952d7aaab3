import { maskingFilter } from "../../constructs/logging/logstash-masking";
import { rubyPattern } from "../../constructs/logging/logstash-ruby";
import { PII_PATTERNS } from "../../mandate/pii-patterns";

describe("rubyPattern", () => {
  it.each([
    ["[A-Z]{4}", "/[A-Z]{4}/"],
    ["://[^/\\s]+@", "/:\\x2f\\x2f[^\\x2f\\s]+@/"],
    ["\\/\\'", "/\\x2f\\x27/"],
    ["[\"'#]", "/[\\x22\\x27\\x23]/"],
    // An escaped backslash before a quote stays one.
    ['\\\\"', "/\\\\\\x22/"],
    ["(?s)a.b", "/(?m)a.b/"],
    ["(?is)a.b", "/(?im)a.b/"],
    ["(?P<name>x)", "/(?<name>x)/"],
    // The start of a text, not of every line.
    ["^a|[^b]", "/\\Aa|[^b]/"],
    ["(?i)^a", "/(?i)\\Aa/"],
    ["a$", "/a\\z/"],
    ["a\\$", "/a\\$/"],
  ])("writes %s as %s", (re2, ruby) => {
    expect(rubyPattern(re2)).toBe(ruby);
  });
});

describe("maskingFilter", () => {
  const filter = maskingFilter("mask", PII_PATTERNS);

  it("has every mandated pattern", () => {
    const literals = filter.split("\n").flatMap((line) => /^\s*(\/.*\/),$/.exec(line)?.[1] ?? []);
    expect(literals.sort()).toEqual(PII_PATTERNS.map(({ pattern }) => rubyPattern(pattern)).sort());
  });

  it("keeps its Ruby inside Logstash's quotes, whatever the patterns have", () => {
    const patterns = ["it's", "#{1}", 'a"b', "c/d"].map((pattern) => ({
      name: pattern,
      class: "contact" as const,
      pattern,
      examples: [],
      counterExamples: [],
    }));
    const quoted = maskingFilter("mask", patterns);
    expect(quoted.match(/'/g)).toHaveLength(4);
    expect(quoted).toContain("/it\\x27s/");
    expect(quoted).toContain("/\\x23{1}/");
  });

  it("withholds a record that it cannot mask", () => {
    expect(filter).toContain('"body" => { "text" => "record withheld: it could not be masked" }');
    expect(filter).toContain("event.cancel");
  });
});
