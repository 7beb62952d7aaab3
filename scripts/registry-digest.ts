import { type ImageDigest, tryDigest } from "../constructs/core/image-digests";
import type { Image } from "../constructs/core/images";

const TIMEOUT_MS = 30_000;

/** Indexes first: a digest must hold on every platform that the tag has. */
const MANIFESTS = [
  "application/vnd.oci.image.index.v1+json",
  "application/vnd.docker.distribution.manifest.list.v2+json",
  "application/vnd.oci.image.manifest.v1+json",
  "application/vnd.docker.distribution.manifest.v2+json",
].join(", ");

/** Docker Hub answers under another name than the one in references. */
const API_HOSTS: Readonly<Record<string, string>> = { "docker.io": "registry-1.docker.io" };

/**
 * The digest that a registry has for an image's tag, asked as anybody may.
 * @param mirror registry that has the image below its own path; `http://` before it for one without TLS
 * @throws Error when the registry does not answer with a digest; the message tells why
 * @see https://github.com/opencontainers/distribution-spec/blob/main/spec.md#checking-if-content-exists-in-the-registry
 */
export async function registryDigest(image: Image, mirror?: string): Promise<ImageDigest> {
  const url = manifestUrl(image, mirror);
  const first = await ask(url, "HEAD", { accept: MANIFESTS });
  const challenge = first.status === 401 ? first.headers.get("www-authenticate") : null;
  const answer =
    challenge === null
      ? first
      : await ask(url, "HEAD", {
          accept: MANIFESTS,
          authorization: `Bearer ${await anonymousToken(challenge, url)}`,
        });
  if (!answer.ok) throw new Error(refusal(answer.status, url));
  const digest = tryDigest(answer.headers.get("docker-content-digest"));
  if (digest === undefined) throw new Error(`${url.host} gives no SHA-256 digest`);
  return digest;
}

function manifestUrl({ registry, repository, tag }: Image, mirror?: string): URL {
  const [, scheme = "https://", host = "", path = ""] =
    /^(https?:\/\/)?([^/]+)\/?(.*?)\/?$/.exec(mirror ?? API_HOSTS[registry] ?? registry) ?? [];
  const name = path === "" ? repository : `${path}/${repository}`;
  return new URL(`${scheme}${host}/v2/${name}/manifests/${tag}`);
}

/**
 * A token for whoever has no account.
 * @see https://distribution.github.io/distribution/spec/auth/token/
 */
async function anonymousToken(challenge: string, from: URL): Promise<string> {
  const { realm, service, scope } = parameters(challenge);
  if (!/^bearer /i.test(challenge) || realm === undefined) {
    throw new Error(`${from.host} wants a login, and is asked without one`);
  }
  const url = new URL(realm);
  if (service !== undefined) url.searchParams.set("service", service);
  if (scope !== undefined) url.searchParams.set("scope", scope);
  const answer = await ask(url, "GET", {});
  const body: unknown = answer.ok ? await answer.json() : {};
  const { token, access_token: accessToken } = body as { token?: unknown; access_token?: unknown };
  const found = token ?? accessToken;
  if (typeof found === "string") return found;
  throw new Error(`${url.host} gives no token to read ${scope ?? from.pathname} without a login`);
}

function parameters(challenge: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    [...challenge.matchAll(/(\w+)="([^"]*)"/g)].map(([, name = "", value = ""]) => [name, value]),
  );
}

async function ask(url: URL, method: string, headers: Readonly<Record<string, string>>): Promise<Response> {
  try {
    return await fetch(url, { method, headers, signal: AbortSignal.timeout(TIMEOUT_MS) });
  } catch (error) {
    // Fetch says only that it failed; the reason is beneath.
    const { message, cause } = error as Error & { readonly cause?: { readonly message?: string } };
    const reason = cause?.message === undefined || cause.message === "" ? message : cause.message;
    throw new Error(`${url.host} does not answer: ${reason}`, { cause: error });
  }
}

function refusal(status: number, { host, pathname }: URL): string {
  if (status === 404) return `${host} has no ${pathname}`;
  if (status === 401 || status === 403)
    return `${host} wants a login for ${pathname}, and is asked without one`;
  return `${host} answers ${String(status)} for ${pathname}`;
}
