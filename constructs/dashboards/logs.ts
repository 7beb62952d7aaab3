import type { Dashboard } from "./dashboard";
import { type Panel, panel, UNITS } from "./panel";
import { timeseries } from "./prometheus-panels";
import { rateBy } from "./promql";
import { DATA_SOURCES, labelVariable, textVariable } from "./variables";

const SELECTED = 'k8s_namespace_name=~"$namespace",service_name=~"$service"';

/** For service owners: how much is logged, what of it are errors, whether it is well-formed, and the records. */
export function logs(): Dashboard {
  return {
    uid: "qms-logs",
    title: "Logs",
    description: "What do the services log, and can it be relied upon?",
    tags: ["logs"],
    variables: [
      DATA_SOURCES.metrics.declaration,
      DATA_SOURCES.logs.declaration,
      labelVariable("namespace", "Namespace", "log_records_total", "k8s_namespace_name"),
      labelVariable(
        "service",
        "Service",
        'log_records_total{k8s_namespace_name=~"$namespace"}',
        "service_name",
      ),
      textVariable("query", "Search", "severity_text:(ERROR OR FATAL)"),
    ],
    sections: [
      { title: "Volume", panels: [recordRate(), errorRate(), errorRatio()] },
      { title: "Quality", panels: [unstructured(), withoutLevel(), withoutTrace(), masked()] },
      { title: "Records", panels: [volumeBySeverity(), records()] },
    ],
  };
}

function recordRate(): Panel {
  return perService("Record rate", "Log records after the level filter.", "log_records_total");
}

function errorRate(): Panel {
  return perService("Errors", "Log records at ERROR or above.", "log_records_errors_total");
}

function errorRatio(): Panel {
  return share(
    "Share of errors",
    "Records at ERROR or above by all records.",
    `log_records_errors_total{${SELECTED}}`,
    `log_records_total{${SELECTED}}`,
  );
}

function unstructured(): Panel {
  return share(
    "Unstructured records",
    "Share of the records that are no JSON, whose fields can be neither searched nor masked by name.",
    `log_records_total{${SELECTED},log_format="unstructured"}`,
    `log_records_total{${SELECTED}}`,
  );
}

function withoutLevel(): Panel {
  return share(
    "Records without a level",
    "Share of the records whose level is unknown; the level filter lets them pass.",
    `log_records_unspecified_level_total{${SELECTED}}`,
    `log_records_total{${SELECTED}}`,
  );
}

function withoutTrace(): Panel {
  return share(
    "Errors without a trace",
    "Share of the errors that no trace explains.",
    `log_records_uncorrelated_errors_total{${SELECTED}}`,
    `log_records_errors_total{${SELECTED}}`,
  );
}

function masked(): Panel {
  return perService(
    "Records with masked personal data",
    "Masked before it was stored, but it should not be logged at all.",
    "log_records_pii_masked_total",
  );
}

function perService(title: string, description: string, counter: string): Panel {
  return timeseries({
    title,
    description,
    unit: UNITS.perSecond,
    queries: [{ expr: rateBy("service_name", `${counter}{${SELECTED}}`), legend: "{{service_name}}" }],
  });
}

function share(title: string, description: string, part: string, whole: string): Panel {
  return timeseries({
    title,
    description,
    unit: UNITS.ratio,
    queries: [
      {
        expr: `${rateBy("service_name", part)} / (${rateBy("service_name", whole)} > 0)`,
        legend: "{{service_name}}",
      },
    ],
  });
}

function volumeBySeverity(): Panel {
  return panel(
    { title: "Records found", description: "Records that the search finds, by level.", width: 24 },
    6,
    {
      type: "timeseries",
      targets: [
        {
          ...search(),
          metrics: [{ id: "1", type: "count" }],
          bucketAggs: [
            { id: "2", type: "terms", field: "severity_text", settings: { size: "10", min_doc_count: "0" } },
            { id: "3", type: "date_histogram", field: "@timestamp", settings: { interval: "auto" } },
          ],
        },
      ],
      fieldConfig: {
        defaults: {
          unit: UNITS.count,
          custom: { drawStyle: "bars", fillOpacity: 80, stacking: { mode: "normal" } },
        },
        overrides: [],
      },
    },
    "logs",
  );
}

function records(): Panel {
  return panel(
    { title: "Records", description: "Open a record to see its fields and the way to its trace.", width: 24 },
    14,
    {
      type: "logs",
      targets: [
        { ...search(), metrics: [{ id: "1", type: "logs", settings: { limit: "500" } }], bucketAggs: [] },
      ],
      options: { showTime: true, wrapLogMessage: true, enableLogDetails: true, sortOrder: "Descending" },
    },
    "logs",
  );
}

function search() {
  return {
    refId: "A",
    datasource: DATA_SOURCES.logs.reference,
    query: "$query",
    timeField: "@timestamp",
  };
}
