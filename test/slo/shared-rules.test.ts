import { alertProblems } from "../../constructs/alerting/alert-problems";
import { alertingRules, type RuleGroup } from "../../constructs/alerting/rule-types";
import { severityRouting } from "../../constructs/alerting/severities";
import { BURN_TIERS } from "../../constructs/slo/burn-tiers";
import { objectiveGroup } from "../../constructs/slo/objective-rules";
import { PERIOD_DAYS, TRAFFIC_POLICIES } from "../../constructs/slo/objective";
import { SLO_ALERTS, sharedSloGroups } from "../../constructs/slo/shared-rules";
import { SLO_SERIES } from "../../constructs/slo/slo-series";
import { loadMandate, type Mandate, quantities, SEVERITIES, type Severity } from "../../mandate";
import { mandateWith } from "../support/mandate-variants";
import { objective } from "../support/objectives";
import { promqlErrors } from "../support/promql";

const LINKS = { runbookBaseUrl: "https://runbooks.example.org", grafanaUrl: "https://grafana.example.org" };

function groups(mandate: Mandate = loadMandate()): readonly RuleGroup[] {
  return sharedSloGroups({ quantities: quantities(mandate), ...LINKS });
}

const rulesOf = (list: readonly RuleGroup[]) => list.flatMap(({ rules }) => rules);
const burn = (severity: Severity, mandate?: Mandate) => {
  const found = alertingRules(groups(mandate)).find(
    ({ alert, labels }) => alert === "SLOErrorBudgetBurn" && labels.severity === severity,
  );
  if (found === undefined) throw new Error(`no burn alert of severity ${severity}`);
  return found;
};

describe("the rules that all objectives share", () => {
  it("are fifteen, however many objectives there are: 50 objectives give 165 rules", () => {
    expect(rulesOf(groups())).toHaveLength(15);
    const objectives = Array.from({ length: 50 }, (_, index) => objective({ name: `objective-${index}` }));
    const own = objectiveGroup({ namespace: "shop", name: "checkout" }, objectives);
    expect(rulesOf([own, ...groups()])).toHaveLength(165);
  });

  it("are PromQL", () => {
    expect(rulesOf(groups()).flatMap(({ expr }) => promqlErrors(expr))).toEqual([]);
  });

  it("read no series of objectives that nobody records", () => {
    const all = rulesOf([...groups(), objectiveGroup({ namespace: "a", name: "b" }, [objective()])]);
    const recorded = new Set(all.flatMap((rule) => ("record" in rule ? [rule.record] : [])));
    const read = all.flatMap(({ expr }) =>
      [...expr.matchAll(/\bslo:[a-z_]+:[a-z0-9]+/g)].map(([name]) => name),
    );
    expect([...new Set(read)].filter((name) => !recorded.has(name))).toEqual([]);
    expect([...recorded].sort()).toEqual(Object.values(SLO_SERIES).sort());
  });

  it("average numerator and denominator apart", () => {
    const ratio = rulesOf(groups()).find(
      (rule) => "record" in rule && rule.record === "slo:error_ratio:rate6h",
    );
    expect(ratio?.expr).toBe(
      "avg_over_time(slo:events_bad:rate5m[6h]) / (avg_over_time(slo:events_total:rate5m[6h]) > 0)",
    );
  });

  it.each(PERIOD_DAYS)("know a period of %d days", (days) => {
    const period = rulesOf(groups()).find(
      (rule) => "record" in rule && rule.record === SLO_SERIES.ratioPeriod,
    );
    expect(period?.expr).toContain(
      `avg_over_time(slo:events_bad:step5m{period="${days}d"}[${days}d])` +
        ` / (avg_over_time(slo:events_total:step5m{period="${days}d"}[${days}d]) > 0)`,
    );
  });

  it("evaluate long windows seldom, but often enough for a lookback of five minutes", () => {
    expect(groups().map(({ name, interval }) => [name, interval])).toEqual([
      ["slo-steps", "5m"],
      ["slo-fast", "1m"],
      ["slo-slow", "4m"],
    ]);
  });
});

