import type { Problem } from "../../mandate";
import { isMap } from "../core/helm-values";
import { STAGES } from "./component-types";
import type { Processor } from "./components";
import type { Pipeline } from "./pipeline";

/** What is wrong with a pipeline whatever the others are. */
export function pipelineProblems(pipeline: Pipeline): readonly Omit<Problem, "where">[] {
  return [...ends(pipeline), ...limit(pipeline), ...order(pipeline), ...idleTransformations(pipeline)];
}

function ends({ from, to }: Pipeline): readonly Omit<Problem, "where">[] {
  return [
    ...(from.length === 0 ? [{ what: "begins nowhere", fix: "give it a receiver, or leave it out" }] : []),
    ...(to.length === 0 ? [{ what: "ends nowhere", fix: "give it an exporter, or leave it out" }] : []),
  ];
}

/** What comes from outside must be refused before memory runs out; connectors pass on what was accepted. */
function limit({ from, through }: Pipeline): readonly Omit<Problem, "where">[] {
  const receivers = from.filter(({ kind }) => kind === "receiver").map(({ id }) => id);
  return receivers.length === 0 || through.some(({ stage }) => stage === "limit")
    ? []
    : [
        {
          what: "receives from outside without a limit of memory",
          found: receivers.join(", "),
          allowed: "memory_limiter as the first processor",
          fix: "put memory_limiter first",
        },
      ];
}

function order({ through }: Pipeline): readonly Omit<Problem, "where">[] {
  return through.flatMap((processor, at) => {
    const before = through.slice(0, at);
    const later = before.find(({ stage }) => STAGES.indexOf(stage) > STAGES.indexOf(processor.stage));
    return [
      ...(before.some(({ id }) => id === processor.id)
        ? [{ what: `${processor.id} stands in it twice`, fix: "remove one" }]
        : []),
      ...(later === undefined ? [] : [wrongOrder(processor, later)]),
    ];
  });
}

function wrongOrder(processor: Processor, later: Processor): Omit<Problem, "where"> {
  return {
    what: `${processor.id} comes too late`,
    found: `${later.id} (${later.stage}) before ${processor.id} (${processor.stage})`,
    allowed: STAGES.join(", "),
    fix: `put ${processor.id} before ${later.id}`,
  };
}

const STATEMENTS = {
  logs: "log_statements",
  metrics: "metric_statements",
  traces: "trace_statements",
} as const;

/** The collector accepts a transformation that says nothing of a signal, and lets the signal pass. */
function idleTransformations({ signal, through }: Pipeline): readonly Omit<Problem, "where">[] {
  return through
    .filter(
      ({ id, settings }) =>
        id.startsWith("transform/") && !(isMap(settings) && STATEMENTS[signal] in settings),
    )
    .map(({ id }) => ({
      what: `${id} does nothing here`,
      found: `no ${STATEMENTS[signal]}`,
      fix: `give it statements for ${signal}, or leave it out`,
    }));
}
