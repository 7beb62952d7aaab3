import type { Problem } from "../../mandate";
import type { Environment } from "./environment";

type Published = Pick<Environment, "ingress" | "oidc">;

/** What must hold between who lets people in and where they are let in. */
export function identityProblems(environment: Published, where: string): readonly Problem[] {
  const { ingress, oidc } = environment;
  return oidc !== undefined && ingress === undefined
    ? [
        {
          where: `${where}: oidc`,
          what: "the provider sends people back to a published host",
          found: "no ingress",
          allowed: "oidc together with ingress",
          fix: "name the host in ingress, or remove oidc",
        },
      ]
    : sharedHosts(environment, where);
}

function sharedHosts({ ingress, oidc }: Published, where: string): readonly Problem[] {
  const hosts = [["ingress.host", ingress?.host], ...named(oidc?.hosts ?? {})] as const;
  return hosts
    .filter(([, host], index) => hosts.findIndex(([, other]) => other === host) < index)
    .map(([option, host]) => ({
      where: `${where}: ${option}`,
      what: "something else is published at this host",
      found: JSON.stringify(host),
      allowed: "a host of its own for each user interface",
    }));
}

function named(hosts: Readonly<Record<string, string>>): readonly (readonly [string, string])[] {
  return Object.entries(hosts).map(([name, host]) => [`oidc.hosts.${name}`, host] as const);
}