describe("the burn alerts", () => {
  it("map a factor to each severity, and carry its mandated response time", () => {
    const table = SEVERITIES.map((severity) => {
      const { labels } = burn(severity);
      return [severity, labels.burn_factor, labels.window, labels.response_time_seconds];
    });
    expect(table).toEqual([
      ["critical", "14.4", "1h", "300"],
      ["high", "6", "6h", "900"],
      ["medium", "3", "1d", "3600"],
      ["low", "1", "3d", "86400"],
    ]);
  });

  it("follow stricter response times", () => {
    const mandate = mandateWith({ high_response_time: 810, critical_response_time: 95 });
    expect(burn("high", mandate).labels.response_time_seconds).toBe("810");
    expect([burn("critical").for, burn("critical", mandate).for]).toEqual(["2m", "1m26s"]);
  });

  it.each(SEVERITIES)("of severity %s wait and are grouped within the response time", (severity) => {
    const { pendingSeconds } = BURN_TIERS.find((tier) => tier.severity === severity) ?? {
      pendingSeconds: NaN,
    };
    const { groupWaitSeconds, responseSeconds } = severityRouting(quantities(loadMandate()), severity);
    expect(pendingSeconds + groupWaitSeconds).toBeLessThanOrEqual(responseSeconds);
  });

  it.each(BURN_TIERS)(
    "watch a short window of a twelfth of the long one: $severity",
    ({ longSeconds, shortSeconds }) => {
      expect(longSeconds / shortSeconds).toBe(12);
    },
  );

  it("keep quiet while a more urgent one fires, and for their short window after it", () => {
    const memory = SEVERITIES.map(
      (severity) => /unless on \(slo\) (max_over_time.*)$/m.exec(burn(severity).expr)?.[1],
    );
    const firing = (severities: string): string =>
      `ALERTS{alertname="SLOErrorBudgetBurn",severity=~"${severities}",alertstate="firing"}`;
    expect(memory).toEqual([
      undefined,
      `max_over_time(${firing("critical")}[30m])`,
      `max_over_time(${firing("critical|high")}[2h])`,
      `max_over_time(${firing("critical|high|medium")}[6h])`,
    ]);
  });

  it.each(Object.entries(TRAFFIC_POLICIES))(
    "want bad events by the policy %s",
    (name, { minimumBadEvents }) => {
      for (const severity of SEVERITIES) {
        expect(burn(severity).expr).toContain(
          `0 * slo:objective:ratio{minimum_traffic="${name}"} + ${minimumBadEvents - 0.5}`,
        );
      }
    },
  );

  it("compare one value for each objective, so that a second series of one does not fail them for all", () => {
    const compared = rulesOf(groups()).flatMap(({ expr }) => [
      ...expr.matchAll(/group_left \([a-z, ]*\) (?:[\d.]+ \* )?(\S+)/g),
    ]);
    expect(new Set(compared.map(([, start]) => start))).toEqual(new Set(["(0", "(1", "max"]));
  });
});

describe("alerts on objectives", () => {
  it("tell whoever is woken all they need, in texts whose labels exist", () => {
    expect(alertProblems(SLO_ALERTS, quantities(loadMandate()))).toEqual([]);
  });

  it("know silence, vanished traffic and a cold start beside the burn rate", () => {
    expect(SLO_ALERTS.map(({ alert, severity, kind }) => [alert, severity, kind])).toEqual([
      ["SLOErrorBudgetBurn", "critical", "symptom"],
      ["SLOErrorBudgetBurn", "high", "symptom"],
      ["SLOErrorBudgetBurn", "medium", "symptom"],
      ["SLOErrorBudgetBurn", "low", "symptom"],
      ["SLOTelemetryAbsent", "high", "absence"],
      ["SLOTrafficVanished", "high", "symptom"],
      ["SLOColdStart", "low", "hygiene"],
    ]);
  });

  it("link their runbook, and the dashboard of the service", () => {
    expect(burn("critical").annotations).toMatchObject({
      summary:
        "{{ $labels.slo }}: {{ $value | humanizePercentage }} of its events were bad over 1h, more than 14.4 times its budget",
      runbook_url: "https://runbooks.example.org/slo/SLOErrorBudgetBurn.md",
      dashboard_url:
        "https://grafana.example.org/d/qms-service-levels?var-namespace={{ $labels.namespace }}&var-service={{ $labels.service }}",
    });
  });
});
