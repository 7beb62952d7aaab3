import { valueAt, type JsonValue } from "../artifact/json";
import { quantityOf } from "./quantity";

/** CPU in cores and memory in bytes. */
export interface Amounts {
  readonly cpu: number;
  readonly memory: number;
}

/** What a container, a pod or a release asks for and may take. */
export interface Resources {
  readonly requests: Amounts;
  /** `Infinity` where there is none. */
  readonly limits: Amounts;
}

export const NOTHING: Resources = { requests: { cpu: 0, memory: 0 }, limits: { cpu: 0, memory: 0 } };

/** Reads a container's `resources`; a limit without a request is the request too, as the API server has it. */
export function resourcesOf(value: JsonValue | undefined): Resources {
  const amount = (path: string): number | undefined => quantityOf(valueAt(value, path));
  const limits = { cpu: amount("limits.cpu"), memory: amount("limits.memory") };
  return {
    requests: {
      cpu: amount("requests.cpu") ?? limits.cpu ?? 0,
      memory: amount("requests.memory") ?? limits.memory ?? 0,
    },
    limits: { cpu: limits.cpu ?? Infinity, memory: limits.memory ?? Infinity },
  };
}

/** All of them together. */
export function sumOf(all: readonly Resources[]): Resources {
  return all.reduce(
    (sum, one) => ({ requests: plus(sum.requests, one.requests), limits: plus(sum.limits, one.limits) }),
    NOTHING,
  );
}

/** So many of them. */
export function times(factor: number, { requests, limits }: Resources): Resources {
  // Nothing of something endless is nothing.
  const scaled = (amount: number): number => (factor === 0 ? 0 : amount * factor);
  return {
    requests: { cpu: scaled(requests.cpu), memory: scaled(requests.memory) },
    limits: { cpu: scaled(limits.cpu), memory: scaled(limits.memory) },
  };
}

function plus(one: Amounts, other: Amounts): Amounts {
  return { cpu: one.cpu + other.cpu, memory: one.memory + other.memory };
}
