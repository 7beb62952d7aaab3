import type { Quantities } from "../../mandate";

/** A side of a limit: an alert is silent on the one and fires on the other. */
export type Side = "within" | "beyond";

/** Input of one alert: series on either side of its limit. */
export interface ThresholdCase {
  readonly alert: string;
  /** Label of the alert whose value is the side. */
  readonly label: string;
  readonly limit: (quantities: Quantities) => number;
  /** Whether the alert fires above or below its limit. */
  readonly fires: "above" | "below";
  /** How far from the limit the input is, as a share of it; a whole number where messages are counted. */
  readonly distance: number;
  /** Series and what they do in a minute, for a value of the signal. */
  readonly series: (side: Side, value: number) => readonly InputSeries[];
  /** @default one hour */
  readonly minutes?: number;
}

/** A gauge that stands still, or a counter that grows by so much a minute. */
export interface InputSeries {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly gauge?: number;
  readonly perMinute?: number;
  /** A counter's growth before its last hour, where that is another one. */
  readonly perMinuteBefore?: number;
}

const REQUESTS_PER_MINUTE = 600;

/** Three days of the same time of day, and what the baseline needs beside them. */
const BASELINE_MINUTES = 75 * 60;

/** The alerts on the twelve thresholds; where a threshold has two, one reads nodes and one what runs on them. */
export const THRESHOLD_CASES: readonly ThresholdCase[] = [
  latency("HTTPLatencyP95High", 0.95, ({ responseTimeP95Seconds }) => responseTimeP95Seconds),
  latency("HTTPLatencyP99High", 0.99, ({ responseTimeP99Seconds }) => responseTimeP99Seconds),
  {
    alert: "HTTPErrorRateHigh",
    label: "service",
    limit: ({ errorRatio }) => errorRatio,
    fires: "above",
    distance: 0.05,
    series: (service, ratio) => requests(service, ratio),
  },
  {
    alert: "HTTPAvailabilityLow",
    label: "service",
    limit: ({ availabilityRatio }) => availabilityRatio,
    fires: "below",
    distance: 0.0001,
    series: (service, ratio) => requests(service, 1 - ratio),
  },
  {
    alert: "NodeCPUHigh",
    label: "instance",
    limit: ({ cpuUtilizationRatio }) => cpuUtilizationRatio,
    fires: "above",
    distance: 0.02,
    series: (instance, ratio) =>
      ["0", "1"].flatMap((cpu) => [
        {
          name: "node_cpu_seconds_total",
          labels: { instance, cpu, mode: "idle" },
          perMinute: 60 * (1 - ratio),
        },
        { name: "node_cpu_seconds_total", labels: { instance, cpu, mode: "user" }, perMinute: 60 * ratio },
      ]),
  },
  {
    alert: "ContainerCPUHigh",
    label: "pod",
    limit: ({ cpuUtilizationRatio }) => cpuUtilizationRatio,
    fires: "above",
    distance: 0.02,
    series: (pod, ratio) => [
      { name: "container_cpu_usage_seconds_total", labels: container(pod), perMinute: 2 * 60 * ratio },
      {
        name: "kube_pod_container_resource_limits",
        labels: { ...container(pod), resource: "cpu" },
        gauge: 2,
      },
    ],
  },
  {
    alert: "NodeMemoryHigh",
    label: "instance",
    limit: ({ memoryUtilizationRatio }) => memoryUtilizationRatio,
    fires: "above",
    distance: 0.02,
    series: (instance, ratio) => [
      { name: "node_memory_MemAvailable_bytes", labels: { instance }, gauge: 1000 * (1 - ratio) },
      { name: "node_memory_MemTotal_bytes", labels: { instance }, gauge: 1000 },
    ],
  },
  {
    alert: "ContainerMemoryHigh",
    label: "pod",
    limit: ({ memoryUtilizationRatio }) => memoryUtilizationRatio,
    fires: "above",
    distance: 0.02,
    series: (pod, ratio) => [
      { name: "container_memory_working_set_bytes", labels: container(pod), gauge: 1000 * ratio },
      {
        name: "kube_pod_container_resource_limits",
        labels: { ...container(pod), resource: "memory" },
        gauge: 1000,
      },
    ],
  },
  {
    alert: "NodeDiskHigh",
    label: "instance",
    limit: ({ diskUtilizationRatio }) => diskUtilizationRatio,
    fires: "above",
    distance: 0.02,
    series: (instance: Side, ratio: number): readonly InputSeries[] => {
      const labels = { instance, device: "/dev/sda1", mountpoint: "/", fstype: "ext4" };
      return [
        { name: "node_filesystem_avail_bytes", labels, gauge: 1000 * (1 - ratio) },
        { name: "node_filesystem_size_bytes", labels, gauge: 1000 },
        { name: "node_filesystem_readonly", labels, gauge: 0 },
      ];
    },
  },
  {
    alert: "VolumeDiskHigh",
    label: "persistentvolumeclaim",
    limit: ({ diskUtilizationRatio }) => diskUtilizationRatio,
    fires: "above",
    distance: 0.02,
    series: (persistentvolumeclaim: Side, ratio: number): readonly InputSeries[] => {
      const labels = { namespace: "shop", persistentvolumeclaim };
      return [
        { name: "kubelet_volume_stats_available_bytes", labels, gauge: 1000 * (1 - ratio) },
        { name: "kubelet_volume_stats_capacity_bytes", labels, gauge: 1000 },
      ];
    },
  },
  {
    alert: "NodeNetworkErrorsHigh",
    label: "instance",
    limit: ({ networkErrorsPerFiveMinutes }) => networkErrorsPerFiveMinutes,
    fires: "above",
    distance: 0.02,
    series: (instance, errors) => [
      {
        name: "node_network_receive_errs_total",
        labels: { instance, device: "eth0" },
        perMinute: errors / 5 / 4,
      },
      {
        name: "node_network_transmit_errs_total",
        labels: { instance, device: "eth0" },
        perMinute: (errors / 5 / 4) * 3,
      },
    ],
  },
  {
    alert: "RequestRateAnomaly",
    label: "service",
    limit: ({ requestRateAnomalyDeviations }) => requestRateAnomalyDeviations,
    fires: "above",
    distance: 0.05,
    // Steady requests have no deviation of their own; the rules then take a tenth of them.
    series: (service, deviations) => [
      {
        name: "http_server_request_duration_seconds_count",
        labels: application(service, { http_response_status_code: "200" }),
        perMinuteBefore: REQUESTS_PER_MINUTE,
        perMinute: REQUESTS_PER_MINUTE * (1 + deviations / 10),
      },
    ],
    minutes: BASELINE_MINUTES + 60,
  },
  {
    alert: "DatabaseConnectionPoolHigh",
    label: "pool",
    limit: ({ connectionPoolUtilizationRatio }) => connectionPoolUtilizationRatio,
    fires: "above",
    distance: 0.02,
    series: (pool: Side, ratio: number): readonly InputSeries[] => {
      const labels = application("shop", { db_client_connection_pool_name: pool });
      return [
        {
          name: "db_client_connection_count",
          labels: { ...labels, db_client_connection_state: "used" },
          gauge: 1000 * ratio,
        },
        {
          name: "db_client_connection_count",
          labels: { ...labels, db_client_connection_state: "idle" },
          gauge: 1000 * (1 - ratio),
        },
        { name: "db_client_connection_max", labels, gauge: 1000 },
      ];
    },
  },
  {
    alert: "QueueDepthHigh",
    label: "queue",
    limit: ({ queueDepthMessages }) => queueDepthMessages,
    fires: "above",
    distance: 0.001,
    series: (queue, messages) => [
      { name: "rabbitmq_queue_messages_ready", labels: { namespace: "shop", queue }, gauge: messages },
    ],
  },
  {
    alert: "CacheHitRatioLow",
    label: "cache",
    limit: ({ cacheHitRatio }) => cacheHitRatio,
    fires: "below",
    distance: 0.02,
    series: (instance, ratio) => [
      { name: "redis_keyspace_hits_total", labels: { namespace: "shop", instance }, perMinute: 6000 * ratio },
      {
        name: "redis_keyspace_misses_total",
        labels: { namespace: "shop", instance },
        perMinute: 6000 * (1 - ratio),
      },
    ],
  },
];

