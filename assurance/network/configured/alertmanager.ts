import type { Artifact } from "../../artifact/artifact";
import { entriesOf, itemsOf, textOf, valueAt, type JsonObject } from "../../artifact/json";
import { alertmanagerConfigurations } from "../../artifact/native/alertmanager";
import { tlsOfUrl } from "../tls";
import { hostAndPort, type Call } from "./configured";

/** Where notifications go; an address that only a Secret knows is taken to be one of HTTPS. */
export function alertmanagerCalls(artifact: Artifact): readonly Call[] {
  return alertmanagerConfigurations(artifact).flatMap(({ address, config, name, path }) => {
    const namespace = artifact.releases.find((release) => release.address === address)?.namespace ?? "";
    return [...webAddresses(config), ...mailServers(config)].map((call) => ({
      ...call,
      host: call.host.endsWith(".svc") ? call.host : "notification-channels",
      from: `${namespace}/${name}-alertmanager`,
      where: `${address}: ${path}.${call.where}`,
    }));
  });
}

type Target = Omit<Call, "from">;

function webAddresses(config: JsonObject): readonly Target[] {
  const set = [
    ...urls(valueAt(config, "global"), "global"),
    ...itemsOf(config.receivers).flatMap((receiver) =>
      entriesOf(receiver).flatMap(([kind, entries]) =>
        itemsOf(entries).flatMap((entry) => urls(entry, `receivers.${kind}`)),
      ),
    ),
  ];
  const pages = itemsOf(config.receivers).some(
    (receiver) => itemsOf(valueAt(receiver, "pagerduty_configs")).length > 0,
  );
  const knowsPager = textOf(valueAt(config, "global.pagerduty_url")) !== undefined;
  return [...set, ...(pages && !knowsPager ? [{ ...UNKNOWN, where: "receivers.pagerduty_configs" }] : [])];
}

/** Settings with an address that is called; others, such as `client_url`, are links for people. */
const CALLED = ["url", "api_url", "pagerduty_url", "slack_api_url"];

/** PagerDuty's own address, and those in Secrets. */
const UNKNOWN = { host: "notification-channels", port: 443, tls: "server" } as const;

function urls(settings: Parameters<typeof entriesOf>[0], where: string): readonly Target[] {
  return entriesOf(settings).flatMap(([key, value]) => {
    const text = textOf(value) ?? "";
    if (/(^|_)url_file$/.test(key)) return [{ ...UNKNOWN, where: `${where}.${key}` }];
    return CALLED.includes(key)
      ? [{ ...hostAndPort(text), tls: tlsOfUrl(text), where: `${where}.${key}` }]
      : [];
  });
}

function mailServers(config: JsonObject): readonly Target[] {
  const smarthost = textOf(valueAt(config, "global.smtp_smarthost"));
  const tls = valueAt(config, "global.smtp_require_tls") === false ? "none" : "server";
  return smarthost === undefined ? [] : [{ ...hostAndPort(smarthost), tls, where: "global.smtp_smarthost" }];
}
