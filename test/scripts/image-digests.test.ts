import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Image } from "../../constructs/core/images";
import { chartsCheck } from "../../scripts/charts-check";
import { digestTable, fillDigests } from "../../scripts/image-digests";
import { imageUses, pinnedImages } from "../../scripts/pinned-images";
import { freePort } from "../support/free-port";
import { type Peculiarities, type RegistryStandIn, startRegistry } from "../support/registry-stand-in";

const digest = (digit: string): string => `sha256:${digit.repeat(64)}`;

const HARBOUR = { registry: "quay.io", repository: "port/harbour", tag: "v3.1.4" };
const FERRY = { registry: "docker.io", repository: "port/ferry", tag: "2.7.1" };

let project: string;
let registry: RegistryStandIn | undefined;

beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), "image-digests-"));
  mkdirSync(join(project, "charts-values"));
  pin({});
});

afterEach(async () => {
  await registry?.close();
  registry = undefined;
  rmSync(project, { recursive: true });
});

const file = (): string => join(project, "charts-values/image-digests.json");
const pin = (digests: Readonly<Record<string, string>>): void => {
  writeFileSync(file(), JSON.stringify(digests));
};
const pins = (): unknown => JSON.parse(readFileSync(file(), "utf8"));

async function serve(
  digests: Readonly<Record<string, string>>,
  peculiarities?: Peculiarities,
): Promise<RegistryStandIn> {
  registry = await startRegistry(digests, peculiarities);
  return registry;
}

async function problemOf(image: Image, from: string): Promise<string | undefined> {
  const [state] = await fillDigests(project, [image], { registry: from });
  return state?.problem;
}

describe("filling the digests of images", () => {
  it("pins what a registry answers to whoever asks for a token", async () => {
    const { url } = await serve({ "port/harbour:v3.1.4": digest("1"), "port/ferry:2.7.1": digest("2") });
    await fillDigests(project, [FERRY, HARBOUR], { registry: url });
    expect(pins()).toEqual({
      "docker.io/port/ferry:2.7.1": digest("2"),
      "quay.io/port/harbour:v3.1.4": digest("1"),
    });
  });

  it("takes tokens from registries that call them otherwise", async () => {
    const { url } = await serve({ "port/ferry:2.7.1": digest("2") }, { tokenField: "access_token" });
    await fillDigests(project, [FERRY], { registry: url });
    expect(pins()).toEqual({ "docker.io/port/ferry:2.7.1": digest("2") });
  });

  it("asks for the index of all platforms first, and pulls nothing", async () => {
    const { url, requests } = await serve({ "port/ferry:2.7.1": digest("2") });
    await fillDigests(project, [FERRY], { registry: url });
    const asked = requests.filter(({ line }) => line.includes("/manifests/"));
    expect(asked.map(({ line, accept }) => `${line} ${accept?.split(", ")[0] ?? ""}`)).toEqual([
      "HEAD /v2/port/ferry/manifests/2.7.1 application/vnd.oci.image.index.v1+json",
      "HEAD /v2/port/ferry/manifests/2.7.1 application/vnd.oci.image.index.v1+json",
    ]);
  });

  it("finds images below the path of a mirror", async () => {
    const { url } = await serve({ "copies/hub/port/ferry:2.7.1": digest("2") });
    await fillDigests(project, [FERRY], { registry: `${url}/copies/hub/` });
    expect(pins()).toEqual({ "docker.io/port/ferry:2.7.1": digest("2") });
  });

  it("reports every failure, pins what was answered and keeps what was not", async () => {
    pin({ "docker.io/port/ferry:2.7.1": digest("7") });
    const { url, host } = await serve({ "port/harbour:v3.1.4": digest("1") });
    const missing = { ...FERRY, tag: "2.8.0" };
    const states = await fillDigests(project, [FERRY, missing, HARBOUR], { registry: url });
    expect(states).toEqual([
      {
        image: "docker.io/port/ferry:2.7.1",
        digest: digest("7"),
        problem: `${host} has no /v2/port/ferry/manifests/2.7.1`,
      },
      {
        image: "docker.io/port/ferry:2.8.0",
        problem: `${host} has no /v2/port/ferry/manifests/2.8.0`,
      },
      { image: "quay.io/port/harbour:v3.1.4", digest: digest("1") },
    ]);
    expect(pins()).toEqual({
      "docker.io/port/ferry:2.7.1": digest("7"),
      "quay.io/port/harbour:v3.1.4": digest("1"),
    });
  });

  it("forgets images that are no longer pinned", async () => {
    pin({ "docker.io/port/ferry:2.6.0": digest("6") });
    const { url } = await serve({ "port/ferry:2.7.1": digest("2") });
    await fillDigests(project, [FERRY], { registry: url });
    expect(pins()).toEqual({ "docker.io/port/ferry:2.7.1": digest("2") });
  });
});

