/** Attribute of a record or span that names the classes of what was masked in it. */
export const MASKED_CLASSES = "pii.masked";

/** Stands for the class where all patterns are one expression: in keys, names and messages. */
export const UNCLASSIFIED = "unclassified";

/** Statements that note a class on a record or span, once, where a condition holds. */
export function noteMasked(context: "log" | "span", name: string, condition?: string): readonly string[] {
  const noted = `${context}.attributes["${MASKED_CLASSES}"]`;
  const and = condition === undefined ? "" : ` and ${condition}`;
  return [
    `set(${noted}, Concat([${noted}, "${name}"], " ")) where ${noted} != nil and not IsMatch(${noted}, "${name}")${and}`,
    `set(${noted}, "${name}") where ${noted} == nil${and}`,
  ];
}
