import type { Alert } from "./alert";
import { VALUE_TEMPLATES } from "./signal-unit";

const PLACEHOLDER = /<([a-z][a-z0-9_]*)>/g;

/** Stands for the value of an alert, in its unit. */
const VALUE = "value";

/** The labels that a text refers to. */
export function placeholders(text: string): readonly string[] {
  return [...text.matchAll(PLACEHOLDER)].map(([, name = ""]) => name).filter((name) => name !== VALUE);
}

/** The labels that an alert's texts may refer to. */
export function knownLabels({ keeps, labels = {} }: Pick<Alert, "keeps" | "labels">): readonly string[] {
  return [...keeps, ...Object.keys(labels)];
}

/** A text for Prometheus, which fills in labels and value. Labels of the rule itself are no `$labels` there. */
export function annotationText(text: string, alert: Pick<Alert, "labels" | "unit">): string {
  return text.replace(PLACEHOLDER, (_, name: string) =>
    name === VALUE ? VALUE_TEMPLATES[alert.unit] : (alert.labels?.[name] ?? `{{ $labels.${name} }}`),
  );
}

/** A query or command for a page, where the reader fills in what the alert says. */
export function pageCode(text: string, { labels = {} }: Pick<Alert, "labels">): string {
  return text.replace(PLACEHOLDER, (placeholder, name: string) => labels[name] ?? placeholder);
}

/** Prose for a page; a bare `<label>` would be taken for HTML. */
export function pageProse(text: string, { labels = {} }: Pick<Alert, "labels">): string {
  return text.replace(PLACEHOLDER, (placeholder, name: string) => labels[name] ?? `\`${placeholder}\``);
}
