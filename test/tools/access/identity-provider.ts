import { createSign, generateKeyPairSync } from "node:crypto";
import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:https";

/** A key and its certificate, as files. */
export interface KeyPair {
  readonly key: string;
  readonly certificate: string;
}

/** An OpenID Connect provider that knows one person, whose groups change. */
export interface StandInProvider {
  readonly issuer: string;
  /** Groups of the next token. */
  groups: readonly string[];
  /** What the client sent to prove that it asked before, and what the next token repeats. */
  nonce: string;
  readonly server: Server;
}

/** Starts a provider on the loopback that gives out signed tokens without asking anybody for a password. */
export async function startProvider(port: number, files: KeyPair): Promise<StandInProvider> {
  const issuer = `https://127.0.0.1:${String(port)}`;
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const key = { ...publicKey.export({ format: "jwk" }), kid: "test", alg: "RS256", use: "sig" };
  const answers: Readonly<Record<string, () => unknown>> = {
    "/.well-known/openid-configuration": () => ({
      issuer,
      authorization_endpoint: `${issuer}/authorize`,
      token_endpoint: `${issuer}/token`,
      userinfo_endpoint: `${issuer}/me`,
      jwks_uri: `${issuer}/keys`,
      id_token_signing_alg_values_supported: ["RS256"],
      code_challenge_methods_supported: ["S256"],
    }),
    "/keys": () => ({ keys: [key] }),
    "/me": () => claims(),
    "/token": () => ({
      access_token: "access",
      token_type: "Bearer",
      expires_in: 600,
      id_token: signed(claims()),
    }),
  };
  const claims = (): object => {
    const now = Math.floor(Date.now() / 1000);
    const { groups, nonce } = provider;
    const person = { sub: "u1", email: "u1@example.org", email_verified: true, groups, nonce };
    return { iss: issuer, aud: "observability", iat: now, exp: now + 600, ...person };
  };
  const signed = (payload: object): string => {
    const text = [{ alg: "RS256", kid: key.kid, typ: "JWT" }, payload].map(encoded).join(".");
    return `${text}.${createSign("RSA-SHA256").update(text).sign(privateKey).toString("base64url")}`;
  };
  const tls = { key: readFileSync(files.key), cert: readFileSync(files.certificate) };
  const server = createServer(tls, (request, response) => {
    const answer = answers[request.url ?? ""];
    response.writeHead(answer === undefined ? 404 : 200, { "content-type": "application/json" });
    response.end(JSON.stringify(answer?.() ?? {}));
  });
  const provider: StandInProvider = { issuer, groups: [], nonce: "", server };
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  return provider;
}

function encoded(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}
