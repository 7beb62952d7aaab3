import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import type { Command } from "commander";
import { NATIVE_KINDS, nativeConfigurations, readArtifact, type NativeKind } from "../assurance";
import { refuseUnknown, synthesizedEnvironments } from "./artifacts";
import { progress } from "./progress";
import { tableOf } from "./table";
import { relaxationSummary } from "./relaxation-summary";

/** One file that was written. */
export interface RenderedFile {
  readonly environment: string;
  readonly kind: NativeKind;
  /** Path, below the output folder. */
  readonly file: string;
}

export interface RenderOptions {
  /** Folder of the artifacts. */
  readonly outdir: string;
  /** @default - every environment that was synthesized */
  readonly environments?: readonly string[];
}

/**
 * Writes the configuration of every component in its own language to
 * `<outdir>/native/<environment>/<kind>/`, in place of what was there.
 *
 * @throws ConfigurationError when nothing was synthesized, or not the environment that is asked for
 */
export function renderEnvironments({ outdir, environments }: RenderOptions): readonly RenderedFile[] {
  const synthesized = synthesizedEnvironments(outdir, "there is nothing to render");
  const chosen = environments ?? synthesized;
  refuseUnknown(chosen, synthesized, outdir);
  return chosen.flatMap((environment) => renderEnvironment(outdir, environment));
}

function renderEnvironment(outdir: string, environment: string): readonly RenderedFile[] {
  progress(`rendering ${environment}`);
  const folder = join(outdir, "native", environment);
  rmSync(folder, { recursive: true, force: true });
  return nativeConfigurations(readArtifact(join(outdir, "stacks", environment))).map(
    ({ kind, fileName, content }) => {
      const file = join(folder, kind, fileName);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, content);
      return { environment, kind, file };
    },
  );
}

/** Adds `qms render [environment]`. */
export function registerRender(program: Command): void {
  program
    .command("render")
    .description("Writes the configuration of every component in its own language to cdktf.out/native.")
    .argument("[environment]", "name of an environment; all when it is left out")
    .option("--outdir <folder>", "folder of the artifacts", "cdktf.out")
    .option("--json", "print the list of files as JSON", false)
    .action((environment: string | undefined, { outdir, json }: { outdir: string; json: boolean }) => {
      const environments = environment === undefined ? {} : { environments: [environment] };
      const files = renderEnvironments({ outdir, ...environments });
      const rendered = [...new Set(files.map((file) => file.environment))];
      console.log(
        json
          ? JSON.stringify(files, null, 2)
          : `${table(files, outdir)}\n${relaxationSummary(outdir, rendered)}`,
      );
    });
}

function table(files: readonly RenderedFile[], outdir: string): string {
  const titles = NATIVE_KINDS.map((kind) => kind.replaceAll("-", "\n"));
  const environments = [...new Set(files.map(({ environment }) => environment))];
  return tableOf(
    ["environment", ...titles, "output"],
    environments.map((environment) => [
      environment,
      ...NATIVE_KINDS.map((kind) => String(count(files, environment, kind))),
      relative(process.cwd(), join(outdir, "native", environment)),
    ]),
    titles,
  );
}

function count(files: readonly RenderedFile[], environment: string, kind: NativeKind): number {
  return files.filter((file) => file.environment === environment && file.kind === kind).length;
}
