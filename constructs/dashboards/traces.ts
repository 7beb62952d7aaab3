import type { Quantities } from "../../mandate";
import type { Dashboard } from "./dashboard";
import { type Panel, panel, UNITS } from "./panel";
import { timeseries } from "./prometheus-panels";
import { rateBy } from "./promql";
import { DATA_SOURCES, labelVariable, oneLabelVariable } from "./variables";

const CALLS = "traces_span_metrics_calls_total";

const SERVER_SPANS = 'span_kind="SPAN_KIND_SERVER",service_name=~"$service"';

/** For service owners: what spans say of services and their calls; figures are from before sampling. */
export function traces(quantities: Quantities): Dashboard {
  return {
    uid: "qms-traces",
    title: "Traces",
    description: "Which services call which, where is time spent, and which traces are worth a look?",
    tags: ["traces"],
    variables: [
      DATA_SOURCES.metrics.declaration,
      DATA_SOURCES.traces.declaration,
      labelVariable("service", "Services", CALLS, "service_name"),
      oneLabelVariable("traced", "Search in", CALLS, "service_name"),
    ],
    sections: [
      { title: "Services", panels: [requests(), failures(), latency(quantities)] },
      { title: "Calls between services", panels: [calls(), failedCalls()] },
      { title: "Sampling", panels: [keptShare(quantities), droppedTooEarly()] },
      { title: "Search", panels: [search()] },
    ],
  };
}

function requests(): Panel {
  return timeseries({
    title: "Requests",
    description: "Server spans of each service, counted before sampling.",
    unit: UNITS.requestsPerSecond,
    queries: [{ expr: rateBy("service_name", `${CALLS}{${SERVER_SPANS}}`), legend: "{{service_name}}" }],
  });
}

function failures(): Panel {
  const all = `${CALLS}{${SERVER_SPANS}}`;
  const failed = `${CALLS}{${SERVER_SPANS},status_code="STATUS_CODE_ERROR"}`;
  return timeseries({
    title: "Failed requests",
    description: "Share of the server spans that ended with an error.",
    unit: UNITS.ratio,
    queries: [
      {
        expr: `${rateBy("service_name", failed)} / (${rateBy("service_name", all)} > 0)`,
        legend: "{{service_name}}",
      },
    ],
  });
}

function latency({ responseTimeP95Seconds }: Quantities): Panel {
  const buckets = `rate(traces_span_metrics_duration_seconds_bucket{${SERVER_SPANS}}[$__rate_interval])`;
  return timeseries({
    title: "Response time, 95th percentile",
    description:
      "Of server spans; the line is the mandated limit. A dot on the line leads to one of its traces.",
    unit: UNITS.seconds,
    queries: [
      {
        expr: `histogram_quantile(0.95, sum by (le, service_name) (${buckets}))`,
        legend: "{{service_name}}",
        exemplars: true,
      },
    ],
    limit: { value: responseTimeP95Seconds, bad: "above" },
  });
}

function calls(): Panel {
  return timeseries({
    title: "Calls",
    description: "Calls from one service to another, as their spans tell.",
    unit: UNITS.requestsPerSecond,
    queries: [{ expr: byEdge("traces_service_graph_request_total"), legend: "{{client}} → {{server}}" }],
    width: 12,
  });
}

function failedCalls(): Panel {
  return timeseries({
    title: "Failed calls",
    description: "Calls that failed on one of the two sides.",
    unit: UNITS.requestsPerSecond,
    queries: [
      { expr: byEdge("traces_service_graph_request_failed_total"), legend: "{{client}} → {{server}}" },
    ],
    width: 12,
  });
}

function keptShare({ traceSamplingRatio }: Quantities): Panel {
  const sampled = "otelcol_processor_tail_sampling_global_count_traces_sampled_total";
  const rate = (selector: string): string => `sum(rate(${sampled}${selector}[$__rate_interval]))`;
  return timeseries({
    title: "Traces kept",
    description:
      "Share of all traces that is stored. At least the line of ordinary ones, and every failed or slow one.",
    unit: UNITS.ratio,
    queries: [{ expr: `${rate('{sampled="true"}')} / (${rate("")} > 0)`, legend: "kept" }],
    limit: { value: traceSamplingRatio, bad: "below" },
    width: 12,
  });
}

function droppedTooEarly(): Panel {
  const dropped = "otelcol_processor_tail_sampling_sampling_trace_dropped_too_early_total";
  return timeseries({
    title: "Traces dropped undecided",
    description: "Anything above zero: the gateway has no room for the traces that it waits for.",
    unit: UNITS.perSecond,
    queries: [{ expr: `sum by (pod) (rate(${dropped}[$__rate_interval]))`, legend: "{{pod}}" }],
    width: 12,
  });
}

function search(): Panel {
  return panel(
    {
      title: "Traces",
      description: "The latest stored traces of the service chosen by “Search in”.",
      width: 24,
    },
    10,
    {
      type: "table",
      targets: [
        {
          refId: "A",
          datasource: DATA_SOURCES.traces.reference,
          queryType: "search",
          service: "${traced}",
          limit: 50,
        },
      ],
      fieldConfig: { defaults: {}, overrides: [] },
      options: { showHeader: true },
    },
    "traces",
  );
}

function byEdge(counter: string): string {
  return `${rateBy("client, server", counter)} > 0`;
}
