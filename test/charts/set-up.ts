import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { local } from "../../stacks/environments/local";
import { MandatedApp } from "../../stacks/mandated-app";
import { ObservabilityStack } from "../../stacks/observability-stack";
import { renderEnvironment } from "../support/chart-rendering";
import { INDEX, MIRRORED, MIRRORS } from "../support/rendered";

const OUTPUT = join(__dirname, "../../cdktf.out");

/** Renders once, before the first test, what all of them look at. */
export default function setUp(): void {
  const work = mkdtempSync(join(tmpdir(), "qms-charts-"));
  const environments = [
    ...synthesized().map((name) => ({ name, folder: join(OUTPUT, "stacks", name) })),
    { name: MIRRORED, folder: synthesizeMirrored(join(work, "cdktf.out")) },
  ];
  const releases = environments.flatMap(({ name, folder }) => {
    process.stderr.write(`· rendering ${name}\n`);
    return renderEnvironment(name, folder, work);
  });
  writeFileSync(join(work, INDEX), JSON.stringify(releases));
  process.env.QMS_RENDERED = work;
}

function synthesized(): readonly string[] {
  const manifest = JSON.parse(readFileSync(join(OUTPUT, "manifest.json"), "utf8")) as { stacks: object };
  return Object.keys(manifest.stacks);
}

/** @returns the folder of the artifact */
function synthesizeMirrored(outdir: string): string {
  const app = new MandatedApp({ outdir });
  new ObservabilityStack(app, { ...local, mirrors: MIRRORS });
  app.synth();
  return join(outdir, "stacks", local.name);
}
