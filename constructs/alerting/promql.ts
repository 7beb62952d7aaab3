import { parser } from "@prometheus-io/lezer-promql";

/** The places at which a PromQL expression does not parse. */
export function promqlErrors(expr: string): readonly string[] {
  const errors: string[] = [];
  parser.parse(expr).iterate({
    enter: ({ type, from }) => {
      if (type.isError) errors.push(`at character ${from}: ${expr.slice(from, from + 20)}`);
    },
  });
  return errors;
}
