import type { HelmValues } from "../core/helm-values";
import { type DataSource, firstOfType } from "./data-source";

/**
 * Links from a data source to the others that are there: from a metric's exemplar to its trace, from a trace to the
 * logs and metrics of its time, from a log record to its trace.
 *
 * `$$` is Grafana's escape for one `$` that is not for the environment but for the browser.
 * @see https://grafana.com/docs/grafana/latest/administration/provisioning/
 */
export function dataSourceLinks(source: DataSource, all: readonly DataSource[]): HelmValues {
  switch (source.type) {
    case "prometheus":
      return toTrace(firstOfType(all, "jaeger"));
    case "elasticsearch":
      return logToTrace(firstOfType(all, "jaeger"));
    case "jaeger":
      return {
        ...traceToLogs(firstOfType(all, "elasticsearch")),
        ...traceToMetrics(firstOfType(all, "prometheus")),
      };
    case "alertmanager":
      return {};
  }
}

function toTrace(traces: DataSource | undefined): HelmValues {
  return traces === undefined
    ? {}
    : { exemplarTraceIdDestinations: [{ name: "trace_id", datasourceUid: traces.uid }] };
}

// `trace_id` in records of the collectors, `trace.id` in those that Logstash writes in ECS.
const TRACE_FIELDS = ["trace_id", "trace.id"];

function logToTrace(traces: DataSource | undefined): HelmValues {
  return traces === undefined
    ? {}
    : {
        dataLinks: [
          {
            // An expression, not a name: two links that match one field would both be shown.
            field: "^trace[._]id$$",
            url: "$${__value.raw}",
            urlDisplayLabel: "Trace",
            datasourceUid: traces.uid,
          },
        ],
      };
}

function traceToLogs(logs: DataSource | undefined): HelmValues {
  return logs === undefined
    ? {}
    : {
        tracesToLogsV2: {
          datasourceUid: logs.uid,
          // Records are written before a span starts and after it ends, and clocks differ.
          spanStartTimeShift: "-5m",
          spanEndTimeShift: "5m",
          customQuery: true,
          query: TRACE_FIELDS.map((field) => `${field}:"$\${__trace.traceId}"`).join(" OR "),
        },
      };
}

function traceToMetrics(metrics: DataSource | undefined): HelmValues {
  const rate = (selector: string) => `sum(rate(traces_span_metrics_calls_total{${selector}}[5m]))`;
  return metrics === undefined
    ? {}
    : {
        tracesToMetrics: {
          datasourceUid: metrics.uid,
          tags: [{ key: "service.name", value: "service_name" }],
          queries: [
            { name: "Request rate", query: rate("$$__tags") },
            { name: "Error rate", query: rate('$$__tags, status_code="STATUS_CODE_ERROR"') },
          ],
        },
      };
}
