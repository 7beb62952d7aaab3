// npm run test:charts: renders every release with the real charts and looks at the objects.
// CHARTS_DIR names a folder of unpacked charts, <chart>-<version>; without it they are pulled, one after the other.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { delimiter, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { allTools, cachedPath } from "./tools/tool-cache.mjs";

const PULL_TIMEOUT_MS = 120_000;
const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const artifacts = JSON.parse(readFileSync(join(root, "cdktf.out/manifest.json"), "utf8"));

const helm = findHelm();
const pulled = process.env.CHARTS_DIR ? undefined : mkdtempSync(join(tmpdir(), "qms-pulled-"));
let status = 1;
try {
  const charts = pulled === undefined ? resolve(process.env.CHARTS_DIR) : pullAll(pulled);
  refuseMissing(charts);
  status = runTests(charts);
} catch (error) {
  process.stderr.write(`${error.message}\n`);
} finally {
  if (pulled !== undefined) rmSync(pulled, { recursive: true, force: true });
}
process.exitCode = status;

function findHelm() {
  const cached = cachedPath(allTools().find(({ name }) => name === "helm"));
  const onPath = (process.env.PATH ?? "").split(delimiter).map((folder) => join(folder, "helm"));
  const found = [cached, ...onPath].find((candidate) => existsSync(candidate));
  if (found !== undefined) return found;
  process.stderr.write(
    "test:charts needs Helm, which is neither in the tools cache nor on PATH: run `npm run tools -- helm`\n",
  );
  process.exit(1);
}

/** Every chart that an artifact uses: name, version, repository. */
function chartsInUse() {
  const pinned = JSON.parse(readFileSync(join(root, "charts-values/charts.json"), "utf8"));
  const documents = Object.values(artifacts.stacks).map(({ synthesizedStackPath }) =>
    JSON.parse(readFileSync(join(root, "cdktf.out", synthesizedStackPath), "utf8")),
  );
  const names = documents.flatMap(({ resource }) =>
    Object.values(resource.helm_release).map(({ chart }) => chart),
  );
  return [...new Set(names)].filter((name) => name in pinned).map((name) => ({ name, ...pinned[name] }));
}

function pullAll(folder) {
  for (const { name, version, repository } of chartsInUse()) {
    process.stderr.write(`· pulling ${name} ${version}\n`);
    const source = repository.startsWith("oci://") ? [`${repository}/${name}`] : [name, "--repo", repository];
    const args = ["pull", ...source, "--version", version, "--untar", "--untardir", folder];
    const { status, stderr, error } = spawnSync(helm, args, { encoding: "utf8", timeout: PULL_TIMEOUT_MS });
    if (status !== 0) {
      const reason = (error?.message ?? stderr).trim();
      throw new Error(
        `test:charts needs the charts: ${name} ${version} cannot be pulled from ${repository} (${reason}).\n` +
          "Set CHARTS_DIR to a folder of unpacked charts, <chart>-<version>, or go where the network reaches the repositories.",
      );
    }
    renameSync(join(folder, name), join(folder, `${name}-${version}`));
  }
  return folder;
}

function refuseMissing(folder) {
  const missing = chartsInUse()
    .map(({ name, version }) => `${name}-${version}`)
    .filter((name) => !existsSync(join(folder, name, "Chart.yaml")));
  if (missing.length > 0) {
    throw new Error(`test:charts needs the charts: ${folder} lacks ${missing.join(", ")}`);
  }
}

function runTests(charts) {
  const jest = createRequire(import.meta.url).resolve("jest/bin/jest");
  const args = [jest, "-c", join(root, "jest.charts.config.cjs"), ...process.argv.slice(2)];
  const env = { ...process.env, QMS_HELM: helm, CHARTS_DIR: charts };
  return spawnSync(process.execPath, args, { cwd: root, stdio: "inherit", env }).status ?? 1;
}
