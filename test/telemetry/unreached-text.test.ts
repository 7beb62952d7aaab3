import { ottlString } from "../../constructs/telemetry/collector-text";
import { maskKeys, maskTraceTexts, SUSPICIOUS_KEY } from "../../constructs/telemetry/unreached-text";
import { piiExample } from "../../mandate/pii-example";
import { PII_PATTERNS } from "../../mandate/pii-patterns";
import { fromRe2 } from "../../mandate/regular-expression";

// JavaScript has no flags for a part of an expression.
const expressions = SUSPICIOUS_KEY.map((part) =>
  part.startsWith("(?i:") ? new RegExp(part.replace("(?i:", "(?:"), "i") : new RegExp(part),
);
const isSuspicious = (key: string): boolean => expressions.some((expression) => expression.test(key));

describe("the mask of keys", () => {
  test.each(PII_PATTERNS)("takes keys that are $name values", ({ pattern, examples }) => {
    const keys = examples.map((sample) => fromRe2(pattern).exec(piiExample(sample).text)?.[0] ?? "");
    expect(keys.filter((key) => !isSuspicious(key))).toEqual([]);
  });

  test("leaves ordinary keys alone", () => {
    const ordinary = [
      ...["level", "@t", "@m", "user.id", "http.status_code", "logging.googleapis.com/trace", "sha256"],
      ...["x-amzn-trace-id", "m.@t", "a.0.1.id", "elapsed ms", "otelTraceID", "spanId", "stack_trace"],
      ...[
        "@timestamp",
        "dd.trace_id",
        "k8s.io/name",
        "error.stack",
        "kubernetesServiceAccountName",
        "xsd:type",
      ],
    ];
    expect(ordinary.filter(isSuspicious)).toEqual([]);
  });

  test("is one statement of OTTL", () => {
    expect(maskKeys("log.attributes", PII_PATTERNS)).toMatch(
      /^replace_all_patterns\(log\.attributes, "key", "\(\?s\)\^\.\*\(\?:.*\)\.\*\$", "\*{4}"\)$/,
    );
  });
});

test("texts of spans that the redaction processor does not reach are masked with all patterns at once", () => {
  const any = ottlString(PII_PATTERNS.map(({ pattern }) => `(?:${pattern})`).join("|"));
  const statements = JSON.stringify(maskTraceTexts(PII_PATTERNS));
  for (const path of ["span.name", "span.status.message", "spanevent.name"]) {
    expect(statements).toContain(JSON.stringify(`replace_pattern(${path}, ${any}, "****")`).slice(1, -1));
  }
});
