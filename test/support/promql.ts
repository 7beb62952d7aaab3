import { parser } from "@prometheus-io/lezer-promql";

/** The places at which a PromQL expression does not parse; Grafana's interval variables stand for durations. */
export function promqlErrors(expression: string): readonly string[] {
  const text = expression.replaceAll(/\$__(rate_)?interval/g, "5m");
  const errors: string[] = [];
  parser.parse(text).iterate({
    enter: (node) => {
      if (node.type.isError) {
        errors.push(`at ${node.from}: ${text.slice(node.from, node.from + 20)}`);
      }
    },
  });
  return errors;
}
