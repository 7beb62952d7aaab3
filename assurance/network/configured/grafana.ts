import type { Artifact } from "../../artifact/artifact";
import { entriesOf, itemsOf, textOf, valueAt } from "../../artifact/json";
import type { Release } from "../../artifact/release";
import { tlsOfUrl } from "../tls";
import { hostAndPort, type Call, type Listener } from "./configured";

const DATABASE = "grafana\\.ini.database";
const GOSSIP = "grafana\\.ini.unified_alerting.ha_peers";

/** What Grafana's data sources, database, gossip and login connect to. */
export function grafanaCalls(artifact: Artifact): readonly Call[] {
  return grafanas(artifact).flatMap((release) => [
    ...dataSourceCalls(release),
    ...databaseCalls(release),
    ...gossipCalls(release),
    ...loginCalls(release),
  ]);
}

/** Ports that Grafana listens on. */
export function grafanaListeners(artifact: Artifact): readonly Listener[] {
  return grafanas(artifact).flatMap(({ address, name, namespace, values }) => {
    const at = `${namespace}/${name}`;
    const protocol = textOf(valueAt(values, "grafana\\.ini.server.protocol"));
    return [
      {
        at,
        port: 3000,
        tls: protocol === "https" ? "server" : "none",
        where: `${address}: grafana.ini.server`,
      },
      ...(valueAt(values, GOSSIP) === undefined
        ? []
        : [{ at, port: 9094, tls: "none" as const, where: `${address}: grafana.ini.unified_alerting` }]),
    ];
  });
}

function grafanas({ releases }: Artifact): readonly Release[] {
  return releases.filter(({ chart }) => chart === "grafana");
}

function dataSourceCalls({ address, name, namespace, values }: Release): readonly Call[] {
  return entriesOf(values.datasources).flatMap(([file, document]) =>
    itemsOf(valueAt(document, "datasources")).map((source) => {
      const url = textOf(valueAt(source, "url")) ?? "";
      return {
        ...hostAndPort(url),
        from: `${namespace}/${name}`,
        tls: tlsOfUrl(url),
        where: `${address}: datasources.${file}`,
      };
    }),
  );
}

function databaseCalls({ address, name, namespace, values }: Release): readonly Call[] {
  const host = textOf(valueAt(values, `${DATABASE}.host`));
  const mode = textOf(valueAt(values, `${DATABASE}.ssl_mode`)) ?? "disable";
  return host === undefined
    ? []
    : [
        {
          from: `${namespace}/${name}`,
          host: "grafana-database",
          port: hostAndPort(host).port,
          tls: mode === "disable" ? "none" : "server",
          where: `${address}: grafana.ini.database`,
        },
      ];
}

function gossipCalls({ address, name, namespace, values }: Release): readonly Call[] {
  const peers = textOf(valueAt(values, GOSSIP));
  return peers === undefined
    ? []
    : [
        {
          from: `${namespace}/${name}`,
          host: `${name}.${namespace}.svc`,
          port: hostAndPort(peers).port,
          tls: "none",
          where: `${address}: grafana.ini.unified_alerting.ha_peers`,
        },
      ];
}

/** Grafana itself asks these two; people's browsers go to the others. */
function loginCalls({ address, name, namespace, values }: Release): readonly Call[] {
  return ["token_url", "api_url"].flatMap((setting) => {
    const path = `grafana\\.ini.auth\\.generic_oauth.${setting}`;
    const url = textOf(valueAt(values, path));
    return url === undefined
      ? []
      : [
          {
            from: `${namespace}/${name}`,
            host: "identity-provider",
            port: hostAndPort(url).port,
            tls: tlsOfUrl(url),
            where: `${address}: ${path}`,
          },
        ];
  });
}
