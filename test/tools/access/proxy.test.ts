import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { itemsOf, textOf, textsOf, valueAt } from "../../../assurance/artifact/json";
import { production } from "../../../stacks/environments/production";
import { artifactOf } from "../../support/environments";
import { freePort } from "../../support/free-port";
import { tool } from "../../support/tools";
import { makeCertificates } from "../telemetry/certificates";
import { Program } from "../telemetry/program";
import { type Page, visit } from "./browser";
import { type StandInProvider, startProvider } from "./identity-provider";

const folder = mkdtempSync(join(tmpdir(), "qms-proxy-"));
const LOOPBACK = "127.0.0.1";

/** The proxy before Jaeger as production has it, where the provider has an authority of its own. */
function deployed(): { readonly args: readonly string[]; readonly image: string } {
  if (production.oidc === undefined) throw new Error("production has no provider");
  const oidc = { ...production.oidc, ca: { name: "oidc-ca", key: "ca.crt" } };
  const deployment = artifactOf({ ...production, oidc }).objects.find(
    ({ kind, name }) => kind === "Deployment" && name === "jaeger-proxy",
  );
  const [container] = itemsOf(valueAt(deployment?.body, "spec.template.spec.containers"));
  return { args: textsOf(valueAt(container, "args")), image: textOf(valueAt(container, "image")) ?? "" };
}

/** The same on the loopback: other places and files, and not a word more or less. */
function adapted(changes: Readonly<Record<string, string>>): readonly string[] {
  const args = deployed().args.map((arg) => {
    const [option = ""] = arg.split("=");
    return option in changes ? `${option}=${changes[option] ?? ""}` : arg;
  });
  return args.map((arg) =>
    arg
      .replace("/etc/oauth2-proxy/tls/", `${folder}/proxy/`)
      .replace("/etc/oauth2-proxy/provider-ca/", `${folder}/provider/`),
  );
}

