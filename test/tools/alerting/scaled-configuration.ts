import {
  entriesOf,
  isObject,
  itemsOf,
  mapTexts,
  textOf,
  valueAt,
  type JsonObject,
  type JsonValue,
} from "../../../assurance/artifact/json";
import type { Environment } from "../../../stacks/environments/environment";
import { artifactOf } from "../../support/environments";
import { nativeOf } from "../../support/native-files";
import type { DeliverySinks } from "./delivery-sinks";
import { secondsOf } from "./promtool-test";

/** By how much times are divided, by the first matcher of a route. */
export type Scales = Readonly<Record<string, number>>;

/** An environment's own configuration, with nothing changed but addresses, paths and times. */
export interface ScaledConfiguration {
  readonly config: JsonObject;
  readonly files: Readonly<Record<string, string>>;
}

const SECRETS = "/etc/alertmanager/secrets/alertmanager-receivers/";

/** The configuration of an environment against the sinks. */
export function scaledConfiguration(
  environment: Environment,
  sinks: DeliverySinks,
  scales: Scales,
): ScaledConfiguration {
  const [native] = nativeOf(environment, "alertmanager");
  const config = (native?.data ?? {}) as JsonObject;
  const { values } = artifactOf(environment).releases.find(({ name }) => name === native?.name) ?? {
    values: {},
  };
  const templates = entriesOf(valueAt(values, "alertmanager.templateFiles")).map(
    ([name, text]) => [name, textOf(text) ?? ""] as const,
  );
  const here = mapTexts(config, (text) =>
    text.replace("/etc/alertmanager/config/", "").replace(SECRETS, ""),
  ) as JsonObject;
  return {
    config: {
      ...here,
      global: {
        ...(here.global as JsonObject),
        pagerduty_url: `${sinks.url}/pagerduty`,
        smtp_smarthost: sinks.smarthost,
        smtp_require_tls: false,
      },
      route: scaledRoute(here.route as JsonObject, scales),
    },
    files: {
      ...Object.fromEntries(templates),
      "pagerduty-routing-key": "routing-key-of-the-test",
      "slack-url": `${sinks.url}/slack`,
      "heartbeat-url": `${sinks.url}/heartbeat`,
    },
  };
}

const TIMES = ["group_wait", "group_interval", "repeat_interval"];

function scaledRoute(route: JsonObject, scales: Scales, inherited = 1): JsonObject {
  const scale = scales[textOf(itemsOf(route.matchers)[0]) ?? "root"] ?? inherited;
  return Object.fromEntries(
    entriesOf(route).map(([key, value]) => {
      if (TIMES.includes(key)) return [key, `${Math.round((secondsOf(textOf(value)) * 1000) / scale)}ms`];
      if (key === "routes")
        return [
          key,
          itemsOf(value)
            .filter(isObject)
            .map((child) => scaledRoute(child, scales, scale)),
        ];
      return [key, value] as [string, JsonValue];
    }),
  );
}
