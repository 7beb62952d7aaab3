import { isWeaker, loadMandate, MANDATE_KEYS, quantities, keyOf, valueAt } from "../../mandate";
import { mandatedNumber, mandateWith, NUMBER_NAMES, stricterVariant } from "../support/mandate-variants";

function numbersIn(value: unknown): number[] {
  if (typeof value === "number") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(numbersIn) : [];
}

describe("the stricter variants", () => {
  it("exist for every number of the mandate", () => {
    const { values } = loadMandate();
    const numbers = MANDATE_KEYS.filter((key) => typeof valueAt(values, key) === "number");
    expect(NUMBER_NAMES.map(keyOf)).toEqual(numbers);
  });

  it.each(NUMBER_NAMES)("make %s stricter in a file of its own", (name) => {
    const key = keyOf(name);
    expect(stricterVariant(name)).not.toBe(mandatedNumber(name));
    expect(isWeaker(key, mandatedNumber(name), stricterVariant(name))).toBe(false);
    expect(mandatedNumber(name, mandateWith({ [name]: stricterVariant(name) }))).toBe(stricterVariant(name));
  });

  it("are unlike each other and all mandated values, also in the units of the components", () => {
    const variants = Object.fromEntries(NUMBER_NAMES.map((name) => [name, stricterVariant(name)]));
    const changed = quantities(mandateWith(variants));
    const numbers = new Set([...Object.values(variants), ...numbersIn(changed)]);
    const mandated = NUMBER_NAMES.map((name) => mandatedNumber(name));
    expect(new Set(numbersIn(changed)).size).toBe(NUMBER_NAMES.length);
    for (const value of [...mandated, ...numbersIn(quantities(loadMandate()))])
      expect(numbers).not.toContain(value);
  });
});
