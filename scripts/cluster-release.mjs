// node scripts/cluster-release.mjs: keeps the artifact of the environment "local" as that of the package's version, so
// that test/cluster/upgrade.cluster.ts goes from there to every later one. Run once for a release, after `npm run synth`.
// As files, byte for byte: a reviewer can read them, and git stores what versions have in common once.
import { cpSync, readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const ENVIRONMENT = "local";
/** What Terraform keeps beside an artifact is not part of it. */
const PARTS = ["assets", "cdk.tf.json"];

const project = join(dirname(fileURLToPath(import.meta.url)), "..");
const { version } = JSON.parse(readFileSync(join(project, "package.json"), "utf8"));
const stack = join("stacks", ENVIRONMENT);
const folder = join(project, "test/cluster/released", version);

rmSync(folder, { recursive: true, force: true });
for (const part of PARTS) {
  cpSync(join(project, "cdktf.out", stack, part), join(folder, stack, part), { recursive: true });
}
console.log(folder);
