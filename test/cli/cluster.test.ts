import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Cluster } from "../../cli/cluster/cluster";
import { ApiServerFake, status } from "../support/api-server-fake";

const PATH = "/api/v1/namespaces/observability/secrets";

describe("Cluster", () => {
  const fake = new ApiServerFake();
  beforeAll(() => fake.start());
  afterAll(() => fake.stop());
  afterEach(() => {
    fake.objects.clear();
    fake.requests.length = 0;
    fake.interrupt = () => undefined;
  });

  const cluster = (): Cluster => new Cluster(fake.url, { headers: { authorization: "Bearer seeded-token" } });

  it("has nothing where the server has none", async () => {
    expect(await cluster().get(`${PATH}/absent`)).toBeUndefined();
  });

  it("reads lists page by page", async () => {
    fake.pageSize = 2;
    ["a", "b", "c", "d", "e"].forEach((name) => {
      fake.put(`/api/v1/nodes/${name}`);
    });
    const nodes = await cluster().list("/api/v1/nodes");
    fake.pageSize = 500;
    expect(nodes.map(({ metadata }) => metadata.name)).toEqual(["a", "b", "c", "d", "e"]);
    expect(fake.requests.map(({ query }) => query)).toEqual([
      "limit=500",
      "limit=500&continue=2",
      "limit=500&continue=4",
    ]);
  });

  it("creates under its own name, checked strictly, and leaves alone what is there", async () => {
    const object = { metadata: { name: "one" } };
    expect(await cluster().create(PATH, object)).toBe("created");
    expect(await cluster().create(PATH, object)).toBe("exists");
    expect(fake.requests.map(({ query }) => query)).toEqual([
      "fieldManager=qms&fieldValidation=Strict",
      "fieldManager=qms&fieldValidation=Strict",
    ]);
  });

  it("lets the server keep nothing in a dry run", async () => {
    await cluster().create(PATH, { metadata: { name: "one" } }, { dryRun: true });
    expect(fake.requests[0]?.query).toBe("fieldManager=qms&fieldValidation=Strict&dryRun=All");
    expect(fake.objects.size).toBe(0);
  });

  it("tells what the server refused, why, and what helps", async () => {
    fake.interrupt = () => [403, status(403, 'secrets is forbidden: User "jane" cannot create resource')];
    await expect(cluster().create(PATH, { metadata: { name: "one" } })).rejects.toThrow(
      [
        "the cluster refused",
        "",
        `POST ${fake.url}${PATH}: secrets is forbidden: User "jane" cannot create resource`,
        "  found:    HTTP status 403",
        "  fix:      use a context with the rights of a cluster administrator",
      ].join("\n"),
    );
  });

  it("does without a reason where the server gives none", async () => {
    fake.interrupt = () => [500, {}];
    await expect(cluster().get(PATH)).rejects.toThrow(
      [
        "the cluster refused",
        "",
        `GET ${fake.url}${PATH}: the server gave no reason`,
        "  found:    HTTP status 500",
      ].join("\n"),
    );
  });

  it("tells that nobody answers", async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const port = String((server.address() as AddressInfo).port);
    await new Promise((resolve) => server.close(resolve));
    await expect(new Cluster(`http://127.0.0.1:${port}`).get("/version")).rejects.toThrow(
      [
        "the cluster cannot be reached",
        "",
        `http://127.0.0.1:${port}: connect ECONNREFUSED 127.0.0.1:${port}`,
        "  fix:      start the cluster, or name another context in the environment",
      ].join("\n"),
    );
  });

  it("keeps the path of a server behind a gateway", async () => {
    await new Cluster(`${fake.url}/k8s/clusters/c-1/`).get("/version");
    expect(fake.requests[0]?.path).toBe("/k8s/clusters/c-1/version");
  });
});
