import { DEPENDENCY_THRESHOLDS } from "./dependency-thresholds";
import { HTTP_THRESHOLDS } from "./http-thresholds";
import { REQUEST_RATE_THRESHOLD } from "./request-rate-threshold";
import type { Threshold } from "./threshold";

/** Alerts on services, connection pools, queues and caches; they read the normalised signals only. */
export const APPLICATION_THRESHOLDS: readonly Threshold[] = [
  ...HTTP_THRESHOLDS,
  REQUEST_RATE_THRESHOLD,
  ...DEPENDENCY_THRESHOLDS,
];
