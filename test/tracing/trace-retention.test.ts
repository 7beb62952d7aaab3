import { applyBounds } from "../../constructs/core/bound";
import { valuesWith } from "../../constructs/core/value-path";
import { MAX_SPAN_AGE } from "../../constructs/tracing/jaeger-config";
import {
  CLEANER_DAYS,
  cleanerDays,
  maxSpanAge,
  traceRetentionBounds,
} from "../../constructs/tracing/trace-retention";
import { mandateWith } from "../support/mandate-variants";

const mandate = mandateWith({ trace_retention_days: 19 });
const problems = (path: string, value: string | number | boolean | null) =>
  applyBounds(valuesWith(path, value), traceRetentionBounds(19), mandate).problems;

/** When the cleaner of 2.19 deletes an index that was made at a time: it counts from the coming midnight (UTC). */
function deletedAt(now: Date, made: Date, argument: number): boolean {
  const midnight = Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate() + 1);
  return made.getTime() < midnight - argument * 86_400_000;
}

describe("cleanerDays", () => {
  it.each(["2026-03-20T00:00:01Z", "2026-03-20T12:00:00Z", "2026-03-20T23:59:59Z"])(
    "keeps at %s every span that is no older than the retention, and no index that is two days older",
    (time) => {
      const now = new Date(time);
      const oldestKept = new Date(now.getTime() - 19 * 86_400_000);
      const itsIndex = new Date(
        Date.UTC(oldestKept.getUTCFullYear(), oldestKept.getUTCMonth(), oldestKept.getUTCDate()),
      );
      expect(deletedAt(now, itsIndex, cleanerDays(19))).toBe(false);
      expect(deletedAt(now, new Date(itsIndex.getTime() - 2 * 86_400_000), cleanerDays(19))).toBe(true);
      // Without the day more, spans of the last morning would be gone at once.
      expect(deletedAt(now, itsIndex, 19)).toBe(true);
    },
  );
});

describe("traceRetentionBounds", () => {
  it("fills in both where nothing is set", () => {
    expect(applyBounds({}, traceRetentionBounds(19), mandate)).toMatchObject({
      values: {
        ...valuesWith(CLEANER_DAYS, 20),
        ...valuesWith(MAX_SPAN_AGE, "456h"),
      },
      problems: [],
    });
  });

  it("fills in the longer retention that a prop asks for", () => {
    const { values } = applyBounds({}, traceRetentionBounds(31), mandate);
    expect(values).toMatchObject({ ...valuesWith(CLEANER_DAYS, 32), ...valuesWith(MAX_SPAN_AGE, "744h") });
  });

  it.each(["456h", "457h", "456h0m0s", "27360m"])("lets a query look back %s", (value) => {
    expect(problems(MAX_SPAN_AGE, value)).toEqual([]);
  });

  it.each(["455h", "72h", "27359m", "19d", "", 456, null])("refuses a look back of %p", (value) => {
    expect(problems(MAX_SPAN_AGE, value)).toMatchObject([{ allowed: 'at least 19 days, as in "456h"' }]);
  });

  it.each([20, 21])("lets the cleaner count %d days", (value) => {
    expect(problems(CLEANER_DAYS, value)).toEqual([]);
  });

  it.each([19, 7, "20", null])("refuses that the cleaner counts %p days", (value) => {
    expect(problems(CLEANER_DAYS, value)).toMatchObject([
      {
        what: "value esIndexCleaner.numberOfDays is weaker than the mandate",
        allowed: "at least 19 days, as in 20",
        mandate: "observability_configuration.trace_retention_days",
      },
    ]);
  });

  it("writes ages in hours, because Jaeger knows no days", () => {
    expect(maxSpanAge(19)).toBe("456h");
  });
});
