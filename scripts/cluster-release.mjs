// node scripts/cluster-release.mjs: keeps the artifact of the environment "local" as that of the package's version, so
// that test/cluster/upgrade.cluster.ts goes from there to every later one. Run once for a release, after `npm run synth`.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const project = join(dirname(fileURLToPath(import.meta.url)), "..");
const { version } = JSON.parse(readFileSync(join(project, "package.json"), "utf8"));
const artifact = join(project, "cdktf.out/stacks/local");
// What Terraform keeps beside an artifact is not part of it.
const names = ["assets", "cdk.tf.json"];

const files = readdirSync(artifact, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => relative(artifact, join(entry.parentPath, entry.name)))
  .filter((path) => names.includes(path.split("/")[0]))
  .sort()
  .map((path) => [path, readFileSync(join(artifact, path), "utf8")]);
const target = join(project, "test/cluster/released");
mkdirSync(target, { recursive: true });
const file = join(target, `${version}.json.gz`);
writeFileSync(file, gzipSync(JSON.stringify(Object.fromEntries(files)), { level: 9 }));
console.log(file);
