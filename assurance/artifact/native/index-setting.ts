import { isObject, type JsonValue } from "../json";

/**
 * A setting of an Elasticsearch index.
 *
 * @param name without the prefix `index`, which Elasticsearch adds where it is missing
 */
export function indexSetting(settings: JsonValue | undefined, name: string): JsonValue | undefined {
  const path = name.split(".");
  return settingAt(settings, ["index", ...path]) ?? settingAt(settings, path);
}

/** Elasticsearch takes `{"a": {"b": 1}}`, `{"a.b": 1}` and every mixture as the same setting. */
function settingAt(settings: JsonValue | undefined, path: readonly string[]): JsonValue | undefined {
  if (path.length === 0) return settings;
  for (let length = path.length; length > 0; length--) {
    const key = path.slice(0, length).join(".");
    const found = isObject(settings) && Object.hasOwn(settings, key) ? settings[key] : undefined;
    const inside = settingAt(found, path.slice(length));
    if (inside !== undefined) return inside;
  }
  return undefined;
}
