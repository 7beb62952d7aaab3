import type { Problem } from "../../mandate";
import type { Inhibition } from "./inhibitions";

/** Labels that every alert has: Prometheus adds the first, the others are what makes an alert. */
const ALWAYS_THERE = ["cluster", "alertname", "severity"];

/** Labels in `equal` that one side may lack: two alerts that both lack it would be taken as equal. */
export function inhibitionProblems(rules: readonly Inhibition[], where: string): readonly Problem[] {
  return rules.flatMap(({ equal, source, target }, index) =>
    equal
      .filter((label) => !ALWAYS_THERE.includes(label))
      .flatMap((label) =>
        [
          ["source", source],
          ["target", target],
        ].flatMap(([side, matchers]) =>
          (matchers as readonly string[]).some((matcher) => demands(matcher, label))
            ? []
            : [
                {
                  where: `${where}[${index}].${String(side)}`,
                  what: `an alert without the label ${label} would count as equal to every other one without it`,
                  found: (matchers as readonly string[]).join(", "),
                  fix: `add ${label}!="" to ${String(side)}, or take ${label} out of equal`,
                },
              ],
        ),
      ),
  );
}

/** Whether a matcher refuses alerts that lack the label. */
function demands(matcher: string, label: string): boolean {
  const [, name, operator, value] = /^\s*([^=!~\s]+)\s*(=~|!~|!=|=)\s*"(.*)"\s*$/s.exec(matcher) ?? [];
  if (name !== label || value === undefined) return false;
  switch (operator) {
    case "=":
      return value !== "";
    case "!=":
      return value === "";
    case "=~":
      return !new RegExp(`^(?:${value})$`).test("");
    default:
      return new RegExp(`^(?:${value})$`).test("");
  }
}
