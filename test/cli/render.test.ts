import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { Command } from "commander";
import { registerRender, renderEnvironments } from "../../cli/render";
import { addRelease, bundle, writeArtifact } from "../support/artifact-fixture";
import { noTerminal } from "../support/no-terminal";

describe("qms render", () => {
  noTerminal();
  let outdir = "";
  beforeEach(() => {
    outdir = mkdtempSync(join(tmpdir(), "qms-render-"));
    jest.spyOn(process.stderr, "write").mockReturnValue(true);
  });
  afterEach(() => {
    rmSync(outdir, { recursive: true, force: true });
    jest.restoreAllMocks();
  });

  function synthesize(...environments: readonly string[]): void {
    environments.forEach((environment) => writeArtifact(join(outdir, "stacks", environment)));
  }

  function run(...args: readonly string[]): string {
    const log = jest.spyOn(console, "log").mockReturnValue();
    const program = new Command("qms").exitOverride();
    registerRender(program);
    program.parse(["render", "--outdir", outdir, ...args], { from: "user" });
    return log.mock.calls.flat().join("\n");
  }

  test("writes every native configuration below its environment and kind", () => {
    synthesize("one", "two");
    const files = renderEnvironments({ outdir }).map(({ file }) => relative(outdir, file));
    expect(files).toHaveLength(18);
    expect(files.slice(0, 3)).toEqual([
      join("native", "one", "prometheus-rules", "platform.yaml"),
      join("native", "one", "alertmanager", "kps.yaml"),
      join("native", "one", "collectors", "otel-agent.yaml"),
    ]);
    expect(readFileSync(join(outdir, "native", "two", "jaeger", "jaeger.yaml"), "utf8")).toContain(
      "max_span_age: 336h",
    );
  });

  test("removes what an earlier run left in the environment, and nothing elsewhere", () => {
    synthesize("one", "two");
    for (const environment of ["one", "two"]) {
      mkdirSync(join(outdir, "native", environment, "jaeger"), { recursive: true });
      writeFileSync(join(outdir, "native", environment, "jaeger", "old.yaml"), "");
    }
    renderEnvironments({ outdir, environments: ["one"] });
    expect(existsSync(join(outdir, "native", "one", "jaeger", "old.yaml"))).toBe(false);
    expect(existsSync(join(outdir, "native", "two", "jaeger", "old.yaml"))).toBe(true);
  });

  test("fails when nothing was synthesized", () => {
    expect(() => renderEnvironments({ outdir })).toThrow(
      [
        "there is nothing to render",
        "",
        `${join(outdir, "stacks")}: no environment was synthesized`,
        "  fix:      run `npm run synth` first",
      ].join("\n"),
    );
  });

  test("fails for an environment that was not synthesized, and names the ones that were", () => {
    synthesize("one", "two");
    expect(() => renderEnvironments({ outdir, environments: ["three"] })).toThrow(
      [
        "no such environment",
        "",
        `${join(outdir, "stacks")}: this environment was not synthesized`,
        "  found:    three",
        "  allowed:  one, two",
        "  fix:      run `npm run synth -- three` first",
      ].join("\n"),
    );
  });

  test("prints a table without colours where nobody looks at a terminal", () => {
    synthesize("one");
    const output = run("one");
    expect(output).toContain("│ one ");
    expect(output).not.toContain("\u001b[");
  });

  test("says what was made weaker, and that nothing was", () => {
    synthesize("one");
    const annotations = { "observability.qms/relaxation": "allowRust: the hull may rust" };
    const hull = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "hull", annotations } };
    const ship = addRelease("ship", bundle("ship", { "configmap-hull": hull }));
    writeArtifact(join(outdir, "stacks", "two"), ship);
    expect(run("one")).toMatch(/\nNothing is weaker than by default\.$/);
    expect(run("two")).toMatch(/\nWeaker than by default:\n {2}two: allowRust: the hull may rust$/);
  });

  test("prints the files as JSON when asked to", () => {
    synthesize("one");
    const files = JSON.parse(run("--json")) as readonly { readonly kind: string }[];
    expect(files).toHaveLength(9);
    expect(files[0]).toEqual({
      environment: "one",
      kind: "prometheus-rules",
      file: join(outdir, "native", "one", "prometheus-rules", "platform.yaml"),
    });
  });
});
