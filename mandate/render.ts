/** A value as a person would write it in TOML or TypeScript: texts quoted, lists in brackets. */
export function renderValue(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(renderValue).join(", ")}]`;
  if (typeof value === "string") return JSON.stringify(value);
  if (value instanceof Date) return value.toISOString();
  if (typeof value === "object" && value !== null) return `a table with ${renderKeys(Object.keys(value))}`;
  return String(value);
}

function renderKeys(keys: readonly string[]): string {
  return keys.length === 0 ? "no keys" : keys.join(", ");
}
