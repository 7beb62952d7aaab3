import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stringify } from "smol-toml";
import {
  LEAF_NAMES,
  keyOf,
  loadMandate,
  valueAt,
  type LeafName,
  type LeafValue,
  type Mandate,
  type Stricter,
} from "../../mandate";

/** A name under which the mandate has a number. */
export type NumberName = { [L in LeafName]: LeafValue<L> extends number ? L : never }[LeafName];

/*
 * Each is stricter than the mandated value, possible together with every other value, whether mandated or of this
 * table, and unlike all of them (in the mandate's units and in those of the components): what an artifact shows can
 * only come from one key.
 */
const STRICTER_VARIANTS: Readonly<Record<NumberName, number>> = {
  metrics_retention_days: 37,
  log_retention_days: 97,
  trace_sampling_rate: 0.23,
  trace_retention_days: 19,
  response_time_p95_ms: 430,
  response_time_p99_ms: 870,
  error_rate_threshold: 0.007,
  availability_threshold: 0.9993,
  cpu_utilization_threshold: 73,
  memory_utilization_threshold: 79,
  disk_utilization_threshold: 83,
  network_errors_threshold: 89,
  request_rate_anomaly_threshold: 1.7,
  database_connection_pool_threshold: 71,
  queue_depth_threshold: 910,
  cache_hit_ratio_minimum: 0.89,
  critical_response_time: 270,
  high_response_time: 810,
  medium_response_time: 3180,
  low_response_time: 79200,
  alert_grouping_window: 210,
};

/** Every number of the mandate, by name. */
export const NUMBER_NAMES = LEAF_NAMES.filter((name): name is NumberName => name in STRICTER_VARIANTS);

/** A stricter value of a number, distinct from all other values; use it as `mandateWith({ [name]: stricterVariant(name) })`. */
export function stricterVariant(name: NumberName): number {
  return STRICTER_VARIANTS[name];
}

/** The mandated number of a name in a mandate (default: the packaged one). */
export function mandatedNumber(name: NumberName, mandate: Mandate = loadMandate()): number {
  return valueAt(mandate.values, keyOf(name)) as number;
}

/** Another organisation's mandate: a copy of the packaged file with some values changed, stricter or weaker, loaded from elsewhere. */
export function mandateWith(changes: Stricter): Mandate {
  const tables = structuredClone(loadMandate().values) as Record<string, Record<string, unknown>>;
  for (const [leaf, value] of Object.entries(changes)) {
    const [table = ""] = keyOf(leaf as LeafName).split(".");
    Object.assign(tables[table] ?? {}, { [leaf]: value });
  }
  return withTomlFile(stringify(tables), loadMandate);
}

/** Calls back with the path of a file of this content, which is gone afterwards. */
export function withTomlFile<T>(content: string, use: (path: string) => T, name = "acme-qms.toml"): T {
  const folder = mkdtempSync(join(tmpdir(), "mandate-"));
  try {
    const path = join(folder, name);
    writeFileSync(path, content);
    return use(path);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
