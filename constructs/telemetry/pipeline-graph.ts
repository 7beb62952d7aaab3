import type { Problem } from "../../mandate";
import type { Connector } from "./components";
import type { Pipeline } from "./pipeline";
import { neededIn, type Treatment, TREATMENTS } from "./treatments";

/** What is wrong between pipelines: circles, ways that end, and data that arrives where it must not. */
export function graphProblems(pipelines: readonly Pipeline[]): readonly Problem[] {
  return [
    ...connectorProblems(pipelines),
    ...cycles(pipelines).map((cycle) => ({
      where: `pipeline ${cycle[0] ?? ""}`,
      what: "leads back into itself",
      found: cycle.join(" -> "),
      fix: "take one of the connectors out",
    })),
    ...pipelines.flatMap((pipeline) => [
      ...untreated(pipeline, pipelines),
      ...measuredTooLate(pipeline, pipelines),
    ]),
  ];
}

/** Pipelines that a pipeline leads into. */
function successors(pipeline: Pipeline, all: readonly Pipeline[]): readonly Pipeline[] {
  const connectors = pipeline.to.filter(isConnector).map(({ id }) => id);
  return all.filter(({ from }) => from.some((one) => isConnector(one) && connectors.includes(one.id)));
}

/** Pipelines that lead into a pipeline. */
function predecessors(pipeline: Pipeline, all: readonly Pipeline[]): readonly Pipeline[] {
  return all.filter((other) => successors(other, all).includes(pipeline));
}

function isConnector(component: { readonly kind: string }): component is Connector {
  return component.kind === "connector";
}

/** Circles, each once, from the first of its pipelines back to it. */
export function cycles(pipelines: readonly Pipeline[]): readonly (readonly string[])[] {
  return pipelines.flatMap((first, at) => {
    const later = pipelines.slice(at);
    const walk = (path: readonly Pipeline[], last: Pipeline): readonly (readonly string[])[] =>
      successors(last, later).flatMap((next) => {
        if (next === first) return [[...path, first].map(({ id }) => id)];
        return path.includes(next) ? [] : walk([...path, next], next);
      });
    return walk([first], first);
  });
}

function connectorProblems(pipelines: readonly Pipeline[]): readonly Problem[] {
  const [fed, read] = (["to", "from"] as const).map(
    (side) => new Set(pipelines.flatMap((one) => one[side].filter(isConnector).map(({ id }) => id))),
  ) as [Set<string>, Set<string>];
  const ending = [...fed].filter((id) => !read.has(id));
  const empty = [...read].filter((id) => !fed.has(id));
  return [...ending.map((id) => looseEnd(id, "begins")), ...empty.map((id) => looseEnd(id, "ends"))];
}

function looseEnd(id: string, missing: "begins" | "ends"): Problem {
  return {
    where: `connector ${id}`,
    what: `no pipeline ${missing} with it`,
    fix: `add a pipeline that ${missing} with it, or leave it out`,
  };
}

/** What is still to be done with the data that a pipeline ends with. */
function owed(
  pipeline: Pipeline,
  all: readonly Pipeline[],
  passed: readonly Pipeline[] = [],
): readonly Treatment[] {
  if (passed.includes(pipeline)) return [];
  const arriving = [
    ...pipeline.from.flatMap((source) =>
      isConnector(source) ? [] : neededIn(pipeline.signal, source.needs),
    ),
    ...predecessors(pipeline, all).flatMap((other) => owed(other, all, [...passed, pipeline])),
  ];
  const done = pipeline.through.flatMap(({ does }) => does);
  return TREATMENTS.filter((one) => arriving.includes(one) && !done.includes(one));
}

function untreated(pipeline: Pipeline, all: readonly Pipeline[]): readonly Problem[] {
  const exporters = pipeline.to.filter((target) => !isConnector(target));
  const missing = owed(pipeline, all);
  return missing.length === 0
    ? []
    : exporters.map(({ id }) => ({
        where: `pipeline ${pipeline.id}`,
        what: `${id} would send what was not treated`,
        found: `nothing before it treats ${missing.join(", ")}`,
        mandate: "observability_configuration.pii_scrubbing_enabled",
        fix: "put the processors that do it before, here or in a pipeline that leads here",
      }));
}

function measuredTooLate(pipeline: Pipeline, all: readonly Pipeline[]): readonly Problem[] {
  const [sampler] = samplers(pipeline, all);
  if (sampler === undefined) return [];
  return pipeline.to
    .filter((target) => isConnector(target) && target.needsAll)
    .map(({ id }) => ({
      where: `pipeline ${pipeline.id}`,
      what: `${id} would measure only what ${sampler} keeps`,
      fix: `let ${id} end a pipeline that comes before ${sampler}`,
    }));
}

/** Processors that choose traces, here and before. */
function samplers(
  pipeline: Pipeline,
  all: readonly Pipeline[],
  passed: readonly Pipeline[] = [],
): readonly string[] {
  if (passed.includes(pipeline)) return [];
  return [
    ...pipeline.through.filter(({ stage }) => stage === "sample").map(({ id }) => id),
    ...predecessors(pipeline, all).flatMap((other) => samplers(other, all, [...passed, pipeline])),
  ];
}
