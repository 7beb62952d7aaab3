import type { Alert } from "./alert";
import { annotationText } from "./placeholders";

/** Where the links of alerts lead. */
export interface AlertLinks {
  /** Start of every runbook link; component, name and `.md` are appended, as the folder `docs/runbooks` has them. */
  readonly runbookBaseUrl: string;
  /** Where people reach Grafana. */
  readonly grafanaUrl: string;
}

/** Folder and file of a runbook, below the base. */
export function runbookPath({ alert, component }: Pick<Alert, "alert" | "component">): string {
  return `${component}/${alert}.md`;
}

/** The three links of an alert, as annotations. */
export function linkAnnotations(alert: Alert, links: AlertLinks): Readonly<Record<string, string>> {
  return {
    runbook_url: `${withoutSlash(links.runbookBaseUrl)}/${runbookPath(alert)}`,
    dashboard_url: dashboardUrl(alert, links),
    query_url: queryUrl(alert, links),
  };
}

function dashboardUrl(alert: Alert, { grafanaUrl }: AlertLinks): string {
  const { uid, variables = {} } = alert.dashboard;
  const chosen = Object.entries(variables).map(
    ([variable, label]) => `var-${variable}=${annotationText(`<${label}>`, alert)}`,
  );
  return `${withoutSlash(grafanaUrl)}/d/${uid}${chosen.length === 0 ? "" : `?${chosen.join("&")}`}`;
}

/**
 * Grafana's Explore with the signal, of what the alert is about where the query says so by `<label>`. The data source is
 * the first one that `Grafana` is given.
 * @see https://grafana.com/docs/grafana/latest/explore/get-started-with-explore/#generate-explore-urls-from-external-tools
 */
function queryUrl({ query }: Alert, { grafanaUrl }: AlertLinks): string {
  const datasource = "prometheus";
  const pane = {
    datasource,
    queries: [{ refId: "A", datasource: { type: "prometheus", uid: datasource }, expr: query }],
    range: { from: "now-6h", to: "now" },
  };
  // Parentheses end a link in some chat clients.
  const panes = encodeURIComponent(JSON.stringify({ a: pane })).replace(
    /[()'!*]/g,
    (character) => `%${character.charCodeAt(0).toString(16)}`,
  );
  return `${withoutSlash(grafanaUrl)}/explore?schemaVersion=1&orgId=1&panes=${withLabels(panes)}`;
}

/** Prometheus fills in the labels, in a form that an address may hold. */
function withLabels(encoded: string): string {
  return encoded.replace(/%3C([a-z][a-z0-9_]*)%3E/g, "{{ $labels.$1 | urlquery }}");
}

function withoutSlash(url: string): string {
  return url.replace(/\/+$/, "");
}
