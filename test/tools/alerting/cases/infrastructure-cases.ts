import { type AlertCases, type Phase, sided, type TestSeries } from "../alert-case";

const NODE = 'node="node-1",instance="10.0.0.1:9100"';
const ON_NODE = { node: "node-1", instance: "10.0.0.1:9100" };
const DISK = `${NODE},device="/dev/sda1",mountpoint="/",fstype="ext4"`;
const ON_DISK = { ...ON_NODE, device: "/dev/sda1", mountpoint: "/" };
const CONTAINER = 'namespace="shop",pod="checkout-5d9f8-x7k2p",container="main"';
const IN_CONTAINER = { namespace: "shop", pod: "checkout-5d9f8-x7k2p", container: "main" };
const VOLUME = 'namespace="shop",persistentvolumeclaim="orders-0"';
const ON_VOLUME = { namespace: "shop", persistentvolumeclaim: "orders-0" };

const disk = (available: Omit<TestSeries, "series">): readonly TestSeries[] => [
  { series: `node_filesystem_avail_bytes{${DISK}}`, ...available },
  { series: `node_filesystem_size_bytes{${DISK}}`, gauge: 1000 },
  { series: `node_filesystem_readonly{${DISK}}`, gauge: 0 },
];

const volume = (available: Omit<TestSeries, "series">): readonly TestSeries[] => [
  { series: `kubelet_volume_stats_available_bytes{${VOLUME}}`, ...available },
  { series: `kubelet_volume_stats_capacity_bytes{${VOLUME}}`, gauge: 1000 },
];

const memory = (used: Omit<TestSeries, "series">): readonly TestSeries[] => [
  { series: `container_memory_working_set_bytes{${CONTAINER}}`, ...used },
  { series: `kube_pod_container_resource_limits{${CONTAINER},resource="memory"}`, gauge: 1000 },
];

/** Filling slowly, then fast, then no more. */
const fills = (slow: number, fast: number, still: number): readonly Phase[] => [
  { side: "under", minutes: slow, then: "silent" },
  { side: "over", minutes: fast, then: "firing" },
  { side: "base", minutes: still, then: "silent" },
];

/** Alerts on nodes, containers and volumes. */
export const INFRASTRUCTURE_CASES: AlertCases = {
  NodeCPUHigh: {
    fires: "once a node is busy for more than eight tenths of the time",
    input: (side) =>
      ["0", "1"].flatMap((cpu) => [
        {
          series: `node_cpu_seconds_total{${NODE},cpu="${cpu}",mode="idle"}`,
          perMinute: sided(12.06, 11.94)(side),
        },
        {
          series: `node_cpu_seconds_total{${NODE},cpu="${cpu}",mode="user"}`,
          perMinute: sided(47.94, 48.06)(side),
        },
      ]),
    labels: ON_NODE,
  },
  NodeMemoryHigh: {
    fires: "once more than 85 % of a node's memory is in use",
    input: (side) => [
      { series: `node_memory_MemAvailable_bytes{${NODE}}`, gauge: sided(151, 149)(side) },
      { series: `node_memory_MemTotal_bytes{${NODE}}`, gauge: 1000 },
    ],
    labels: ON_NODE,
  },
  NodeDiskHigh: {
    fires: "once more than nine tenths of a disk are in use",
    input: (side) => disk({ gauge: sided(101, 99)(side) }),
    labels: ON_DISK,
  },
  NodeDiskFullPredicted: {
    fires: "once a disk will be full in a day, by the last hours and by the last day",
    input: (side) => disk({ start: 390, perMinute: sided(-0.1, -0.25, 0)(side) }),
    labels: ON_DISK,
    phases: fills(400, 1000, 400),
  },
  NodeNetworkErrorsHigh: {
    fires: "once there are more than a hundred errors in five minutes, both directions together",
    input: (side) => [
      { series: `node_network_receive_errs_total{${NODE},device="eth0"}`, perMinute: sided(4.9, 5.1)(side) },
      { series: `node_network_transmit_errs_total{${NODE},device="eth0"}`, perMinute: 15 },
    ],
    labels: ON_NODE,
  },
  NodeNotReady: {
    fires: "once a node is not ready",
    input: (side) => [
      {
        series: 'kube_node_status_condition{node="node-1",condition="Ready",status="true"}',
        gauge: sided(1, 0)(side),
      },
    ],
    labels: { node: "node-1" },
  },
  ContainerCPUHigh: {
    fires: "once a container uses more than eight tenths of its CPU limit",
    input: (side) => [
      { series: `container_cpu_usage_seconds_total{${CONTAINER}}`, perMinute: sided(95.8, 96.2)(side) },
      { series: `kube_pod_container_resource_limits{${CONTAINER},resource="cpu"}`, gauge: 2 },
    ],
    labels: IN_CONTAINER,
  },
  ContainerMemoryHigh: {
    fires: "once a container uses more than 85 % of its memory limit",
    input: (side) => memory({ gauge: sided(849, 851)(side) }),
    labels: IN_CONTAINER,
  },
  ContainerMemoryFullPredicted: {
    fires: "once a container will be at its limit in four hours, by the last hour and by the last six",
    input: (side) => memory({ start: 510, perMinute: sided(0.5, 1.5, 0)(side) }),
    labels: IN_CONTAINER,
    phases: fills(120, 200, 120),
  },
  VolumeDiskHigh: {
    fires: "once more than nine tenths of a volume are in use",
    input: (side) => volume({ gauge: sided(101, 99)(side) }),
    labels: ON_VOLUME,
  },
  VolumeDiskFullPredicted: {
    fires: "once a volume will be full in four days, by the last hours and by the last day",
    input: (side) => volume({ start: 390, perMinute: sided(-0.02, -0.1, 0)(side) }),
    labels: ON_VOLUME,
    phases: fills(400, 600, 400),
  },
};
