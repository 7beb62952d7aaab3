import { CONTAINER_THRESHOLDS } from "./container-thresholds";
import { NODE_THRESHOLDS } from "./node-thresholds";
import type { Threshold } from "./threshold";

/** Alerts on nodes, containers and volumes. */
export const INFRASTRUCTURE_THRESHOLDS: readonly Threshold[] = [...NODE_THRESHOLDS, ...CONTAINER_THRESHOLDS];
