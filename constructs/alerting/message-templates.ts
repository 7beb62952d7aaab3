import { type Quantities, SEVERITIES } from "../../mandate";
import type { AlertLinks } from "./alert-links";
import { DASHBOARDS } from "./dashboard-references";
import { formatDuration } from "./duration";

/** Name of the template file; Alertmanager finds it beside its configuration. */
export const TEMPLATE_FILE = "notifications.tmpl";

/** More alerts of a group than this are counted, not told: a message must stay readable, and its size is limited. */
const SHOWN = 8;

/** A form with the labels of the group, so that one click silences it and nothing else. */
const SILENCE =
  "{{ .ExternalURL }}/#/silences/new?filter=%7B" +
  "{{ range $index, $pair := .GroupLabels.SortedPairs }}{{ if $index }}%2C{{ end }}{{ $pair.Name }}%3D%22{{ $pair.Value | urlquery }}%22{{ end }}%7D";

/** The alerts of a group with when each began, the first ones in full. */
const alerts = (begin: string, end: string): string =>
  `{{ range $index, $alert := .Alerts }}{{ if lt $index ${SHOWN} -}}
${begin}{{ or $alert.Annotations.summary $alert.Annotations.message $alert.Labels.alertname }}, {{ if eq $alert.Status "resolved" }}from {{ $alert.StartsAt.UTC.Format "Mon 15:04" }} to {{ $alert.EndsAt.UTC.Format "Mon 15:04 UTC" }}{{ else }}since {{ $alert.StartsAt.UTC.Format "Mon 2006-01-02 15:04 UTC" }}{{ end }}${end}
{{ end }}{{ end -}}
{{ if gt (len .Alerts) ${SHOWN} }}${begin}and more: {{ len .Alerts }} in all${end}
{{ end -}}`;

/**
 * Texts that people read at night: what and since when, whom it hurts, what to do first, where to look; in this order.
 * Rules of other publishers have no dashboard and no query of ours: the overview and Prometheus stand in. Functions are
 * those of Alertmanager 0.25 and later.
 * @see https://prometheus.io/docs/alerting/latest/notifications/
 */
export function messageTemplates({
  grafanaUrl,
  quantities,
}: Pick<AlertLinks, "grafanaUrl"> & { readonly quantities: Quantities }): string {
  return TEXTS.replaceAll(
    "OVERVIEW",
    `${grafanaUrl.replace(/\/+$/, "")}/d/${DASHBOARDS.overview.uid}`,
  ).replace("ANSWER", answerWithin(quantities));
}

/** By the severity, which alerts of other publishers have too; a notification is about one. */
function answerWithin({ responseTimeSeconds }: Quantities): string {
  const cases = SEVERITIES.map(
    (severity) =>
      `if eq .CommonLabels.severity "${severity}" }}, answer within ${formatDuration(responseTimeSeconds[severity])}`,
  );
  return `{{ ${cases.join("{{ else ")}{{ end -}}`;
}

const DASHBOARD = '{{ or .CommonAnnotations.dashboard_url "OVERVIEW" }}';
const QUERY =
  "{{ or .CommonAnnotations.query_url (index .Alerts 0).Annotations.query_url (index .Alerts 0).GeneratorURL }}";

const TEXTS = `{{ define "platform.title" -}}
[{{ .CommonLabels.severity | toUpper }}{{ if eq .Status "resolved" }}, resolved{{ end }}] {{ .GroupLabels.alertname -}}
{{ if .GroupLabels.service }} {{ .GroupLabels.namespace }}/{{ .GroupLabels.service }}{{ end -}}
{{ if gt (len .Alerts) 1 }} ({{ len .Alerts }} alerts){{ end }}
{{- end }}

{{ define "platform.color" }}{{ if eq .Status "resolved" }}good{{ else if match "critical|high" .CommonLabels.severity }}danger{{ else }}warning{{ end }}{{ end }}

{{ define "platform.silence" }}${SILENCE}{{ end }}
{{ define "platform.dashboard" }}${DASHBOARD}{{ end }}
{{ define "platform.query" }}${QUERY}{{ end }}

{{ define "platform.footer" -}}
{{ .CommonLabels.cluster }}{{ if .CommonLabels.owner }}, owner: {{ .CommonLabels.owner }}{{ end -}}
ANSWER
{{ end }}

{{ define "platform.text" -}}
${alerts("", "")}
{{ if .CommonAnnotations.impact }}Impact: {{ .CommonAnnotations.impact }}
{{ end -}}
{{ if eq .Status "firing" }}{{ if .CommonAnnotations.first_step }}First: {{ .CommonAnnotations.first_step }}
{{ end }}{{ end -}}
{{ if .CommonAnnotations.runbook_url }}Runbook: {{ .CommonAnnotations.runbook_url }}
{{ end -}}
Dashboard: {{ template "platform.dashboard" . }}
Query: {{ template "platform.query" . }}
Silence: {{ template "platform.silence" . }}
{{ template "platform.footer" . }}
{{- end }}

{{ define "platform.slack" -}}
${alerts("• ", "")}
{{ if .CommonAnnotations.impact }}*Impact:* {{ .CommonAnnotations.impact }}
{{ end -}}
{{ if eq .Status "firing" }}{{ if .CommonAnnotations.first_step }}*First:* {{ .CommonAnnotations.first_step }}
{{ end }}{{ end -}}
{{ if .CommonAnnotations.runbook_url }}<{{ .CommonAnnotations.runbook_url }}|Runbook> · {{ end -}}
<{{ template "platform.dashboard" . }}|Dashboard> · <{{ template "platform.query" . }}|Query> · <{{ template "platform.silence" . }}|Silence>
{{- end }}

{{ define "platform.html" -}}
<!doctype html>
<html><body style="font-family:sans-serif;font-size:15px;line-height:1.4;color:#222;max-width:44em">
<h2 style="border-left:6px solid {{ if eq .Status "resolved" }}#2e7d32{{ else if match "critical|high" .CommonLabels.severity }}#c62828{{ else }}#ef8f00{{ end }};padding-left:10px">{{ template "platform.title" . }}</h2>
<ul>
${alerts("<li>", "</li>")}</ul>
{{ if .CommonAnnotations.impact }}<p><b>Impact:</b> {{ .CommonAnnotations.impact }}</p>{{ end }}
{{ if eq .Status "firing" }}{{ if .CommonAnnotations.first_step }}<p><b>First:</b> {{ .CommonAnnotations.first_step }}</p>{{ end }}{{ end }}
<p>
{{ if .CommonAnnotations.runbook_url }}<a href="{{ .CommonAnnotations.runbook_url }}">Runbook</a> · {{ end -}}
<a href="{{ template "platform.dashboard" . }}">Dashboard</a> · <a href="{{ template "platform.query" . }}">Query</a> · <a href="{{ template "platform.silence" . }}">Silence</a>
</p>
<p style="color:#666">{{ template "platform.footer" . }}</p>
</body></html>
{{- end }}
`;

const reference = (template: string): string => `{{ template "${template}" . }}`;

/** References to the templates, for the fields of a receiver. */
export const MESSAGE = {
  title: reference("platform.title"),
  text: reference("platform.text"),
  slack: reference("platform.slack"),
  html: reference("platform.html"),
  color: reference("platform.color"),
  footer: reference("platform.footer"),
  dashboard: reference("platform.dashboard"),
  query: reference("platform.query"),
  silence: reference("platform.silence"),
} as const;
