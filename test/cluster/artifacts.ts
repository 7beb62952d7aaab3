import { join } from "node:path";
import { loadMandate } from "../../mandate";
import type { Environment } from "../../stacks/environments/environment";
import { MandatedApp } from "../../stacks/mandated-app";
import { ObservabilityStack } from "../../stacks/observability-stack";
import { ENVIRONMENTS } from "../support/environments";

/** The folder of an environment that `npm run synth` writes. */
export function artifactFolder(environment: string): string {
  return join(__dirname, "../../cdktf.out/stacks", environment);
}

/** The environments that a run goes through: production, or all with `FULL=1`. */
export function testedEnvironments(): readonly Environment[] {
  const all = ENVIRONMENTS.map(([, environment]) => environment);
  return process.env.FULL === "1" ? all : all.filter(({ name }) => name === "production");
}

/** Synthesizes a changed environment; the folder is the stack's. */
export function synthesizeInto(folder: string, environment: Environment): string {
  const app = new MandatedApp({ outdir: folder, mandate: loadMandate() });
  new ObservabilityStack(app, environment);
  app.synth();
  return join(folder, "stacks", environment.name);
}
