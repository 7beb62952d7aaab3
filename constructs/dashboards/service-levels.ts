import { BURN_TIERS } from "../slo/burn-tiers";
import { BUDGETS } from "../slo/objective-vector";
import { SERVICE_LEVELS } from "../slo/slo-alert";
import { SLO_SERIES } from "../slo/slo-series";
import type { Dashboard } from "./dashboard";
import { type Panel, UNITS } from "./panel";
import { stat, table, timeseries } from "./prometheus-panels";
import { DATA_SOURCES, labelVariable } from "./variables";

const SELECTED = '{namespace=~"$namespace",service=~"$service"}';

/** For service owners and whoever is on call: what is left of the budgets, and how fast it goes. */
export function serviceLevels(): Dashboard {
  const { objective } = SLO_SERIES;
  return {
    uid: SERVICE_LEVELS.uid,
    title: "Service levels",
    description: "Are the promises kept, how much of each budget is left, and how fast is it spent?",
    tags: ["services", "on-call"],
    variables: [
      DATA_SOURCES.metrics.declaration,
      labelVariable("namespace", "Namespace", objective, "namespace"),
      labelVariable("service", "Service", `${objective}{namespace=~"$namespace"}`, "service"),
    ],
    sections: [
      { title: "Budgets", panels: [budgetsNow(), budgets()] },
      { title: "Spending, in multiples of the sustainable rate", panels: burnRates() },
      { title: "Events", panels: [events(), badEvents()] },
      { title: "Objectives", panels: [objectives()] },
    ],
  };
}

function budgetsNow(): Panel {
  return stat({
    title: "Budget left",
    description: "Share of each error budget that is left of its period; below zero the promise is broken.",
    unit: UNITS.ratio,
    queries: [{ expr: `${SLO_SERIES.budgetRemaining}${SELECTED}`, legend: "{{slo}}" }],
    limit: { value: 0, bad: "below" },
    width: 24,
  });
}

function budgets(): Panel {
  return timeseries({
    title: "Budget left over time",
    description: "A steep fall is an incident; a slope that reaches zero before the period ends needs work.",
    unit: UNITS.ratio,
    queries: [{ expr: `${SLO_SERIES.budgetRemaining}${SELECTED}`, legend: "{{slo}}" }],
    limit: { value: 0, bad: "below" },
    width: 24,
  });
}

function burnRates(): readonly Panel[] {
  const { ratio1d, ratio1h, ratio3d, ratio6h } = SLO_SERIES;
  const ratios = { critical: ratio1h, high: ratio6h, medium: ratio1d, low: ratio3d };
  return BURN_TIERS.map(({ factor, severity }) =>
    timeseries({
      title: `Burn rate, ${severity}`,
      description: `Above the line, together with a shorter window, the alert of severity ${severity} fires.`,
      queries: [
        { expr: `${ratios[severity]}${SELECTED} / on (slo) group_left () ${BUDGETS}`, legend: "{{slo}}" },
      ],
      limit: { value: factor, bad: "above" },
      width: 12,
    }),
  );
}

function events(): Panel {
  return timeseries({
    title: "Events",
    description: "What each objective counts.",
    unit: UNITS.perSecond,
    queries: [{ expr: `${SLO_SERIES.total}${SELECTED}`, legend: "{{slo}}" }],
    width: 12,
  });
}

function badEvents(): Panel {
  return timeseries({
    title: "Bad events",
    description: "What spends the budgets.",
    unit: UNITS.perSecond,
    queries: [{ expr: `${SLO_SERIES.bad}${SELECTED}`, legend: "{{slo}}" }],
    width: 12,
  });
}

function objectives(): Panel {
  return table(
    {
      title: "Objectives",
      description: "The promised share of good events, the period, and the team that answers for it.",
      unit: UNITS.ratio,
      queries: [{ expr: `${SLO_SERIES.objective}${SELECTED}` }],
    },
    ["Time", "__name__"],
  );
}
