// npm run lock -- <environment> [-- <options of `terraform providers lock`>]: writes the checksums of the providers to
// locks/<environment>.terraform.lock.hcl, which belongs into git; cdktf.out does not.
// npm run lock -- <environment> --restore: lays them beside the artifact, after a synthesis and before init.
import { spawnSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";

const LOCK = ".terraform.lock.hcl";
/** Of those who deploy, and of CI. */
const PLATFORMS = ["linux_amd64", "linux_arm64", "darwin_arm64"];

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { outdir: { type: "string", default: "cdktf.out" }, restore: { type: "boolean", default: false } },
});
const [environment, ...options] = positionals;
if (environment === undefined) fail("name an environment: npm run lock -- production");
const stack = join(values.outdir, "stacks", environment);
if (!existsSync(join(stack, "cdk.tf.json"))) fail(`${stack} has no artifact: run npm run synth first`);
const kept = join("locks", `${environment}${LOCK}`);

if (values.restore) {
  if (!existsSync(kept)) fail(`there is no ${kept}: make it by npm run lock -- ${environment}`);
  copyFileSync(kept, join(stack, LOCK));
} else {
  const platforms = options.some((option) => option.startsWith("-platform"))
    ? []
    : PLATFORMS.map((platform) => `-platform=${platform}`);
  terraform("providers", "lock", ...platforms, ...options);
  mkdirSync("locks", { recursive: true });
  copyFileSync(join(stack, LOCK), kept);
}
console.log(values.restore ? join(stack, LOCK) : kept);

function terraform(...args) {
  // As cdktf is told which one.
  const program = process.env.TERRAFORM_BINARY_NAME || "terraform";
  const { error, status } = spawnSync(program, [`-chdir=${stack}`, ...args], { stdio: "inherit" });
  if (status !== 0)
    fail(`${program} ${args.join(" ")} failed${error === undefined ? "" : `: ${error.message}`}`);
}

function fail(text) {
  process.stderr.write(`${text}\n`);
  process.exit(2);
}
