import { isObject, itemsOf, type JsonObject } from "../artifact/json";

/** The integrations of a receiver that are filled, such as `pagerduty_configs`. */
export function integrationsOf(config: JsonObject, receiver: string | undefined): readonly string[] {
  const found = itemsOf(config.receivers)
    .filter(isObject)
    .find(({ name }) => name === receiver);
  return Object.entries(found ?? {})
    .filter(([name, entries]) => name.endsWith("_configs") && itemsOf(entries).length > 0)
    .map(([name]) => name);
}
