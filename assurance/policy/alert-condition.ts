import { parser } from "@prometheus-io/lezer-promql";

type SyntaxNode = ReturnType<typeof parser.parse>["topNode"];

/** What an alerting expression compares: it fires while its signal is on the given side of the limit. */
export interface AlertCondition {
  readonly fires: "above" | "below";
  readonly limit: number;
}

/**
 * The comparison that decides an alert: the outermost one on the left, with a number on one side. What follows by
 * `and`, `or` and `unless` only adds or guards.
 *
 * @returns nothing where the expression does not parse, or decides by something else
 */
export function alertCondition(expr: string): AlertCondition | undefined {
  const tree = parser.parse(expr);
  const errors: number[] = [];
  tree.iterate({
    enter: ({ type, from }) => {
      if (type.isError) errors.push(from);
    },
  });
  const top = tree.topNode.firstChild;
  return errors.length > 0 || top === null ? undefined : decidingComparison(top, expr);
}

const SETS: readonly string[] = ["And", "Or", "Unless"];

/** For a number on the right; on the left the sides change. */
const FIRES: Readonly<Record<string, AlertCondition["fires"]>> = {
  Gtr: "above",
  Gte: "above",
  Lss: "below",
  Lte: "below",
};

function decidingComparison(node: SyntaxNode, expr: string): AlertCondition | undefined {
  if (node.name === "ParenExpr") return inside(node, (child) => decidingComparison(child, expr));
  if (node.name !== "BinaryExpr" || node.firstChild === null || node.lastChild === null) return undefined;
  const { firstChild: left, lastChild: right } = node;
  const operator = left.nextSibling?.name ?? "";
  if (SETS.includes(operator)) return decidingComparison(left, expr);
  const fires = FIRES[operator];
  // With `bool` a comparison returns 0 or 1, and an alert on it fires always.
  if (fires === undefined || node.getChild("BoolModifier") !== null) return undefined;
  const limit = constant(right, expr);
  if (limit !== undefined) return { fires, limit };
  const flipped = constant(left, expr);
  return flipped === undefined ? undefined : { fires: fires === "above" ? "below" : "above", limit: flipped };
}

/** The value of an expression of numbers alone, such as `80 / 100`. */
function constant(node: SyntaxNode, expr: string): number | undefined {
  if (node.name === "NumberDurationLiteral") return finite(Number(expr.slice(node.from, node.to)));
  if (node.name === "ParenExpr") return inside(node, (child) => constant(child, expr));
  if (node.name !== "BinaryExpr" || node.firstChild === null || node.lastChild === null) return undefined;
  const left = constant(node.firstChild, expr);
  const right = constant(node.lastChild, expr);
  const operate = ARITHMETIC[node.firstChild.nextSibling?.name ?? ""];
  return left === undefined || right === undefined ? undefined : finite(operate?.(left, right));
}

const ARITHMETIC: Readonly<Record<string, (left: number, right: number) => number>> = {
  Add: (left, right) => left + right,
  Sub: (left, right) => left - right,
  Mul: (left, right) => left * right,
  Div: (left, right) => left / right,
};

function inside<Result>(node: SyntaxNode, read: (child: SyntaxNode) => Result): Result | undefined {
  return node.firstChild === null ? undefined : read(node.firstChild);
}

function finite(value: number | undefined): number | undefined {
  return value !== undefined && Number.isFinite(value) ? value : undefined;
}
