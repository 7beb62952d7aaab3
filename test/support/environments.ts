import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Artifact, readArtifact } from "../../assurance";
import { loadMandate, type Mandate } from "../../mandate";
import { development } from "../../stacks/environments/development";
import type { Environment } from "../../stacks/environments/environment";
import { local } from "../../stacks/environments/local";
import { production } from "../../stacks/environments/production";
import { staging } from "../../stacks/environments/staging";
import { MandatedApp } from "../../stacks/mandated-app";
import { ObservabilityStack } from "../../stacks/observability-stack";

/** The four environments of the project, by name, as `describe.each` and `it.each` take them. */
export const ENVIRONMENTS: readonly (readonly [name: string, environment: Environment])[] = [
  local,
  development,
  staging,
  production,
].map((environment) => [environment.name, environment] as const);

/** What one environment became. */
export interface SynthesizedEnvironment {
  readonly artifact: Artifact;
  /** The bytes that Terraform reads. */
  readonly text: string;
}

const cache = new Map<string, SynthesizedEnvironment>();

/** Synthesizes an environment in a `MandatedApp`, judged as always; the same environment and mandate only once. */
export function synthesizeEnvironment(
  environment: Environment,
  mandate: Mandate = loadMandate(),
): SynthesizedEnvironment {
  const key = JSON.stringify([environment, mandate.values]);
  const known = cache.get(key) ?? withOutdir((outdir) => synthesizeInto(outdir, environment, mandate));
  cache.set(key, known);
  return known;
}

/** The artifact of an environment, by the reader that the gate uses. */
export function artifactOf(environment: Environment, mandate?: Mandate): Artifact {
  return synthesizeEnvironment(environment, mandate).artifact;
}

/** Calls back with an empty folder that is gone afterwards. */
export function withOutdir<Result>(use: (outdir: string) => Result): Result {
  const outdir = mkdtempSync(join(tmpdir(), "qms-environment-"));
  try {
    return use(outdir);
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

function synthesizeInto(outdir: string, environment: Environment, mandate: Mandate): SynthesizedEnvironment {
  const app = new MandatedApp({ outdir, mandate });
  new ObservabilityStack(app, environment);
  app.synth();
  const artifact = readArtifact(join(outdir, "stacks", environment.name));
  return { artifact, text: readFileSync(artifact.file, "utf8") };
}
