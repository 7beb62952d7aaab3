import type { Dashboard } from "./dashboard";
import { type Panel, UNITS } from "./panel";
import { timeseries } from "./prometheus-panels";
import { rateBy } from "./promql";
import { DATA_SOURCES } from "./variables";

/** What flows through collectors, and what it is called in their metrics. */
const RECORDS = { spans: "spans", log_records: "log records", metric_points: "metric points" } as const;

type Recorded = keyof typeof RECORDS;

/** For whoever runs the stack: does telemetry arrive, and is any of it lost on the way? */
export function telemetryPipeline(): Dashboard {
  return {
    uid: "qms-telemetry-pipeline",
    title: "Telemetry pipeline",
    description: "Does telemetry arrive, and is any of it lost on the way?",
    tags: ["telemetry"],
    variables: [DATA_SOURCES.metrics.declaration],
    sections: [
      { title: "In", panels: [accepted("log_records"), accepted("spans"), accepted("metric_points")] },
      { title: "Out", panels: [sent("log_records"), sent("spans"), sent("metric_points")] },
      { title: "Lost or held back", panels: [refused(), failed(), queues()] },
      { title: "Collectors", panels: [memory(), cpu()] },
      { title: "Stores", panels: [series(), elasticsearchDisk()] },
    ],
  };
}

function accepted(what: Recorded): Panel {
  return timeseries({
    title: `Received ${RECORDS[what]}`,
    description: "What receivers take in, by collector and receiver.",
    unit: UNITS.perSecond,
    queries: [
      {
        expr: rateBy("job, receiver", `otelcol_receiver_accepted_${what}_total`),
        legend: "{{job}} {{receiver}}",
      },
    ],
  });
}

function sent(what: Recorded): Panel {
  return timeseries({
    title: `Sent ${RECORDS[what]}`,
    description: "What exporters hand over, by collector and exporter.",
    unit: UNITS.perSecond,
    queries: [
      {
        expr: rateBy("job, exporter", `otelcol_exporter_sent_${what}_total`),
        legend: "{{job}} {{exporter}}",
      },
    ],
  });
}

function refused(): Panel {
  return timeseries({
    title: "Refused",
    description: "Senders must retry what is refused; a lasting rate means that memory or queues are full.",
    unit: UNITS.perSecond,
    queries: Object.entries(RECORDS).map(([what, name]) => ({
      expr: rateBy("job, receiver", `otelcol_receiver_refused_${what}_total`),
      legend: `${name} {{job}} {{receiver}}`,
    })),
  });
}

function failed(): Panel {
  return timeseries({
    title: "Not delivered",
    description:
      "What exporters gave up. A rate in the gateway that the agents retry is no loss; in the agents it is.",
    unit: UNITS.perSecond,
    queries: Object.entries(RECORDS).flatMap(([what, name]) => [
      {
        expr: rateBy("job, exporter", `otelcol_exporter_send_failed_${what}_total`),
        legend: `${name} {{job}} {{exporter}}`,
      },
      {
        expr: rateBy("job, exporter", `otelcol_exporter_enqueue_failed_${what}_total`),
        legend: `${name} not queued {{job}} {{exporter}}`,
      },
    ]),
  });
}

function queues(): Panel {
  return timeseries({
    title: "Queues",
    description: "How full the fullest queue of each exporter is. A full queue stops the reading of logs.",
    unit: UNITS.ratio,
    queries: [
      {
        expr: "max by (job, exporter) (otelcol_exporter_queue_size / otelcol_exporter_queue_capacity)",
        legend: "{{job}} {{exporter}}",
      },
    ],
  });
}

function memory(): Panel {
  const limit = 'kube_pod_container_resource_limits{resource="memory",pod=~"otel-.+"}';
  return timeseries({
    title: "Memory of collectors, by limit",
    description: "A collector refuses work before it reaches its limit.",
    unit: UNITS.ratio,
    queries: [
      {
        expr:
          'max by (namespace, pod) (container_memory_working_set_bytes{container!="",pod=~"otel-.+"})' +
          ` / max by (namespace, pod) (${limit})`,
        legend: "{{pod}}",
      },
    ],
    width: 12,
  });
}

function cpu(): Panel {
  return timeseries({
    title: "CPU of collectors",
    description: "Cores in use. Masking personal data is the largest part of it.",
    queries: [
      {
        expr: rateBy("pod", 'container_cpu_usage_seconds_total{container!="",pod=~"otel-.+"}'),
        legend: "{{pod}}",
      },
    ],
    width: 12,
  });
}

function series(): Panel {
  return timeseries({
    title: "Series in Prometheus",
    description: "Active series of each replica; the size of its volume follows them.",
    queries: [{ expr: "sum by (pod) (prometheus_tsdb_head_series)", legend: "{{pod}}" }],
    width: 12,
  });
}

function elasticsearchDisk(): Panel {
  return timeseries({
    title: "Volumes of Elasticsearch",
    description: "How full they are; above the flood stage Elasticsearch refuses to write.",
    unit: UNITS.ratio,
    queries: [
      {
        expr:
          "max by (persistentvolumeclaim) (1 - kubelet_volume_stats_available_bytes" +
          '{persistentvolumeclaim=~"elasticsearch-data-.+"} / kubelet_volume_stats_capacity_bytes)',
        legend: "{{persistentvolumeclaim}}",
      },
    ],
    width: 12,
  });
}
