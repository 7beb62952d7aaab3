import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { SynthesizedEnvironment } from "../../cli/synthesize";
import { builtProject } from "../support/build";

interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const ESCAPE_CODE = "\u001b[";
const STACK_TRACE = /^\s+at .+:\d+:\d+\)?$/m;

describe("the main program", () => {
  const folder = mkdtempSync(join(tmpdir(), "qms-synthesize-"));
  let dist = "";

  /** Runs a program as a process of its own, which is no terminal, and knows nothing of this one's environment. */
  function run(program: string, args: readonly string[] = [], env: NodeJS.ProcessEnv = {}): Outcome {
    const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], {
      cwd: folder,
      encoding: "utf8",
      env: { PATH: process.env.PATH, ...env },
    });
    return { code: status, stdout, stderr };
  }

  const synth = (args: readonly string[] = [], env: NodeJS.ProcessEnv = {}): Outcome =>
    run(join(dist, "main.js"), args, env);

  /** A project's own main program, with what it does to the stack of production. */
  function synthProject(body: string, options = "{}"): Outcome {
    const main = join(folder, "project.js");
    writeFileSync(
      main,
      `const { synthesize } = require(${JSON.stringify(join(dist, "cli", "synthesize.js"))});
       const { ObservabilityStack } = require(${JSON.stringify(join(dist, "stacks", "observability-stack.js"))});
       const { production } = require(${JSON.stringify(join(dist, "stacks", "environments", "production.js"))});
       synthesize([{ ...production, ...${options} }], (app, environment) => {
         const stack = new ObservabilityStack(app, environment);
         ${body}
       });`,
    );
    return run(main);
  }

  beforeAll(() => {
    dist = join(builtProject(), "dist");
  }, 180_000);

  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it("writes every environment and ends with a table", () => {
    const { code, stdout } = synth();
    expect(code).toBe(0);
    const rows = stdout.split("\n").filter((line) => line.includes("cdk.tf.json"));
    const cells = rows.map((row) => row.split("│").map((cell) => cell.trim()));
    expect(
      cells.map(([, environment, , , metrics, logs, traces, output]) => [
        environment,
        metrics,
        logs,
        traces,
        output,
      ]),
    ).toEqual(
      ["local", "development", "staging", "production"].map((name) => [
        name,
        "30 d",
        "90 d",
        "14 d",
        `cdktf.out/stacks/${name}/cdk.tf.json`,
      ]),
    );
    expect(rows.every((row) => existsSync(join(folder, row.split("│")[7]?.trim() ?? "")))).toBe(true);
  });

  it("shows its progress on the error stream alone", () => {
    const { stdout, stderr } = synth(["local", "production"]);
    expect(stderr.trim().split("\n")).toEqual([
      "· building local",
      "· building production",
      "· writing local",
      "· writing production",
      "· the mandate holds in every environment",
    ]);
    expect(stdout).not.toContain("·");
  });

  it("prints nothing but JSON when asked to", () => {
    const { code, stdout } = synth(["staging", "--json"]);
    const [row] = JSON.parse(stdout) as [SynthesizedEnvironment];
    const { resource } = JSON.parse(readFileSync(join(folder, row.output), "utf8")) as {
      resource: { helm_release: object };
    };
    expect(code).toBe(0);
    expect(row).toEqual({
      environment: "staging",
      releases: Object.keys(resource.helm_release).length,
      objects: expect.any(Number) as number,
      retentionDays: { metrics: 30, logs: 90, traces: 14 },
      output: "cdktf.out/stacks/staging/cdk.tf.json",
      seconds: expect.any(Number) as number,
    });
  });

  it("builds only the environments that are named", () => {
    const { stdout } = synth(["development", "--json"]);
    const rows = JSON.parse(stdout) as SynthesizedEnvironment[];
    expect(rows.map(({ environment }) => environment)).toEqual(["development"]);
    const manifest = JSON.parse(readFileSync(join(folder, "cdktf.out", "manifest.json"), "utf8")) as {
      stacks: object;
    };
    expect(Object.keys(manifest.stacks)).toEqual(["development"]);
  });

  it("refuses an environment that does not exist, with code 2 and the ones that do", () => {
    expect(synth(["prod"])).toEqual({
      code: 2,
      stdout: "",
      stderr: `no such environment

command line: this environment does not exist
  found:    prod
  allowed:  local, development, staging, production
`,
    });
  });

  it("refuses an environment with a mistake, with code 2 and without a stack trace", () => {
    const { code, stdout, stderr } = synthProject("", "{ stricter: { metrics_retention_days: 7 } }");
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toBe(`· building production
environment production cannot be used

environment production: stricter.metrics_retention_days: weaker than the mandate
  found:    7 days
  allowed:  at least 30 days
  mandate:  observability_configuration.metrics_retention_days
`);
  });

  it("refuses a broken mandate, with code 3, without a stack trace, and with nothing to apply", () => {
    const { code, stdout, stderr } = synthProject(
      'stack.jaeger.application.release.addOverride("set", [{ name: "esIndexCleaner.enabled", value: "false" }]);',
    );
    expect({ code, stdout }).toEqual({ code: 3, stdout: "" });
    expect(stderr).toContain("2 findings break the mandate in 1 environment");
    expect(stderr).toContain("QMS-RET-003  traces are kept for the mandated days");
    expect(stderr).not.toMatch(STACK_TRACE);
    const artifact = join(folder, "cdktf.out", "stacks", "production", "cdk.tf.json");
    expect([existsSync(artifact), existsSync(`${artifact}.refused`)]).toEqual([false, true]);
  });

  it("shows where a defect is, with code 1", () => {
    const { code, stdout, stderr } = synthProject("stack.nothing.at.all;");
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toMatch(STACK_TRACE);
  });

  it("refuses an option that does not exist, with code 2 and without a stack trace", () => {
    const { code, stdout, stderr } = synth(["--jsn"]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toBe("error: unknown option '--jsn'\n(Did you mean --json?)\n");
  });

  it("tells how it is used", () => {
    const { code, stdout } = synth(["--help"]);
    expect(code).toBe(0);
    expect(stdout).toContain("Usage: synth [options] [environments...]");
  });

  it.each<[string, NodeJS.ProcessEnv, boolean]>([
    ["no terminal", {}, false],
    ["no colours wanted", { FORCE_COLOR: "1", NO_COLOR: "1" }, false],
    ["colours asked for", { FORCE_COLOR: "1" }, true],
  ])("writes escape codes with %s: %s", (_, env, colours) => {
    const { stdout, stderr } = synth(["local"], env);
    expect([stdout.includes(ESCAPE_CODE), stderr.includes(ESCAPE_CODE)]).toEqual([colours, colours]);
  });

  it("says the same of JSON, whatever the terminal", () => {
    expect(synth(["local", "--json"], { FORCE_COLOR: "1" }).stdout).not.toContain(ESCAPE_CODE);
  });
});
