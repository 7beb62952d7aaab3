import type { Quantities } from "../../mandate";
import type { SignalUnit } from "../alerting/signal-unit";
import type { Threshold } from "../alerting/threshold";
import { type Panel, type Unit, UNITS } from "./panel";
import { timeseries } from "./prometheus-panels";

const UNIT: Readonly<Record<SignalUnit, Unit>> = {
  ratio: UNITS.ratio,
  seconds: UNITS.seconds,
  count: UNITS.count,
  deviations: UNITS.count,
};

/** How the signal of an alert is shown: its title, and the labels that name a line. */
interface Appearance {
  readonly title: string;
  readonly legend: string;
  /**
   * Shows only so many of the highest lines.
   * @default - all
   */
  readonly highest?: number;
}

const SERVICE = "{{namespace}}/{{service}}";
const CONTAINER = "{{namespace}}/{{pod}}/{{container}}";
const NODE = "{{node}} {{instance}}";

const APPEARANCES: Readonly<Record<string, Appearance>> = {
  HTTPLatencyP95High: { title: "Response time, 95th percentile", legend: SERVICE },
  HTTPLatencyP99High: { title: "Response time, 99th percentile", legend: SERVICE },
  HTTPErrorRateHigh: { title: "Failed requests", legend: SERVICE },
  HTTPAvailabilityLow: { title: "Availability over one day", legend: SERVICE },
  RequestRateAnomaly: { title: "Request rate, deviations from other days", legend: SERVICE },
  DatabaseConnectionPoolHigh: { title: "Connection pools in use", legend: `${SERVICE} {{pool}}` },
  QueueDepthHigh: { title: "Messages waiting", legend: "{{namespace}} {{queue}}" },
  CacheHitRatioLow: { title: "Cache hits", legend: "{{namespace}} {{cache}}" },
  NodeCPUHigh: { title: "CPU of nodes", legend: NODE },
  NodeMemoryHigh: { title: "Memory of nodes", legend: NODE },
  NodeDiskHigh: { title: "Disks of nodes", legend: `${NODE} {{mountpoint}}` },
  NodeNetworkErrorsHigh: { title: "Network errors of nodes in five minutes", legend: NODE },
  ContainerCPUHigh: { title: "CPU of containers, by limit", legend: CONTAINER, highest: 15 },
  ContainerMemoryHigh: { title: "Memory of containers, by limit", legend: CONTAINER, highest: 15 },
  VolumeDiskHigh: { title: "Volumes", legend: "{{namespace}}/{{persistentvolumeclaim}}" },
};

/** The signal of an alert with its mandated limit as a line: what is beyond it becomes the alert. */
export function thresholdPanel(threshold: Threshold, quantities: Quantities): Panel {
  const { alert, signal, fires, unit, impact } = threshold;
  const { title, legend, highest }: Appearance = APPEARANCES[alert] ?? { title: alert, legend: "__auto" };
  return timeseries({
    title,
    description: `Alert ${alert} fires ${fires} the line (mandated: ${threshold.threshold}). Then ${impact}.`,
    unit: UNIT[unit],
    queries: [{ expr: highest === undefined ? signal : `topk(${String(highest)}, ${signal})`, legend }],
    limit: { value: threshold.limit(quantities), bad: fires },
  });
}
