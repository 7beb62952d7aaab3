import { parser } from "@prometheus-io/lezer-promql";

type SyntaxNode = ReturnType<typeof parser.parse>["topNode"];

/** Where PromQL does not parse, as the end of a sentence; nothing where it does. */
export function promqlError(expr: string): string | undefined {
  let offset: number | undefined;
  parser.parse(expr).iterate({
    enter: ({ type, from }) => {
      if (type.isError) offset ??= from;
    },
  });
  if (offset === undefined) return undefined;
  const rest = expr.slice(offset).trim();
  return rest === "" ? "it ends too early" : `at character ${offset + 1}, before ${rest.slice(0, 20)}`;
}

/** The metrics that PromQL reads, each once. A selector without a name yields an empty one: it reads anything. */
export function metricNames(expr: string): readonly string[] {
  const names = new Set<string>();
  parser.parse(expr).iterate({
    enter: ({ name, node }) => {
      if (name === "VectorSelector") names.add(text(node.getChild("Identifier"), expr));
    },
  });
  return [...names];
}

/** Whether PromQL is a selector with a name and nothing around it. */
export function isPlainSelector(expr: string): boolean {
  const selector = parser.parse(expr).topNode.firstChild;
  return (
    promqlError(expr) === undefined &&
    selector?.name === "VectorSelector" &&
    selector.getChild("Identifier") !== null
  );
}

/**
 * The counter in a selector, its sum, or the sum of its rate; nothing where the query is another one. The sum may keep no
 * labels.
 */
export function counterIn(expr: string): string | undefined {
  if (promqlError(expr) !== undefined) return undefined;
  const summed = parser.parse(expr).topNode.firstChild;
  const rated = summed?.name === "AggregateExpr" ? argument(summed, "Sum") : summed;
  const ranged =
    rated?.name === "FunctionCall" ? (argument(rated, "Rate") ?? argument(rated, "Increase")) : rated;
  const selector = ranged?.name === "MatrixSelector" ? ranged.getChild("VectorSelector") : ranged;
  if (selector?.name !== "VectorSelector" || selector.getChild("Identifier") === null) return undefined;
  // A range belongs into a rate, and a rate wants one.
  return (rated?.name === "FunctionCall") === (ranged?.name === "MatrixSelector")
    ? text(selector, expr)
    : undefined;
}

function argument(call: SyntaxNode, operation: string): SyntaxNode | undefined {
  const named = call.getChild("AggregateOp") ?? call.getChild("FunctionIdentifier");
  if (named?.firstChild?.name !== operation || call.getChild("AggregateModifier") !== null) return undefined;
  const body = call.getChild("FunctionCallBody");
  return body?.firstChild?.nextSibling === null ? body.firstChild : undefined;
}

function text(node: SyntaxNode | null, expr: string): string {
  return node === null ? "" : expr.slice(node.from, node.to);
}
