import { execFile } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join, relative } from "node:path";
import { promisify } from "node:util";
import { MandatedApp } from "../../stacks/mandated-app";
import { ObservabilityStack } from "../../stacks/observability-stack";
import { builtProject } from "../support/build";
import { ENVIRONMENTS, withOutdir } from "../support/environments";

const ROOT = join(__dirname, "..", "..");

/** Every file below a folder with its content. */
type Tree = ReadonlyMap<string, string>;

function treeOf(folder: string): Tree {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  return new Map(files.map((file) => [relative(folder, file), readFileSync(file, "latin1")]));
}

/** One synthesis of all environments, in this process. */
function synthesizeAll(): Tree {
  return withOutdir((outdir) => {
    const app = new MandatedApp({ outdir });
    ENVIRONMENTS.forEach(([, environment]) => {
      new ObservabilityStack(app, environment);
    });
    app.synth();
    return treeOf(outdir);
  });
}

interface Elsewhere {
  /** Path of the checkout, below a folder of the test. */
  readonly checkout: string;
  /** Working directory, below the same folder. */
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
}

describe("a synthesis", () => {
  const folder = mkdtempSync(join(tmpdir(), "qms-determinism-"));
  const here = synthesizeAll();

  /** The main program as a process of its own, in a checkout of its own. */
  async function synthesizeElsewhere({ checkout, cwd, env }: Elsewhere): Promise<Tree> {
    const built = builtProject();
    [checkout, cwd].forEach((path) => mkdirSync(join(folder, path), { recursive: true }));
    cpSync(join(built, "dist"), join(folder, checkout, "dist"), { recursive: true });
    symlinkSync(join(built, "node_modules"), join(folder, checkout, "node_modules"));
    await promisify(execFile)(process.execPath, [join(folder, checkout, "dist", "main.js")], {
      cwd: join(folder, cwd),
      env: { PATH: process.env.PATH, ...env },
    });
    return treeOf(join(folder, cwd, "cdktf.out"));
  }

  beforeAll(() => void builtProject(), 180_000);

  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it("writes one artifact for each environment, the packaged chart beside it, and a manifest", () => {
    const files = [...here.keys()].map((file) => file.replace(/[0-9A-F]{32,}/i, "<hash>"));
    const chart = ["Chart.yaml", "templates/manifests.yaml", "values.yaml"];
    const perEnvironment = ["development", "local", "production", "staging"].flatMap((name) => [
      ...chart.map((file) => `stacks/${name}/assets/manifests-chart/<hash>/${file}`),
      `stacks/${name}/cdk.tf.json`,
    ]);
    expect(files.sort()).toEqual(["manifest.json", ...perEnvironment].sort());
  });

  it("gives the same bytes again", () => {
    expect(synthesizeAll()).toEqual(here);
  });

  it.each<[string, Elsewhere]>([
    [
      "in Turkish, at the other end of the day, in a checkout with a blank in its path",
      {
        checkout: "one/Qualität und Betrieb",
        cwd: "one/Qualität und Betrieb",
        env: { LANG: "tr_TR.UTF-8", LC_ALL: "tr_TR.UTF-8", TZ: "Pacific/Kiritimati", HOME: "/home/somebody" },
      },
    ],
    [
      "without a locale, from another working directory, in a checkout that lies deeper",
      {
        checkout: "two/a/b/c/d/checkout",
        cwd: "two/elsewhere",
        env: { LANG: "C", LC_ALL: "C", TZ: "Pacific/Niue", HOME: "/root", USER: "root", CI: "true" },
      },
    ],
  ])(
    "gives the same bytes %s",
    async (_, elsewhere) => {
      expect(await synthesizeElsewhere(elsewhere)).toEqual(here);
    },
    60_000,
  );

  it("writes no path of the machine that it ran on", () => {
    const own = [ROOT, folder, process.cwd(), `${homedir()}/`, "qms-environment-"];
    const found = [...here].flatMap(([file, text]) =>
      own.filter((path) => text.includes(path)).map((path) => `${file}: ${path}`),
    );
    expect(found).toEqual([]);
  });

  it("names the chart, the kubeconfig and the local state by paths that mean the same in every checkout", () => {
    const document = JSON.parse(here.get("stacks/local/cdk.tf.json") ?? "{}") as {
      resource: { helm_release: Record<string, { chart: string }> };
      provider: { kubernetes: [{ config_path: string }]; helm: [{ kubernetes: { config_path: string } }] };
      terraform: { backend: { local: { path: string } } };
    };
    const { provider, resource, terraform } = document;
    const charts = Object.values(resource.helm_release)
      .map(({ chart }) => chart.replace(/[0-9A-F]{32,}$/i, "<hash>"))
      .filter((chart) => chart.includes("/"));
    expect({
      charts: [...new Set(charts)],
      kubeconfigs: [provider.kubernetes[0].config_path, provider.helm[0].kubernetes.config_path],
      state: terraform.backend.local.path,
    }).toEqual({
      charts: ["${path.module}/assets/manifests-chart/<hash>"],
      kubeconfigs: ["~/.kube/config", "~/.kube/config"],
      state: "../../../state/local.tfstate",
    });
  });
});
