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
  const [top] = parts(tree.topNode);
  return errors.length > 0 || top === undefined ? undefined : decidingComparison(top, expr);
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
  const [left, operator] = parts(node);
  const right = parts(node).at(-1);
  if (left === undefined || right === undefined) return undefined;
  if (node.name === "ParenExpr") return decidingComparison(left, expr);
  if (node.name !== "BinaryExpr") return undefined;
  if (SETS.includes(operator?.name ?? "")) return decidingComparison(left, expr);
  const fires = FIRES[operator?.name ?? ""];
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
  const [first, operator, second] = parts(node);
  if (first === undefined) return undefined;
  if (node.name === "ParenExpr") return constant(first, expr);
  if (node.name !== "BinaryExpr" || second === undefined) return undefined;
  const left = constant(first, expr);
  const right = constant(second, expr);
  const operate = ARITHMETIC[operator?.name ?? ""];
  return left === undefined || right === undefined ? undefined : finite(operate?.(left, right));
}

const ARITHMETIC: Readonly<Record<string, (left: number, right: number) => number>> = {
  Add: (left, right) => left + right,
  Sub: (left, right) => left - right,
  Mul: (left, right) => left * right,
  Div: (left, right) => left / right,
};

/** The parts of an expression; comments may stand anywhere between them. */
function parts(node: SyntaxNode): readonly SyntaxNode[] {
  const found: SyntaxNode[] = [];
  for (let child = node.firstChild; child !== null; child = child.nextSibling) {
    if (child.name !== "LineComment") found.push(child);
  }
  return found;
}

function finite(value: number | undefined): number | undefined {
  return value !== undefined && Number.isFinite(value) ? value : undefined;
}
