import fc from "fast-check";
import { applyBounds, type Bound, PROMETHEUS_DAYS } from "../../constructs/core/bound";
import { loadMandate, strengthen } from "../../mandate";

const mandate = strengthen(loadMandate(), { metrics_retention_days: 41 }, "test");
const retention: Bound = {
  path: "spec.retention",
  key: "observability_configuration.metrics_retention_days",
  codec: PROMETHEUS_DAYS,
};
const noSizeLimit: Bound = {
  path: "spec.retentionSize",
  key: "observability_configuration.metrics_retention_days",
  mustBeUnset: "a size limit deletes samples before their time",
};

describe("applyBounds", () => {
  it("fills what is absent with the mandated value", () => {
    expect(applyBounds({ spec: { replicas: 2 } }, [retention], mandate)).toEqual({
      values: { spec: { replicas: 2, retention: "41d" } },
      filled: { spec: { retention: "41d" } },
      problems: [],
    });
  });

  it.each(["41d", "42d", "6w", "1y", "984h", "41d1s"])(
    "keeps %s, which is as strict or stricter",
    (value) => {
      expect(applyBounds({ spec: { retention: value } }, [retention], mandate)).toEqual({
        values: { spec: { retention: value } },
        filled: {},
        problems: [],
      });
    },
  );

  it.each(["40d", "5w", "983h", "41", "forty-one days", "", 41, null, true, ["41d"]])(
    "refuses %p",
    (value) => {
      expect(applyBounds({ spec: { retention: value } }, [retention], mandate).problems).toEqual([
        {
          what: "value spec.retention is weaker than the mandate",
          found: JSON.stringify(value),
          allowed: 'at least 41 days, as in "41d"',
          mandate: "observability_configuration.metrics_retention_days",
          fix: "remove spec.retention, or set it to something stricter",
        },
      ]);
    },
  );

  it.each([{}, { spec: {} }, { spec: { retentionSize: "" } }, { spec: { retentionSize: null } }])(
    "takes %j for unset",
    (values) => {
      expect(applyBounds(values, [noSizeLimit], mandate)).toEqual({ values, filled: {}, problems: [] });
    },
  );

  it("refuses a setting that would undo a mandated one", () => {
    expect(applyBounds({ spec: { retentionSize: "10GB" } }, [noSizeLimit], mandate).problems).toEqual([
      {
        what: "value spec.retentionSize must stay unset, because a size limit deletes samples before their time",
        found: '"10GB"',
        allowed: "unset",
        mandate: "observability_configuration.metrics_retention_days",
        fix: "remove spec.retentionSize",
      },
    ]);
  });

  it("reports all violations, not the first alone", () => {
    const values = { spec: { retention: "3d", retentionSize: "10GB" } };
    expect(applyBounds(values, [retention, noSizeLimit], mandate).problems).toHaveLength(2);
  });

  it("accepts a number of days exactly when the mandate does", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2000 }), (days) => {
        const { problems } = applyBounds({ spec: { retention: `${String(days)}d` } }, [retention], mandate);
        expect(problems.length === 0).toBe(days >= 41);
      }),
    );
  });
});
