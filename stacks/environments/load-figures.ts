import type { ExpectedLoad, MeasuredLoad } from "./environment";

/** The declared load with every figure filled in. */
export interface LoadFigures extends Required<Omit<ExpectedLoad, "measured">>, Required<MeasuredLoad> {}

/** The operator's own default. */
const SCRAPE_INTERVAL_SECONDS = 30;

/** What is assumed where nothing was measured; each at the cautious end of what its source tells. */
const ASSUMED: Required<MeasuredLoad> = {
  // "1-2 bytes": https://prometheus.io/docs/prometheus/latest/storage/#operational-aspects
  bytesPerSample: 2,
  // Text with its index takes about as much again as it saves; logsdb, the default of data streams for logs, saves up
  // to 60 %, but less without synthetic sources, which the Basic licence lacks, and collectors add attributes.
  // https://www.elastic.co/docs/manage-data/data-store/data-streams/logs-data-stream
  storedBytesPerLogByte: 1,
  // Jaeger names no figure; spans of auto-instrumentation with their attributes take some hundred bytes to a few
  // thousand before compression.
  bytesPerSpan: 1024,
};

/** Fills in what an environment leaves open. */
export function loadFigures({ measured = {}, ...load }: ExpectedLoad): LoadFigures {
  return { scrapeIntervalSeconds: SCRAPE_INTERVAL_SECONDS, ...ASSUMED, ...load, ...measured };
}