describe("a digest that changed for the same tag", () => {
  beforeEach(() => {
    pin({ "docker.io/port/ferry:2.7.1": digest("7") });
  });

  it("is refused", async () => {
    const { url } = await serve({ "port/ferry:2.7.1": digest("2") });
    expect(await problemOf(FERRY, url)).toBe(
      `the tag has moved to ${digest("2")}; find out why, then run again with --accept-changed`,
    );
    expect(pins()).toEqual({ "docker.io/port/ferry:2.7.1": digest("7") });
  });

  it("is pinned where that is wanted", async () => {
    const { url } = await serve({ "port/ferry:2.7.1": digest("2") });
    await fillDigests(project, [FERRY], { registry: url, acceptChanged: true });
    expect(pins()).toEqual({ "docker.io/port/ferry:2.7.1": digest("2") });
  });
});

describe("a registry that cannot be asked", () => {
  it("is told by its host and the reason", async () => {
    const host = `127.0.0.1:${String(await freePort())}`;
    expect(await problemOf(FERRY, `http://${host}`)).toBe(
      `${host} does not answer: connect ECONNREFUSED ${host}`,
    );
  });

  it("is told when it gives tokens only to those who log in", async () => {
    const { url, host } = await serve({ "port/ferry:2.7.1": digest("2") }, { isPublic: false });
    expect(await problemOf(FERRY, url)).toBe(
      `${host} gives no token to read repository:port/ferry:pull without a login`,
    );
  });

  it("is told when it has no tokens", async () => {
    const { url, host } = await serve({ "port/ferry:2.7.1": digest("2") }, { scheme: "Basic" });
    expect(await problemOf(FERRY, url)).toBe(`${host} wants a login, and is asked without one`);
  });

  it("is told when what it answers is no digest", async () => {
    const { url, host } = await serve({ "port/ferry:2.7.1": "sha512:1234" });
    expect(await problemOf(FERRY, url)).toBe(`${host} gives no SHA-256 digest`);
  });
});

describe("the list of images to ask for", () => {
  it("names each once, though several charts run it", () => {
    const references = pinnedImages().map((image) => JSON.stringify(image));
    expect(references).toEqual([...new Set(references)]);
    expect(references.length).toBeLessThan(imageUses().length);
  });

  it("has the tag that is pulled where the chart adds to it", () => {
    const tags = pinnedImages().filter(({ repository }) => repository === "prometheus/node-exporter");
    expect(tags.map(({ tag }) => tag)).toEqual(["v1.12.1-distroless"]);
  });
});

it("prints one row an image, with what is pinned and the reason why not", () => {
  const table = digestTable([
    { image: "quay.io/port/harbour:v3.1.4", digest: "sha256:1" },
    { image: "docker.io/port/ferry:2.7.1", problem: "docker.io sleeps" },
  ]);
  const rows = table.split("\n").filter((line) => line.startsWith("│"));
  expect(rows.map((row) => row.replace(/[│\s]+/g, " ").trim())).toEqual([
    "image digest problem",
    "quay.io/port/harbour:v3.1.4 sha256:1",
    "docker.io/port/ferry:2.7.1 - docker.io sleeps",
  ]);
});

it("refuses options of digests without --digests, which would ask nobody", async () => {
  const said: string[] = [];
  const command = chartsCheck(project)
    .exitOverride()
    .configureOutput({ writeErr: (text) => said.push(text) });
  await expect(command.parseAsync(["--accept-changed"], { from: "user" })).rejects.toThrow();
  expect(said).toEqual(["error: --registry and --accept-changed go with --digests\n"]);
});
