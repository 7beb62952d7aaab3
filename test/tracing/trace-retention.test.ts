import { applyBounds } from "../../constructs/core/bound";
import { valuesWith } from "../../constructs/core/value-path";
import { MAX_SPAN_AGE } from "../../constructs/tracing/jaeger-config";
import { CLEANER_DAYS, maxSpanAge, traceRetentionBounds } from "../../constructs/tracing/trace-retention";
import { mandateWith } from "../support/mandate-variants";

const mandate = mandateWith({ trace_retention_days: 19 });
const problems = (path: string, value: string | number | boolean | null) =>
  applyBounds(valuesWith(path, value), traceRetentionBounds(19), mandate).problems;

describe("traceRetentionBounds", () => {
  it("fills in both where nothing is set", () => {
    expect(applyBounds({}, traceRetentionBounds(19), mandate)).toMatchObject({
      values: {
        ...valuesWith(CLEANER_DAYS, 21),
        ...valuesWith(MAX_SPAN_AGE, "456h"),
      },
      problems: [],
    });
  });

  it("fills in the longer retention that a prop asks for", () => {
    const { values } = applyBounds({}, traceRetentionBounds(31), mandate);
    expect(values).toMatchObject({ ...valuesWith(CLEANER_DAYS, 33), ...valuesWith(MAX_SPAN_AGE, "744h") });
  });

  it.each(["456h", "457h", "456h0m0s", "27360m"])("lets a query look back %s", (value) => {
    expect(problems(MAX_SPAN_AGE, value)).toEqual([]);
  });

  it.each(["455h", "72h", "27359m", "19d", "", 456, null])("refuses a look back of %p", (value) => {
    expect(problems(MAX_SPAN_AGE, value)).toMatchObject([{ allowed: 'at least 19 days, as in "456h"' }]);
  });

  it.each([21, 22])("lets the cleaner count %d days", (value) => {
    expect(problems(CLEANER_DAYS, value)).toEqual([]);
  });

  it.each([20, 7, "21", null])("refuses that the cleaner counts %p days", (value) => {
    expect(problems(CLEANER_DAYS, value)).toMatchObject([
      {
        what: "value esIndexCleaner.numberOfDays is weaker than the mandate",
        allowed: "at least 19 days, as in 21",
        mandate: "observability_configuration.trace_retention_days",
      },
    ]);
  });

  it("writes ages in hours, because Jaeger knows no days", () => {
    expect(maxSpanAge(19)).toBe("456h");
  });
});
