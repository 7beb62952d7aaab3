import type { Problem } from "../../mandate";
import type { ServiceObjective } from "../services/service";
import type { YamlSource } from "../services/yaml-source";
import { DEFAULT_PERIOD_DAYS, PERIOD_DAYS, type PeriodDays } from "../slo/objective";
import { importIndicator, type ImportedIndicator } from "./import-indicator";
import { missingReference, type OpenSloDocuments, type Placed, rememberedIn } from "./openslo-documents";
import { ANNOTATION, LABEL } from "./openslo-annotations";
import type { OpenSloObjective } from "./openslo-schema";

/** Objectives by the name of their service, and what could not be taken over. */
export interface ImportedObjectives {
  readonly objectives: ReadonlyMap<string, readonly ServiceObjective[]>;
  readonly problems: readonly Problem[];
}

/** Objectives as a service document writes them; those that the mandate adds by itself are left out. */
export function importObjectives(documents: OpenSloDocuments): ImportedObjectives {
  const objectives = new Map<string, ServiceObjective[]>();
  const problems: Problem[] = [];
  for (const placed of documents.objectives) {
    const { service } = placed.document.spec;
    const imported = importObjective(placed, documents);
    problems.push(...imported.problems);
    objectives.set(service, [...(objectives.get(service) ?? []), ...imported.objectives]);
  }
  return { objectives, problems };
}

interface Imported {
  readonly objectives: readonly ServiceObjective[];
  readonly problems: readonly Problem[];
}

function importObjective(placed: Placed<OpenSloObjective>, documents: OpenSloDocuments): Imported {
  const { document, source } = placed;
  if (document.metadata.labels?.[LABEL.mandated] === "true") return { objectives: [], problems: [] };
  const remembered = rememberedIn<ServiceObjective>(
    document.metadata.annotations?.[ANNOTATION.objective],
    source.where(["metadata", "annotations", ANNOTATION.objective]),
  );
  const indicator = indicatorOf(placed, documents, remembered.value);
  const period = periodOf(document, source);
  const targets = document.spec.objectives.map((_, index) => targetOf(placed, index));
  const problems = [remembered, indicator, period, ...targets].flatMap((part) => part.problems);
  if (problems.length > 0) return { objectives: [], problems };
  const { name: named, labels = {} } = document.metadata;
  const label = labels[LABEL.objective];
  const name = typeof label === "string" ? label : named;
  return {
    objectives: targets.map(({ target = 0 }, index) => ({
      name: targets.length === 1 ? name : `${name}-${index + 1}`,
      ...(indicator.indicator as Omit<ServiceObjective, "name" | "target">),
      target,
      ...(period.days === undefined || period.days === DEFAULT_PERIOD_DAYS
        ? {}
        : { periodDays: period.days }),
    })) as unknown as readonly ServiceObjective[],
    problems: [],
  };
}

function indicatorOf(
  { document, source }: Placed<OpenSloObjective>,
  { indicators }: OpenSloDocuments,
  remembered: Partial<ServiceObjective> | undefined,
): ImportedIndicator {
  const { indicator, indicatorRef } = document.spec;
  if ((indicator === undefined) === (indicatorRef === undefined)) {
    const found = indicator === undefined ? "neither" : "both";
    const where = source.where(["spec", indicator === undefined ? "indicatorRef" : "indicator"]);
    return {
      problems: [{ where, what: "an objective has either an indicator or a reference to one", found }],
    };
  }
  if (indicator !== undefined) {
    return importIndicator(indicator.spec, remembered, (path) =>
      source.where(["spec", "indicator", "spec", ...path]),
    );
  }
  const referred = indicators.find(({ document: { metadata } }) => metadata.name === indicatorRef);
  if (referred === undefined) {
    const known = indicators.map(({ document: { metadata } }) => metadata.name);
    const where = source.where(["spec", "indicatorRef"]);
    return { problems: [missingReference(where, "no SLI of this name is given", indicatorRef ?? "", known)] };
  }
  return importIndicator(referred.document.spec, remembered, (path) =>
    referred.source.where(["spec", ...path]),
  );
}

function periodOf(
  { spec: { timeWindow } }: OpenSloObjective,
  source: YamlSource,
): { readonly days?: PeriodDays; readonly problems: readonly Problem[] } {
  const [window] = timeWindow ?? [];
  if (window === undefined) return { problems: [] };
  const where = (key: string): string => source.where(["spec", "timeWindow", 0, key]);
  if (window.calendar !== undefined || window.isRolling === false) {
    const what = "windows that follow the calendar are not supported";
    return {
      problems: [
        { where: where(window.calendar ? "calendar" : "isRolling"), what, allowed: "a rolling window" },
      ],
    };
  }
  const [, amount = "", unit = ""] = /^(\d+)([dw])$/.exec(window.duration) ?? [];
  const days = PERIOD_DAYS.find((known) => known === Number(amount) * (unit === "w" ? 7 : 1));
  if (days !== undefined) return { days, problems: [] };
  const allowed = PERIOD_DAYS.map((known) => `${known}d`).join(", ");
  return {
    problems: [
      { where: where("duration"), what: "this period is not supported", found: window.duration, allowed },
    ],
  };
}

function targetOf(
  { document, source }: Placed<OpenSloObjective>,
  index: number,
): { readonly target?: number; readonly problems: readonly Problem[] } {
  const objective = document.spec.objectives[index] ?? {};
  const where = (key: string): string => source.where(["spec", "objectives", index, key]);
  const foreign = (["op", "value", "timeSliceTarget", "timeSliceWindow"] as const).filter(
    (key) => objective[key] !== undefined,
  );
  const { target, targetPercent } = objective;
  const problems = foreign.map((key) => ({
    where: where(key),
    what: key.startsWith("time")
      ? "time slices are not supported"
      : "single values are not compared: events are counted",
    found: JSON.stringify(objective[key]),
    fix: `remove ${key}`,
  }));
  if ((target === undefined) === (targetPercent === undefined)) {
    const found = target === undefined ? "neither" : "both";
    return {
      problems: [
        ...problems,
        { where: where("target"), what: "an objective has either target or targetPercent", found },
      ],
    };
  }
  // Twelve digits hide what binary fractions add, as in 99.99 / 100.
  return { target: target ?? Number(((targetPercent ?? 0) / 100).toPrecision(12)), problems };
}
