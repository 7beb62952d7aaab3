import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Command } from "commander";
import { registerSize } from "../../cli/size";
import { sizingOf } from "../../cli/size/sizing";
import { neededVolumes } from "../../stacks/environments/capacity-problems";
import { loadMandate, quantities } from "../../mandate";
import { addRelease, artifactWith, release, values, writeArtifact } from "../support/artifact-fixture";
import { artifactOf, ENVIRONMENTS } from "../support/environments";
import { MAIN, record } from "../support/secrets-artifact";

const GIB = 2 ** 30;

describe("the sizing of an environment", () => {
  it.each(ENVIRONMENTS)("of %s needs from the artifact what was judged at synthesis", (_, environment) => {
    const sizing = sizingOf(artifactOf(environment), 3);
    const needed = (name: string): number | undefined =>
      sizing.volumes.find((volume) => volume.name === name)?.needed?.gib;
    const expected = neededVolumes(environment, quantities(loadMandate()));
    expect([needed("prometheus"), needed("elasticsearch")]).toEqual([
      expected.prometheus.gib,
      expected.elasticsearch.gib,
    ]);
  });

  it.each(ENVIRONMENTS)("of %s tells every volume of the environment", (_, environment) => {
    const { storage, profile } = environment;
    const sizes = new Map(
      sizingOf(artifactOf(environment), 3).volumes.map(({ bytes, name }) => [name, bytes / GIB] as const),
    );
    const gib = (size: string): number => Number(size.slice(0, -2)) * (size.endsWith("Ti") ? 1024 : 1);
    expect(Object.fromEntries(sizes)).toEqual({
      prometheus: gib(storage.prometheus),
      alertmanager: gib(storage.alertmanager),
      elasticsearch: gib(storage.elasticsearch),
      logstash: gib(storage.logstash),
      "otel-gateway": gib(storage.gateway),
      ...(profile === "single" ? { grafana: 1 } : {}),
    });
  });

  it("counts pods of every node for the nodes that it is told", () => {
    const resources = { requests: { cpu: "100m", memory: "50Mi" }, limits: { memory: "60Mi" } };
    const artifact = artifactWith(
      addRelease("x", release("opentelemetry-collector", "0.170.0", "x", { mode: "daemonset", resources })),
    );
    const sum = (nodes: number): number => sizingOf(artifact, nodes).sum.requests.memory / 2 ** 20;
    expect(sum(5) - sum(2)).toBe(3 * 50);
  });

  it("tells nothing of the load where none was declared", () => {
    const artifact = artifactWith(
      values("kps", {
        "prometheus.prometheusSpec.storageSpec.volumeClaimTemplate.spec.resources.requests.storage": "9Gi",
      }),
    );
    expect(sizingOf(artifact, 1).volumes).toEqual([
      { release: "kps", name: "prometheus", count: 1, bytes: 9 * GIB },
    ]);
    expect(sizingOf(artifact, 1).prometheusMemory).toBeUndefined();
  });
});

describe("qms size", () => {
  let outdir = "";
  beforeEach(() => {
    outdir = mkdtempSync(join(tmpdir(), "qms-size-"));
    writeArtifact(
      join(outdir, "stacks", "trial"),
      ...record(MAIN),
      values("kps", {
        "prometheus.prometheusSpec.storageSpec.volumeClaimTemplate.spec.resources.requests.storage": "9Gi",
      }),
      addRelease("x", release("somebodys-chart", "1.2.3", "x", {})),
    );
  });
  afterEach(() => {
    rmSync(outdir, { recursive: true, force: true });
    jest.restoreAllMocks();
  });

  function run(...args: readonly string[]): string {
    const log = jest.spyOn(console, "log").mockReturnValue();
    const program = new Command("qms").exitOverride();
    registerSize(program);
    program.parse(["size", "--outdir", outdir, ...args], { from: "user" });
    return log.mock.calls.flat().join("\n");
  }

  it("tells sums, volumes with their arithmetic, and what is not counted", () => {
    const output = run("trial");
    expect(output).toContain("requests for 1 node; the first three figures are of one pod");
    expect(output).toContain("Prometheus keeps in memory 640Mi: 70,000 series at 4 KiB beside 300 MiB");
    expect(output).toMatch(
      /prometheus +│ +1 │ +9\.0Gi │ +19\.0Gi │ 12\.7Gi samples: 70,000 series every 20 s for 30 days/,
    );
    expect(output).toContain("too small");
    expect(output).toContain("not counted, because its chart is not known: x (somebodys-chart 1.2.3)");
  });

  it("prints the same as JSON", () => {
    const sizing = JSON.parse(run("trial", "--json", "--nodes", "7")) as {
      nodes: number;
      volumes: unknown[];
    };
    expect(sizing.nodes).toBe(7);
    expect(sizing.volumes).toHaveLength(1);
  });

  it("refuses a number of nodes that is none", () => {
    jest.spyOn(process.stderr, "write").mockReturnValue(true);
    expect(() => run("trial", "--nodes", "none")).toThrow(
      "option '--nodes <count>' argument 'none' is invalid. a whole number above 0",
    );
  });
});
