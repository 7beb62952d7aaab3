import type { Problem } from "../../mandate";
import type { DocumentPath } from "../core/document-problems";
import type { ServiceObjective } from "../services/service";
import { counterIn } from "../slo/promql-expression";
import type { IndicatorSpec } from "./openslo-schema";

/** What an indicator adds to an objective of a service document, or why it cannot be taken over. */
export interface ImportedIndicator {
  readonly indicator?: Partial<ServiceObjective>;
  readonly problems: readonly Problem[];
}

type Where = (path: DocumentPath) => string;
type Ratio = NonNullable<IndicatorSpec["ratioMetric"]>;

/**
 * An indicator of OpenSLO as a ratio of counters; one that an export of ours wrote becomes what it was.
 *
 * @param remembered what the export left in the objective's annotation
 */
export function importIndicator(
  { ratioMetric, thresholdMetric }: IndicatorSpec,
  remembered: Partial<ServiceObjective> | undefined,
  where: Where,
): ImportedIndicator {
  if (remembered !== undefined && remembered.indicator !== "ratio") {
    return { indicator: remembered, problems: [] };
  }
  if (thresholdMetric !== undefined) {
    return refused(
      where(["thresholdMetric"]),
      "a thresholdMetric compares single values, and objectives count events",
      {
        allowed: "ratioMetric",
        fix: "count the events beyond the threshold, such as those outside a bucket of a histogram",
      },
    );
  }
  if (ratioMetric === undefined) {
    return refused(where([]), "the indicator has no metric", { allowed: "ratioMetric" });
  }
  const { indicator, problems } = importRatio(ratioMetric, (path) => where(["ratioMetric", ...path]));
  return indicator === undefined ? { problems } : { indicator: { ...indicator, ...remembered }, problems };
}

function importRatio(ratio: Ratio, where: Where): ImportedIndicator {
  if (ratio.raw !== undefined) {
    return refused(where(["raw"]), "a ratio that is computed already cannot be weighed by traffic", {
      allowed: "good or bad, and total",
    });
  }
  if (ratio.counter !== true) {
    return refused(where(["counter"]), "only counters are supported", {
      found: JSON.stringify(ratio.counter ?? null),
      allowed: "true",
    });
  }
  if ((ratio.good === undefined) === (ratio.bad === undefined) || ratio.total === undefined) {
    const given = (["good", "bad", "total"] as const).filter((role) => ratio[role] !== undefined);
    return refused(where([]), "a ratio has either good or bad events, and the total", {
      found: given.join(", ") || "none of them",
    });
  }
  const role = ratio.good === undefined ? "bad" : "good";
  const events = counter(ratio, role, where);
  const total = counter(ratio, "total", where);
  return {
    indicator: {
      indicator: "ratio",
      [role]: events.selector,
      total: total.selector,
    } as Partial<ServiceObjective>,
    problems: [...events.problems, ...total.problems],
  };
}

function counter(
  ratio: Ratio,
  role: "bad" | "good" | "total",
  where: Where,
): { readonly selector?: string; readonly problems: readonly Problem[] } {
  const query = ratio[role]?.metricSource.spec.query ?? "";
  const selector = counterIn(query);
  if (selector !== undefined) return { selector, problems: [] };
  return refused(where([role, "metricSource", "spec", "query"]), "this query cannot be recorded in stages", {
    found: query,
    allowed: "a counter with its labels, its sum, or the sum of its rate or increase",
  });
}

function refused(
  where: string,
  what: string,
  details: Pick<Problem, "found" | "allowed" | "fix">,
): { readonly problems: readonly Problem[] } {
  return { problems: [{ where, what, ...details }] };
}
