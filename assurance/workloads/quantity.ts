import type { JsonValue } from "../artifact/json";

const FACTORS: Readonly<Record<string, number>> = {
  m: 1e-3,
  "": 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
};

/**
 * A Kubernetes quantity as a number of its unit: cores, bytes, pods. Nothing where the value is none.
 * @see https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/
 */
export function quantityOf(value: JsonValue | undefined): number | undefined {
  if (typeof value === "number") return value;
  if (typeof value !== "string") return undefined;
  const [, number, unit = ""] = /^(\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)([A-Za-z]*)$/.exec(value.trim()) ?? [];
  const factor = FACTORS[unit];
  return number === undefined || factor === undefined ? undefined : Number(number) * factor;
}

/** Bytes for people, in the unit that leaves them readable. */
export function bytesText(bytes: number): string {
  if (bytes < 2 ** 30) return `${String(Math.round(bytes / 2 ** 20))}Mi`;
  return `${(bytes / 2 ** 30).toFixed(1)}Gi`;
}

/** Cores for people. */
export function coresText(cores: number): string {
  return cores < 1 ? `${String(Math.round(cores * 1000))}m` : cores.toFixed(2).replace(/\.?0+$/, "");
}
