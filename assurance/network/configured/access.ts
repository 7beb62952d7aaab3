import type { Artifact } from "../../artifact/artifact";
import { itemsOf, textOf, textsOf, valueAt, type JsonValue } from "../../artifact/json";
import type { KubernetesObject } from "../../artifact/kubernetes-object";
import { tlsOfUrl } from "../tls";
import { hostAndPort, type Call, type Listener } from "./configured";

/** What each oauth2-proxy asks: the identity provider, and what it stands before. */
export function proxyCalls(artifact: Artifact): readonly Call[] {
  return proxies(artifact).flatMap(({ at, argument, where }) => {
    const issuer = argument("oidc-issuer-url");
    const upstream = argument("upstream");
    return [
      ...(issuer === undefined
        ? []
        : [{ from: at, host: "identity-provider", ...portAndTls(issuer), where: where("oidc-issuer-url") }]),
      ...(upstream === undefined
        ? []
        : [
            { from: at, host: hostAndPort(upstream).host, ...portAndTls(upstream), where: where("upstream") },
          ]),
    ];
  });
}

/** Ports that each oauth2-proxy opens to others than its own pod. */
export function proxyListeners(artifact: Artifact): readonly Listener[] {
  const OPTIONS = [
    ["http-address", "none"],
    ["https-address", "server"],
    ["metrics-address", "none"],
    ["metrics-secure-address", "server"],
  ] as const;
  return proxies(artifact).flatMap(({ at, argument, where }) =>
    OPTIONS.flatMap(([option, tls]) => {
      const port = Number(argument(option)?.split(":").at(-1) ?? "");
      return port === 0 ? [] : [{ at, port, tls, where: where(option) }];
    }),
  );
}

interface Proxy {
  readonly at: string;
  readonly argument: (option: string) => string | undefined;
  readonly where: (option: string) => string;
}

function proxies({ objects }: Artifact): readonly Proxy[] {
  return objects.filter(({ kind }) => kind === "Deployment").flatMap(proxyIn);
}

function proxyIn({ address, body, name, namespace }: KubernetesObject): readonly Proxy[] {
  return itemsOf(valueAt(body, "spec.template.spec.containers"))
    .filter((container: JsonValue) => textOf(valueAt(container, "name")) === "oauth2-proxy")
    .map((container) => {
      const args = textsOf(valueAt(container, "args"));
      return {
        at: `${namespace}/${name}`,
        argument: (option) =>
          args.find((arg) => arg.startsWith(`--${option}=`))?.slice(`--${option}=`.length),
        where: (option) => `${address}: --${option}`,
      };
    });
}

function portAndTls(url: string): Pick<Call, "port" | "tls"> {
  return { port: hostAndPort(url).port, tls: tlsOfUrl(url) };
}
