import { parser } from "@prometheus-io/lezer-promql";

/** Environments of one run share most of their expressions. */
const PARSED = new Map<string, readonly string[]>();

/** The places at which a PromQL expression does not parse. */
export function promqlErrors(expr: string): readonly string[] {
  const errors = PARSED.get(expr) ?? parseErrors(expr);
  PARSED.set(expr, errors);
  return errors;
}

function parseErrors(expr: string): readonly string[] {
  const errors: string[] = [];
  parser.parse(expr).iterate({
    enter: ({ type, from }) => {
      if (type.isError) errors.push(`at character ${from}: ${expr.slice(from, from + 20)}`);
    },
  });
  return errors;
}
