import { join } from "node:path";
import { readArtifact } from "../assurance";
import { relaxations } from "../assurance/relaxations";

/** What is weaker than by default in each environment, as text for people. */
export function relaxationSummary(outdir: string, environments: readonly string[]): string {
  const found = environments.flatMap((environment) =>
    relaxations(readArtifact(join(outdir, "stacks", environment))).map((one) => ({ environment, ...one })),
  );
  if (found.length === 0) return "Nothing is weaker than by default.";
  const lines = found.map(({ environment, prop, effect }) => `  ${environment}: ${prop}: ${effect}`);
  return ["Weaker than by default:", ...lines].join("\n");
}