describe("the proxy before Jaeger, as production tells it to be", () => {
  const jaeger: { requests: Record<string, unknown>[]; server?: Server; url: string } = {
    requests: [],
    url: "",
  };
  let ca: string;
  let url: string;
  let provider: StandInProvider;
  let proxy: Program;

  beforeAll(async () => {
    ca =
      ["proxy", "provider", "jaeger", "other"].map((name) =>
        makeCertificates(join(folder, name), [LOOPBACK]),
      )[0] ?? "";
    mkdirSync(join(folder, "jaeger-ca"));
    copyFileSync(join(folder, "jaeger/ca.crt"), join(folder, "jaeger-ca/ca.crt"));
    provider = await startProvider(await freePort(), {
      key: join(folder, "provider/tls.key"),
      certificate: join(folder, "provider/tls.crt"),
    });
    await listen(await freePort(), "jaeger");
    const [web, metrics] = [await freePort(), await freePort()];
    url = `https://${LOOPBACK}:${String(web)}`;
    proxy = new Program({
      path: tool("oauth2-proxy"),
      args: adapted({
        "--oidc-issuer-url": provider.issuer,
        "--upstream": jaeger.url,
        "--https-address": `${LOOPBACK}:${String(web)}`,
        "--metrics-secure-address": `${LOOPBACK}:${String(metrics)}`,
      }),
      environment: {
        OAUTH2_PROXY_CLIENT_SECRET: "client",
        OAUTH2_PROXY_COOKIE_SECRET: "AbcdefghijklmnopqrstuvwxyZ012345",
        // As in the pod: the machine's own authorities, and the one of what the proxy stands before.
        SSL_CERT_DIR: `/etc/ssl/certs:${join(folder, "jaeger-ca")}`,
      },
      log: join(folder, "proxy.log"),
      ready: async () => (await visit(`${url}/ready`, ca)).status === 200,
    });
    await proxy.start();
  });

  beforeEach(() => {
    jaeger.requests.length = 0;
  });

  afterAll(async () => {
    await proxy.stop();
    [provider.server, jaeger.server].forEach((server) => server?.closeAllConnections());
    [provider.server, jaeger.server].forEach((server) => server?.close());
    rmSync(folder, { recursive: true });
  });

  async function listen(port: number, certificates: string): Promise<void> {
    const file = (name: string): Buffer => readFileSync(join(folder, certificates, name));
    jaeger.server = createServer({ key: file("tls.key"), cert: file("tls.crt") }, (request, response) => {
      jaeger.requests.push(request.headers);
      response.end("traces");
    });
    await new Promise<void>((resolve) => jaeger.server?.listen(port, LOOPBACK, resolve));
    jaeger.url = `https://${LOOPBACK}:${String(port)}`;
  }

  /** Goes to the provider and back, as a member of the groups. */
  async function logIn(groups: readonly string[]): Promise<Page> {
    const first = await visit(`${url}/search?service=shop`, ca);
    const asked = new URL(first.location).searchParams;
    provider.groups = groups;
    provider.nonce = asked.get("nonce") ?? "";
    const back = `${url}/oauth2/callback?code=c&state=${encodeURIComponent(asked.get("state") ?? "")}`;
    return visit(
      back,
      ca,
      first.cookies.map(({ pair }) => pair),
    );
  }

  it("is of the version that production deploys", () => {
    const file = readFileSync(join(__dirname, "../../../tools/oauth2-proxy/tool.json"), "utf8");
    const { "oauth2-proxy": program } = JSON.parse(file) as { "oauth2-proxy": { version: string } };
    expect(deployed().image).toMatch(new RegExp(`/oauth2-proxy:v${program.version}$`));
  });

  it("sends whoever is not logged in to the provider, and Jaeger hears nothing of it", async () => {
    const { location, status } = await visit(`${url}/search?service=shop`, ca);
    const asked = new URL(location);
    expect([status, asked.origin + asked.pathname]).toEqual([302, `${provider.issuer}/authorize`]);
    expect(Object.fromEntries(asked.searchParams)).toMatchObject({
      client_id: "observability",
      code_challenge_method: "S256",
      redirect_uri: "https://traces.example.org/oauth2/callback",
      scope: "openid profile email",
    });
    expect(jaeger.requests).toEqual([]);
  });

  it("lets a member of a group in, and tells Jaeger nothing of who it is", async () => {
    const { cookies, location, status } = await logIn(["someone", "support"]);
    expect([status, location]).toEqual([302, "/search?service=shop"]);
    const session = cookies.filter(({ pair }) => pair.startsWith("__Host-jaeger-proxy="));
    expect(session.map(({ attributes }) => attributes)).toEqual([
      "Path=/; Max-Age=43200; HttpOnly; Secure; SameSite=Lax",
    ]);
    const page = await visit(
      `${url}${location}`,
      ca,
      session.map(({ pair }) => pair),
    );
    expect([page.status, page.text]).toEqual([200, "traces"]);
    expect(
      Object.keys(jaeger.requests[0] ?? {}).filter((name) => /auth|user|email|token/.test(name)),
    ).toEqual([]);
  });

  it("turns away whoever is in none of the groups", async () => {
    const { cookies, status } = await logIn(["strangers"]);
    expect([status, cookies]).toEqual([403, []]);
  });

  it("shows nothing of what only says that it is Jaeger", async () => {
    const port = Number(new URL(jaeger.url).port);
    const { server } = jaeger;
    server?.closeAllConnections();
    await new Promise((resolve) => server?.close(resolve));
    await listen(port, "other");
    const { cookies } = await logIn(["support"]);
    const { status } = await visit(
      `${url}/search`,
      ca,
      cookies.map(({ pair }) => pair),
    );
    expect([status, jaeger.requests]).toEqual([502, []]);
  });

  it("takes no session that it has not made itself", async () => {
    const { status } = await visit(`${url}/search`, ca, ["__Host-jaeger-proxy=forged"]);
    expect([status, jaeger.requests]).toEqual([302, []]);
  });
});
