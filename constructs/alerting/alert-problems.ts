import type { Problem, Quantities } from "../../mandate";
import { type Alert, NOT_FOR_PEOPLE, type Step } from "./alert";
import { COMPONENTS, isNamedFor } from "./components";
import { formatDuration } from "./duration";
import { knownLabels, placeholders } from "./placeholders";
import { promqlErrors } from "./promql";
import { severityRouting } from "./severities";

/** Every mistake in some alerts; types cannot see empty texts, names and placeholders. */
export function alertProblems(alerts: readonly Alert[], quantities: Quantities): readonly Problem[] {
  return alerts.flatMap((alert) => [
    ...nameProblems(alert),
    ...textProblems(alert),
    ...queryProblems(alert),
    ...pendingProblems(alert, quantities),
  ]);
}

function nameProblems({ alert, component }: Alert): readonly Problem[] {
  if (isNamedFor(alert, component)) return [];
  return [
    {
      where: `alert ${alert}`,
      what: "is not named for its component",
      found: JSON.stringify(alert),
      allowed: `${COMPONENTS[component]}<Condition>, in upper camel case`,
    },
  ];
}

function textProblems(alert: Alert): readonly Problem[] {
  return textsOf(alert).flatMap(([name, text]) => {
    const unknown = placeholders(text).filter((label) => !knownLabels(alert).includes(label));
    const where = `alert ${alert.alert}: ${name}`;
    return [
      ...(text.trim() === ""
        ? [{ where, what: "is empty", fix: "say it to whoever is woken by this alert" }]
        : []),
      ...unknown.map((label) => ({
        where,
        what: "refers to a label that the alert does not have",
        found: `<${label}>`,
        allowed: knownLabels(alert).join(", "),
      })),
    ];
  });
}

/** All texts of an alert by their place; a list without entries counts as one empty text. */
function textsOf(alert: Alert): readonly (readonly [string, string])[] {
  const { description, diagnosis, impact, mitigation, owner, query, summary, verification } = alert;
  const parts = (
    name: string,
    { text, query = text, command = text }: Step,
  ): readonly (readonly [string, string])[] =>
    [...new Set([text, query, command])].map((part) => [name, part]);
  const steps = (name: string, list: readonly Step[]): readonly (readonly [string, string])[] =>
    list.length === 0 ? [[name, ""]] : list.flatMap((step, index) => parts(`${name}[${index}]`, step));
  return [
    ...Object.entries({ summary, description, impact, owner, query }),
    ...steps("diagnosis", diagnosis),
    ...steps("mitigation", mitigation),
    ...parts("verification", verification),
  ];
}

function queryProblems(alert: Alert): readonly Problem[] {
  const steps = [...alert.diagnosis, ...alert.mitigation, alert.verification];
  const queries = [alert.expr, alert.query, ...steps.flatMap(({ query }) => query ?? [])];
  return queries.flatMap((query) =>
    promqlErrors(query).map((error) => ({
      where: `alert ${alert.alert}`,
      what: `a query does not parse, ${error}`,
      found: query,
    })),
  );
}

function pendingProblems(alert: Alert, quantities: Quantities): readonly Problem[] {
  const { pendingMinutes, pendingReason, severity } = alert;
  if (severity === NOT_FOR_PEOPLE || pendingReason?.trim() !== "") return [];
  const { responseSeconds } = severityRouting(quantities, severity);
  return [
    {
      where: `alert ${alert.alert}: pendingReason`,
      what: "must say why the alert may wait longer than its severity allows",
      found: `${pendingMinutes} min, with a response time of ${formatDuration(responseSeconds)}`,
    },
  ];
}
