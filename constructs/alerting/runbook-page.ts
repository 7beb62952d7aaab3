import type { Quantities, Severity } from "../../mandate";
import { type Alert, NOT_FOR_PEOPLE, type Step } from "./alert";
import { pendingSeconds } from "./alert-rule";
import { formatDuration } from "./duration";
import { pageCode, pageProse } from "./placeholders";
import { escalation, owner, silencedBy } from "./runbook-facts";
import { severityRouting } from "./severities";

const NOTE = "Written from the alert itself by `npm run docs`. Change the alert, not this page.";

/**
 * The runbook of an alert, or of several that share a name and differ in severity. Labels of the alert stand as
 * `<label>`, to be replaced by what the notification says.
 */
export function runbookPage(variants: readonly [Alert, ...Alert[]], quantities: Quantities): string {
  const alert = { ...variants[0], labels: commonLabels(variants) };
  const sections = [
    `# ${alert.alert}`,
    NOTE,
    facts(variants, quantities),
    "## Meaning",
    sentence(alert.description, alert),
    ...variants.map((variant) => condition(variant, variants.length > 1)),
    ...threshold(variants[0]),
    "## Impact",
    sentence(alert.impact, alert),
    "## Diagnosis",
    steps(alert.diagnosis, alert),
    "## Mitigation",
    steps(alert.mitigation, alert),
    "## Verification",
    ["The alert ends by itself.", step(alert.verification, alert)].join("\n\n"),
    "## Escalation",
    variants.map((variant) => escalation(variant, quantities)).join("\n\n"),
  ];
  return `${sections.join("\n\n")}\n`;
}

/** Labels whose values all variants share; others stay to be filled in. */
function commonLabels(variants: readonly [Alert, ...Alert[]]): Readonly<Record<string, string>> {
  const [{ labels = {} }] = variants;
  return Object.fromEntries(
    Object.entries(labels).filter(([name, value]) =>
      variants.every((variant) => variant.labels?.[name] === value),
    ),
  );
}

/** The page that lists all runbooks, by component. */
export function runbookIndex(alerts: readonly Alert[], quantities: Quantities): string {
  const names = [...new Set(alerts.map(({ alert }) => alert))].sort();
  const rows = names.map((name) => {
    const variants = alerts.filter(({ alert }) => alert === name);
    const [alert] = variants;
    const severities = variants.map(({ severity }) => written(severity, quantities)).join("; ");
    const link = `[${name}](${alert?.component ?? ""}/${name}.md)`;
    return `| ${alert?.component ?? ""} | ${link} | ${severities} | ${alert === undefined ? "" : owner(alert)} |`;
  });
  return (
    [
      "# Runbooks",
      NOTE,
      "One page for each alert of the platform and of its service objectives. Every alert links to its page. In a page " +
        "`<label>` stands for the value that the notification shows for this label.",
      ["| component | alert | severity | owner |", "| --- | --- | --- | --- |", ...rows.sort()].join("\n"),
      "",
    ]
      .join("\n\n")
      .trimEnd() + "\n"
  );
}

function facts(variants: readonly [Alert, ...Alert[]], quantities: Quantities): string {
  const [alert] = variants;
  const rows = {
    severity: variants.map(({ severity }) => written(severity, quantities)).join("; "),
    kind: alert.kind,
    owner: owner(alert),
    waits: waits(variants, quantities),
    "is silent during": silencedBy(variants).join("; "),
    dashboard: `\`${alert.dashboard.uid}\``,
  };
  return [
    "| | |",
    "| --- | --- |",
    ...Object.entries(rows).map(([name, value]) => `| ${name} | ${value} |`),
  ].join("\n");
}

function written(severity: Severity | typeof NOT_FOR_PEOPLE, quantities: Quantities): string {
  return severity === NOT_FOR_PEOPLE
    ? "none: it notifies nobody"
    : `${severity}: answered within ${formatDuration(severityRouting(quantities, severity).responseSeconds)}`;
}

function waits(variants: readonly Alert[], quantities: Quantities): string {
  const each = variants.map((variant) => {
    const pending = pendingSeconds(variant, quantities);
    const reason = variant.pendingReason === undefined ? "" : `, because ${variant.pendingReason}`;
    return pending === 0 ? "not at all" : `${formatDuration(pending)} for the condition to last${reason}`;
  });
  return each.join("; ");
}

function condition(alert: Alert, severityToo: boolean): string {
  const of = severityToo ? `, ${alert.severity}` : "";
  return [`Condition${of}:`, fenced("promql", alert.expr)].join("\n\n");
}

function threshold({ labels = {} }: Alert): readonly string[] {
  return labels.threshold === undefined
    ? []
    : [
        `The limit is the mandated \`${labels.threshold}\`. Where an environment has made it stricter, the alert fires earlier.`,
      ];
}

function steps(list: readonly Step[], alert: Alert): string {
  return list.map((one, index) => indented(step(one, alert), `${index + 1}. `)).join("\n");
}

function step({ command, query, text }: Step, alert: Alert): string {
  return [
    sentence(text, alert),
    ...(query === undefined ? [] : [fenced("promql", pageCode(query, alert))]),
    ...(command === undefined ? [] : [fenced("sh", pageCode(command, alert))]),
  ].join("\n\n");
}

function fenced(language: string, code: string): string {
  return `\`\`\`${language}\n${code}\n\`\`\``;
}

function indented(text: string, bullet: string): string {
  const margin = " ".repeat(bullet.length);
  return text
    .split("\n")
    .map((line, index) => (index === 0 ? bullet + line : line === "" ? line : margin + line))
    .join("\n");
}

/** With a capital and a full stop. */
function sentence(text: string, alert: Alert): string {
  const prose = pageProse(text, alert);
  return `${prose.charAt(0).toUpperCase()}${prose.slice(1)}${/[.!?]$/.test(prose) ? "" : "."}`;
}
