/** Name of the template file; Alertmanager finds it beside its configuration. */
export const TEMPLATE_FILE = "notifications.tmpl";

/**
 * Texts that people read at night: what, how urgent, who is affected, what to do, in this order.
 * @see https://prometheus.io/docs/alerting/latest/notifications/
 */
export const MESSAGE_TEMPLATES = `{{ define "platform.title" -}}
[{{ .CommonLabels.severity | toUpper }}{{ if eq .Status "resolved" }}, resolved{{ end }}] {{ .GroupLabels.alertname -}}
{{ if .GroupLabels.service }} {{ .GroupLabels.namespace }}/{{ .GroupLabels.service }}{{ end -}}
{{ if gt (len .Alerts) 1 }} ({{ len .Alerts }} alerts){{ end }}
{{- end }}

{{ define "platform.text" -}}
{{ range .Alerts -}}
{{ .Annotations.summary }}
{{ if .Annotations.impact }}Impact: {{ .Annotations.impact }}
{{ end -}}
Since: {{ .StartsAt.UTC.Format "2006-01-02 15:04 UTC" }}
{{ if .Annotations.runbook_url }}Runbook: {{ .Annotations.runbook_url }}
{{ end -}}
Query: {{ .GeneratorURL }}
{{ end -}}
{{ if .CommonLabels.response_time_seconds }}Answer within {{ .CommonLabels.response_time_seconds }} s.{{ end }}
{{- end }}

{{ define "platform.color" }}{{ if eq .Status "resolved" }}good{{ else if match "critical|high" .CommonLabels.severity }}danger{{ else }}warning{{ end }}{{ end }}
`;

const reference = (template: string): string => `{{ template "${template}" . }}`;

/** References to the templates, for the fields of a receiver. */
export const MESSAGE = {
  title: reference("platform.title"),
  text: reference("platform.text"),
  color: reference("platform.color"),
} as const;
