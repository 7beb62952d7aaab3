import type { MandateKey } from "./keys";
import { KINDS, UNIT_SUFFIX, type Kind, type KindAndUnit, type Unit } from "./kind-table";
import { renderValue } from "./render";

export { KINDS, type Kind, type KindAndUnit, type Unit };

/** The kind of a key under a mandate: a switch binds where the mandate has it on, and is free where it has it off. */
export function kindOf(key: MandateKey, mandated: unknown): Kind {
  const { kind, unit } = KINDS[key];
  return unit === "switch" ? (mandated === true ? "on" : "free") : kind;
}

/** Whether a value falls short of the mandated one. What cannot be compared with it (absent, another type) does. */
export function isWeaker(key: MandateKey, mandated: unknown, value: unknown): boolean {
  return !HOLDS[kindOf(key, mandated)](mandated, value);
}

const HOLDS: Readonly<Record<Kind, (mandated: unknown, value: unknown) => boolean>> = {
  floor: (mandated, value) => isNumber(mandated) && isNumber(value) && value >= mandated,
  ceiling: (mandated, value) => isNumber(mandated) && isNumber(value) && value <= mandated,
  on: (_, value) => value === true,
  free: () => true,
  superset: (mandated, value) => containsAll(mandated, value),
  "contains-first": (mandated, value) =>
    containsAll(mandated, value) && namesIn(value)[0] === namesIn(mandated)[0],
  exact: (mandated, value) => value === mandated,
};

function containsAll(mandated: unknown, value: unknown): boolean {
  const present = new Set(namesIn(value));
  return namesIn(mandated).every((name) => present.has(name));
}

/** A list, or a text that separates its entries by commas, as the propagators of OpenTelemetry are written. */
function namesIn(value: unknown): readonly unknown[] {
  if (typeof value === "string") return value.split(",").map((name) => name.trim());
  return Array.isArray(value) ? value : [];
}

function isNumber(value: unknown): value is number {
  return typeof value === "number" && !Number.isNaN(value);
}

/**
 * The values that are not weaker, as the end of a sentence: `at least 30 days`, `at most 80 %`, `true`.
 *
 * @param render how to write the mandated value, where it is told in other words than the mandate's (default: with
 * its unit)
 */
export function describeAllowed(
  key: MandateKey,
  mandated: unknown,
  render: (value: unknown) => string = (value) => renderQuantity(key, value),
): string {
  const value = render(mandated);
  const sentences: Readonly<Record<Kind, string>> = {
    floor: `at least ${value}`,
    ceiling: `at most ${value}`,
    on: value,
    free: "true or false",
    superset: `contains ${value}`,
    "contains-first": `contains ${value}, ahead of any other`,
    exact: value,
  };
  return sentences[kindOf(key, mandated)];
}

/** A value of a key with its unit, such as `30 days`. */
export function renderQuantity(key: MandateKey, value: unknown): string {
  if (isNumber(value)) return `${value}${UNIT_SUFFIX[KINDS[key].unit]}`;
  return Array.isArray(value) ? value.map(renderValue).join(", ") : renderValue(value);
}
