import { isObject, itemsOf, type JsonObject, type JsonValue, textOf } from "../../../assurance/artifact/json";

/** A value of an attribute or of a body in OTLP's JSON, as a plain value. */
export function plainValue(value: JsonValue | undefined): JsonValue {
  if (!isObject(value)) return null;
  if (isObject(value.kvlistValue)) return plainAttributes(value.kvlistValue.values);
  if (isObject(value.arrayValue)) return itemsOf(value.arrayValue.values).map(plainValue);
  return Object.values(value)[0] ?? null;
}

/** A list of attributes in OTLP's JSON, as a map. */
export function plainAttributes(attributes: JsonValue | undefined): JsonObject {
  const entries = itemsOf(attributes)
    .filter(isObject)
    .map(({ key, value }) => [textOf(key) ?? "", plainValue(value)] as const);
  return Object.fromEntries(entries);
}

/** A plain value as OTLP's JSON has it. */
export function otlpValue(value: JsonValue): JsonObject {
  if (typeof value === "boolean") return { boolValue: value };
  if (typeof value === "number") {
    return Number.isInteger(value) ? { intValue: String(value) } : { doubleValue: value };
  }
  if (Array.isArray(value)) return { arrayValue: { values: (value as JsonValue[]).map(otlpValue) } };
  return isObject(value)
    ? { kvlistValue: { values: otlpAttributes(value) } }
    : { stringValue: textOf(value) ?? "" };
}

/** A map as a list of attributes in OTLP's JSON. */
export function otlpAttributes(map: JsonObject): readonly JsonValue[] {
  return Object.entries(map).map(([key, value]) => ({ key, value: otlpValue(value) }));
}
