import { readFileSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { parse, stringify } from "yaml";
import { z } from "zod";

/** How to reach an API server, and as whom. */
export interface ClusterAccess {
  readonly server: string;
  /** PEM. */
  readonly authority?: string;
  readonly token?: string;
  /** PEM. */
  readonly certificate?: string;
  /** PEM. */
  readonly key?: string;
}

/** A kubeconfig file and the context of it that is meant. */
export interface Kubeconfig {
  readonly file: string;
  readonly context: string;
}

const named = <Name extends string, Value extends z.ZodType>(name: Name, value: Value) =>
  z.array(z.object({ name: z.string(), [name]: value } as { name: z.ZodString } & Record<Name, Value>));

const document = z.object({
  "current-context": z.string(),
  clusters: named(
    "cluster",
    z.object({
      server: z.string(),
      "certificate-authority": z.string().optional(),
      "certificate-authority-data": z.string().optional(),
    }),
  ),
  users: named(
    "user",
    z.object({
      token: z.string().optional(),
      "client-certificate": z.string().optional(),
      "client-certificate-data": z.string().optional(),
      "client-key": z.string().optional(),
      "client-key-data": z.string().optional(),
    }),
  ),
  contexts: named("context", z.object({ cluster: z.string(), user: z.string() })),
});

/** The current context of a kubeconfig. */
export function currentContext(file: string): Kubeconfig {
  return { file, context: read(file)["current-context"] };
}

/**
 * What a context says. Tokens and client certificates are understood; credential plugins are not.
 * @throws Error when the user of the context has neither.
 */
export function accessOf({ file, context: name }: Kubeconfig): ClusterAccess {
  const { clusters, contexts, users } = read(file);
  const context = contexts.find((candidate) => candidate.name === name)?.context;
  const cluster = clusters.find((candidate) => candidate.name === context?.cluster)?.cluster;
  const user = users.find((candidate) => candidate.name === context?.user)?.user;
  const pem = (path: string | undefined, data: string | undefined): string | undefined =>
    data === undefined
      ? path && readFileSync(resolve(dirname(file), path), "utf8")
      : Buffer.from(data, "base64").toString("utf8");
  const access = {
    server: cluster?.server,
    authority: pem(cluster?.["certificate-authority"], cluster?.["certificate-authority-data"]),
    token: user?.token,
    certificate: pem(user?.["client-certificate"], user?.["client-certificate-data"]),
    key: pem(user?.["client-key"], user?.["client-key-data"]),
  };
  if (access.server === undefined || (access.token ?? access.certificate) === undefined) {
    throw new Error(`${file}: context ${name} has no server, or neither a token nor a client certificate`);
  }
  return Object.fromEntries(
    Object.entries(access).filter(([, value]) => value !== undefined),
  ) as unknown as ClusterAccess;
}

function read(file: string): z.infer<typeof document> {
  return document.parse(parse(readFileSync(file, "utf8")));
}

/** Writes a kubeconfig with one context, for its owner's eyes only. */
export function writeKubeconfig({ file, context }: Kubeconfig, access: ClusterAccess): void {
  const authority = Buffer.from(access.authority ?? "").toString("base64");
  const text = stringify({
    apiVersion: "v1",
    kind: "Config",
    clusters: [
      { name: context, cluster: { server: access.server, "certificate-authority-data": authority } },
    ],
    users: [{ name: context, user: { token: access.token } }],
    contexts: [{ name: context, context: { cluster: context, user: context } }],
    "current-context": context,
  });
  writeFileSync(file, text, { mode: 0o600 });
}
