import { X509Certificate } from "node:crypto";
import { copyFileSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { production } from "../../../stacks/environments/production";
import { artifactOf } from "../../support/environments";
import { makeCertificates } from "../telemetry/certificates";
import { type BlackboxLab, type ServerDouble, startBlackboxLab, startServer } from "./blackbox-lab";

const TOOL = join(__dirname, "../../../tools/blackbox-exporter/tool.json");
const INTERNAL = "server-tls-of-observability-ca";
const MUTUAL = "mutual-tls-of-observability-ca";
const ELASTICSEARCH = "server-tls-of-elasticsearch-es-http-certs-public";

const artifact = artifactOf(production);

describe("the blackbox exporter, as production tells it to be", () => {
  const folder = mkdtempSync(join(tmpdir(), "qms-blackbox-"));
  const own = join(folder, "tls");
  const stranger = join(folder, "stranger");
  const authorities = join(folder, "authorities");
  const servers: ServerDouble[] = [];
  let lab: BlackboxLab;

  beforeAll(async () => {
    makeCertificates(own, ["127.0.0.1"]);
    makeCertificates(stranger, ["127.0.0.1"]);
    trust("observability-ca", own);
    trust("elasticsearch-es-http-certs-public", stranger);
    lab = await startBlackboxLab(artifact, folder);
  });

  afterAll(async () => {
    servers.forEach((server) => {
      server.stop();
    });
    await lab.exporter.stop();
    rmSync(folder, { recursive: true });
  });

  function trust(name: string, issuer: string): void {
    mkdirSync(join(authorities, name), { recursive: true });
    copyFileSync(join(issuer, "ca.crt"), join(authorities, name, "ca.crt"));
  }

  async function serverOf(
    certificates: string,
    asks: "certificate" | "nothing" = "nothing",
  ): Promise<ServerDouble> {
    const server = await startServer(certificates, asks);
    servers.push(server);
    return server;
  }

  async function found(module: string, { target }: ServerDouble): Promise<ReadonlyMap<string, number>> {
    return new Map((await lab.probe(module, target)).map(({ name, value }) => [name, value]));
  }

  it("is of the version that production deploys", () => {
    const { blackbox_exporter: pinned } = JSON.parse(readFileSync(TOOL, "utf8")) as {
      blackbox_exporter: { version: string };
    };
    const values = artifact.releases.find(({ name }) => name === "blackbox-exporter")?.values;
    expect(values).toMatchObject({ image: { tag: `v${pinned.version}` } });
  });

  it("tells the end of the certificate that is served, when another lies in its place", async () => {
    const certificates = join(folder, "renewed");
    cpSync(own, certificates, { recursive: true });
    const server = await serverOf(certificates);
    const served = new X509Certificate(readFileSync(join(certificates, "tls.crt")));
    copyFileSync(join(stranger, "tls.crt"), join(certificates, "tls.crt"));
    const samples = await found(INTERNAL, server);
    expect([samples.get("probe_success"), samples.get("probe_ssl_earliest_cert_expiry")]).toEqual([
      1,
      Date.parse(served.validTo) / 1000,
    ]);
  });

  it.each([
    ["of the internal authority by another", ELASTICSEARCH, own],
    ["of another authority by the internal one", INTERNAL, stranger],
  ])("does not take a certificate %s", async (_, module, certificates) => {
    expect((await found(module, await serverOf(certificates))).get("probe_success")).toBe(0);
  });

  it("takes the certificate of the operator of Elasticsearch by its authority", async () => {
    expect((await found(ELASTICSEARCH, await serverOf(stranger))).get("probe_success")).toBe(1);
  });

  it("shows its own certificate to who asks for one, and to nobody else", async () => {
    const [asking, other] = [await serverOf(own, "certificate"), await serverOf(own)];
    await found(MUTUAL, asking);
    await found(INTERNAL, other);
    expect([asking.met, other.met]).toEqual([[true], [false]]);
  });

  it("follows a renewed authority without a restart", async () => {
    const server = await serverOf(stranger);
    expect((await found(INTERNAL, server)).get("probe_success")).toBe(0);
    trust("observability-ca", stranger);
    expect((await found(INTERNAL, server)).get("probe_success")).toBe(1);
    trust("observability-ca", own);
  });

  it("exports every metric that an alert on it names", async () => {
    const rules = artifact.objects
      .filter(({ kind }) => kind === "PrometheusRule")
      .map(({ body }) => JSON.stringify(body));
    const named = new Set(rules.flatMap((text) => text.match(/\bprobe_\w+/g) ?? []));
    const exported = await found(INTERNAL, await serverOf(own));
    expect(named.size).toBeGreaterThan(1);
    expect([...named].filter((name) => !exported.has(name))).toEqual([]);
  });
});
