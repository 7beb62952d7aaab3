import type { HelmValues } from "../core/helm-values";
import { DATA_SOURCES, type DataSourceVariable } from "./variables";

/** Units in Grafana's words. */
export const UNITS = {
  ratio: "percentunit",
  seconds: "s",
  count: "short",
  perSecond: "cps",
  requestsPerSecond: "reqps",
  bytes: "bytes",
} as const;

/** One of {@link UNITS}. */
export type Unit = (typeof UNITS)[keyof typeof UNITS];

/** A line in a panel, and which side of it is bad. */
export interface LimitLine {
  readonly value: number;
  readonly bad: "above" | "below";
}

/** A query and how its series are named. */
export interface Query {
  readonly expr: string;
  /** @default - Grafana names them by the labels that differ */
  readonly legend?: string;
  /**
   * Shows samples that lead to a trace.
   * @default false
   */
  readonly exemplars?: boolean;
}

/** What every panel says of itself. */
export interface PanelOptions {
  readonly title: string;
  /** What is seen, and what to make of it. */
  readonly description: string;
  /** @default - UNITS.count */
  readonly unit?: Unit;
  readonly queries: readonly Query[];
  /** @default - none */
  readonly limit?: LimitLine;
  /**
   * Columns of 24.
   * @default 8
   */
  readonly width?: number;
}

/** A panel before it has a place. */
export interface Panel {
  readonly width: number;
  readonly height: number;
  readonly json: HelmValues;
}

/** A panel of any type on one data source, from what its type asks for. */
export function panel(
  { title, description, width }: Pick<PanelOptions, "title" | "description"> & { readonly width: number },
  height: number,
  json: HelmValues,
  variable: DataSourceVariable = "metrics",
): Panel {
  return {
    width,
    height,
    json: { title, description, datasource: DATA_SOURCES[variable].reference, ...json },
  };
}
