import {
  describeAllowed,
  isWeaker,
  type Mandate,
  type MandateKey,
  type Problem,
  valueAt as mandatedValueAt,
} from "../../mandate";
import { type HelmValue, type HelmValues, mergeValues } from "./helm-values";
import { valueAt, valuesWith } from "./value-path";

/** Translates between a mandated value in the mandate's unit and what a chart expects. */
export interface BoundCodec {
  write(mandated: unknown): HelmValue;
  /** The value in the mandate's unit, or `undefined` when it cannot be read as one. */
  read(value: HelmValue): unknown;
}

/** A mandated value at a value path: fills what is absent, keeps what is stricter, refuses what is weaker. */
export interface Bound {
  /** Value path; dots separate, a dot inside a key is written `\.`. */
  readonly path: string;
  /** The mandate's key; its kind says what is weaker. */
  readonly key: MandateKey;
  /** @default - the chart takes the mandate's own unit */
  readonly codec?: BoundCodec;
  /**
   * Why nothing may stand at this path, for settings that undo a mandated one (a size limit that deletes samples
   * before their time).
   * @default - the path carries the mandated value
   */
  readonly mustBeUnset?: string;
}

const AS_IS: BoundCodec = { write: (mandated) => mandated as HelmValue, read: (value) => value };

/** Days as Prometheus writes them: `30d`. Other durations of whole units are read too. */
export const PROMETHEUS_DAYS: BoundCodec = {
  write: (days) => `${days as number}d`,
  read: (value) => (typeof value === "string" ? prometheusDays(value) : undefined),
};

const DAYS_PER_UNIT: Readonly<Record<string, number>> = {
  y: 365,
  w: 7,
  d: 1,
  h: 1 / 24,
  m: 1 / 1440,
  s: 1 / 86400,
};

function prometheusDays(duration: string): number | undefined {
  const parts = [...duration.matchAll(/(\d+)([ywdhms])/g)];
  if (parts.length === 0 || parts.map(([part]) => part).join("") !== duration) {
    return undefined;
  }
  return parts.reduce(
    (days, [, amount, unit]) => days + Number(amount) * (DAYS_PER_UNIT[unit ?? ""] ?? 0),
    0,
  );
}

/** Values under their bounds. */
export interface BoundedValues {
  readonly values: HelmValues;
  /** What the bounds added alone. */
  readonly filled: HelmValues;
  readonly problems: readonly Omit<Problem, "where">[];
}

/** Applies bounds to merged values and tells every violation. */
export function applyBounds(values: HelmValues, bounds: readonly Bound[], mandate: Mandate): BoundedValues {
  const problems: Omit<Problem, "where">[] = [];
  let filled: HelmValues = {};
  for (const bound of bounds) {
    const found = valueAt(values, bound.path);
    const problem = violation(bound, found, mandate);
    if (problem !== undefined) {
      problems.push(problem);
    } else if (found === undefined && bound.mustBeUnset === undefined) {
      const { codec = AS_IS } = bound;
      filled = mergeValues(
        filled,
        valuesWith(bound.path, codec.write(mandatedValueAt(mandate.values, bound.key))),
      );
    }
  }
  return { values: mergeValues(values, filled), filled, problems };
}

function violation(
  bound: Bound,
  found: HelmValue | undefined,
  mandate: Mandate,
): Omit<Problem, "where"> | undefined {
  const { codec = AS_IS, key, path, mustBeUnset } = bound;
  if (found === undefined || (mustBeUnset !== undefined && (found === null || found === ""))) {
    return undefined;
  }
  if (mustBeUnset !== undefined) {
    return {
      what: `value ${path} must stay unset, because ${mustBeUnset}`,
      found: JSON.stringify(found),
      allowed: "unset",
      mandate: key,
      fix: `remove ${path}`,
    };
  }
  const mandated = mandatedValueAt(mandate.values, key);
  const read = found === null ? undefined : codec.read(found);
  if (read !== undefined && !isWeaker(key, mandated, read)) {
    return undefined;
  }
  return {
    what: `value ${path} is weaker than the mandate`,
    found: JSON.stringify(found),
    allowed: `${describeAllowed(key, mandated)}, as in ${JSON.stringify(codec.write(mandated))}`,
    mandate: key,
    fix: `remove ${path}, or set it to something stricter`,
  };
}
