import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { type Artifact, readArtifact } from "../assurance";
import { ConfigurationError } from "../mandate";

/**
 * Names of the environments that were synthesized.
 * @param nothing headline of the error when there are none
 * @throws ConfigurationError when nothing was synthesized
 */
export function synthesizedEnvironments(outdir: string, nothing: string): readonly string[] {
  const stacks = join(outdir, "stacks");
  const found = existsSync(stacks) ? readdirSync(stacks).sort() : [];
  const names = found.filter((name) => existsSync(join(stacks, name, "cdk.tf.json")));
  if (names.length > 0) return names;
  throw new ConfigurationError(nothing, [
    { where: stacks, what: "no environment was synthesized", fix: "run `npm run synth` first" },
  ]);
}

/** @throws ConfigurationError with every chosen environment that was not synthesized */
export function refuseUnknown(
  chosen: readonly string[],
  synthesized: readonly string[],
  outdir: string,
): void {
  const unknown = chosen.filter((name) => !synthesized.includes(name));
  if (unknown.length === 0) return;
  throw new ConfigurationError(
    "no such environment",
    unknown.map((name) => ({
      where: join(outdir, "stacks"),
      what: "this environment was not synthesized",
      found: name,
      allowed: synthesized.join(", "),
      fix: `run \`npm run synth -- ${name}\` first`,
    })),
  );
}

/** @throws ConfigurationError when the environment was not synthesized */
export function artifactOf(outdir: string, environment: string): Artifact {
  refuseUnknown([environment], synthesizedEnvironments(outdir, "there is nothing to read"), outdir);
  return readArtifact(join(outdir, "stacks", environment));
}