/** The quantile lies in the middle of a bucket, whose requests Prometheus takes to be spread evenly. */
function latency(alert: string, quantile: number, limit: ThresholdCase["limit"]): ThresholdCase {
  const series = (service: Side, seconds: number): readonly InputSeries[] => {
    const buckets = { [seconds / 2]: 2 * quantile - 1, [(seconds / 2) * 3]: 1, "+Inf": 1 };
    return [
      ...requests(service, 0),
      ...Object.entries(buckets).map(([le, share]) => ({
        name: "http_server_request_duration_seconds_bucket",
        labels: application(service, { le }),
        perMinute: REQUESTS_PER_MINUTE * share,
      })),
    ];
  };
  return { alert, label: "service", limit, fires: "above", distance: 0.05, series };
}

function requests(service: string, failed: number): readonly InputSeries[] {
  const name = "http_server_request_duration_seconds_count";
  return [
    {
      name,
      labels: application(service, { http_response_status_code: "200" }),
      perMinute: REQUESTS_PER_MINUTE * (1 - failed),
    },
    {
      name,
      labels: application(service, { http_response_status_code: "500" }),
      perMinute: REQUESTS_PER_MINUTE * failed,
    },
  ];
}

function application(
  service: string,
  labels: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  return { k8s_namespace_name: "shop", service_name: service, ...labels };
}

function container(pod: string): Readonly<Record<string, string>> {
  return { namespace: "shop", pod, container: "main" };
}
