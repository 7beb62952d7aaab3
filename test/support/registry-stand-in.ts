import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A registry on loopback that answers as the public ones do. */
export interface RegistryStandIn {
  /** `http://host:port`. */
  readonly url: string;
  /** `host:port`. */
  readonly host: string;
  /** What was asked: method and path, with what each request accepts. */
  readonly requests: readonly { readonly line: string; readonly accept: string | undefined }[];
  readonly close: () => Promise<void>;
}

/** How a stand-in differs from a registry that anybody may read. */
export interface Peculiarities {
  /** Whether tokens are given to whoever has no account. @default true */
  readonly isPublic?: boolean;
  /** Scheme by which it asks for credentials. @default Bearer */
  readonly scheme?: string;
  /** Name of the field of its token answer. @default token */
  readonly tokenField?: string;
}

const TOKEN = "let-me-read";

/**
 * Starts one.
 * @param digests what `Docker-Content-Digest` says, by `name:tag`
 */
export async function startRegistry(
  digests: Readonly<Record<string, string>>,
  peculiarities: Peculiarities = {},
): Promise<RegistryStandIn> {
  const requests: { line: string; accept: string | undefined }[] = [];
  const server = createServer((request, response) => {
    const line = `${request.method ?? ""} ${request.url ?? ""}`;
    requests.push({ line, accept: request.headers.accept });
    answer(request, response, digests, peculiarities);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const host = `127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { url: `http://${host}`, host, requests, close };
}

function answer(
  { url = "", headers }: IncomingMessage,
  response: ServerResponse,
  digests: Readonly<Record<string, string>>,
  { isPublic = true, scheme = "Bearer", tokenField = "token" }: Peculiarities,
): void {
  const { pathname, searchParams } = new URL(url, "http://registry");
  if (pathname === "/token") {
    const scope = searchParams.get("scope") ?? "";
    const body = JSON.stringify({ [tokenField]: `${TOKEN}:${scope}` });
    response.writeHead(isPublic ? 200 : 401).end(isPublic ? body : "");
    return;
  }
  const [, name = "", tag = ""] = /^\/v2\/(.+)\/manifests\/(.+)$/.exec(pathname) ?? [];
  const scope = `repository:${name}:pull`;
  if (headers.authorization !== `Bearer ${TOKEN}:${scope}`) {
    const realm = `http://${headers.host ?? ""}/token`;
    const challenge = `${scheme} realm="${realm}",service="registry.example.test",scope="${scope}"`;
    response.writeHead(401, { "www-authenticate": challenge }).end();
    return;
  }
  const digest = digests[`${name}:${tag}`];
  response
    .writeHead(
      digest === undefined ? 404 : 200,
      digest === undefined ? {} : { "docker-content-digest": digest },
    )
    .end();
}
