import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const ROOT = join(__dirname, "..", "..");
const SECOND_STACK = `
import { HelmProvider } from "@cdktf/provider-helm/lib/provider";
import { TerraformStack } from "cdktf";
import { agentIn, Instrumentation, ManifestBundle, ObservabilityStack, StateBackend, synthesize } from "qms-observability";
import { production } from "./environments/production";

synthesize([production], (app, environment) => {
  new ObservabilityStack(app, environment);
  const team = new TerraformStack(app, "team");
  new HelmProvider(team, "helm");
  new StateBackend(team, { ...environment, name: "team" });
  new ManifestBundle(team, "settings", {
    namespace: "shop",
    manifests: {
      "configmap-settings": { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "settings" }, data: { limit: "7" } },
    },
  });
  new Instrumentation(team, "instrumentation", { namespace: "shop", agent: agentIn("observability-agents") });
});
`;

/** A project in an empty folder elsewhere that has nothing but the tarball and the peers. */
describe("the packed package", () => {
  const folder = mkdtempSync(join(tmpdir(), "qms-reuse-"));
  const run = (command: string, ...args: string[]): string =>
    execFileSync(command, args, { cwd: folder, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });

  beforeAll(() => {
    execFileSync(process.execPath, [join(ROOT, "scripts", "build.mjs")], { cwd: ROOT });
    const [packed] = JSON.parse(
      execFileSync("npm", ["pack", "--json", "--ignore-scripts", "--pack-destination", folder], {
        cwd: ROOT,
        encoding: "utf8",
      }),
    ) as [{ filename: string }];
    writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "platform", private: true }));
    run(
      "npm",
      "install",
      "--no-audit",
      "--no-fund",
      "--prefer-offline",
      `./${packed.filename}`,
      "cdktf@0.21.0",
      "constructs@10.7.2",
    );
    run("npx", "--no-install", "qms", "init");
  }, 180_000);

  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it("synthesizes what `qms init` wrote, unchanged", () => {
    const [row] = JSON.parse(run("npx", "--no-install", "qms", "synth", "--json")) as [
      { environment: string },
    ];
    expect(row.environment).toBe("production");
  }, 60_000);

  it("synthesizes a second stack with two of its constructs", () => {
    writeFileSync(join(folder, "main.ts"), SECOND_STACK);
    run("npx", "--no-install", "qms", "synth");
    const artifact = JSON.parse(readFileSync(join(folder, "cdktf.out/stacks/team/cdk.tf.json"), "utf8")) as {
      resource: { helm_release: Record<string, { name: string; namespace: string }> };
    };
    expect(
      Object.values(artifact.resource.helm_release)
        .map(({ name }) => name)
        .sort(),
    ).toEqual(["otel-instrumentation", "settings"]);
  }, 60_000);

  it("has types that a strict compiler accepts", () => {
    const tsc = require.resolve("typescript/bin/tsc");
    const options = [
      "--noEmit",
      "--strict",
      "--skipLibCheck",
      "--module",
      "node20",
      "--types",
      "node",
      "--typeRoots",
    ];
    expect(run(process.execPath, tsc, ...options, join(ROOT, "node_modules/@types"), "main.ts")).toBe("");
  }, 60_000);

  it("speaks in its types of no package that it does not bring", () => {
    const root = join(folder, "node_modules/qms-observability");
    const { dependencies, peerDependencies } = JSON.parse(
      readFileSync(join(root, "package.json"), "utf8"),
    ) as {
      dependencies: Record<string, string>;
      peerDependencies: Record<string, string>;
    };
    const brought = Object.keys({ ...dependencies, ...peerDependencies });
    const declarations = readdirSync(root, { recursive: true, encoding: "utf8" }).filter(
      (file) => file.startsWith("dist/") && file.endsWith(".d.ts"),
    );
    expect(declarations.length).toBeGreaterThan(100);
    const named = declarations.flatMap((file) =>
      [...readFileSync(join(root, file), "utf8").matchAll(/(?:from |import\()"([^."][^"]*)"/g)].map(
        ([, name = ""]) => name,
      ),
    );
    const foreign = [...new Set(named)].filter(
      (name) =>
        !name.startsWith("node:") && !brought.some((one) => name === one || name.startsWith(`${one}/`)),
    );
    expect(foreign).toEqual([]);
  });

  it("refuses `qms init` where it would overwrite", () => {
    expect(() => run("npx", "--no-install", "qms", "init")).toThrow(/main\.ts: this file exists/);
  });
});
