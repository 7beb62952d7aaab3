import { existsSync } from "node:fs";
import { resolve } from "node:path";
import type { Command } from "commander";
import { createJiti } from "jiti";
import { ConfigurationError } from "../mandate";

/** Adds `qms synth` to the program: runs a project's main.ts without a compiler set-up of the project's own. */
export function registerSynth(program: Command): void {
  program
    .command("synth")
    .description("run main.ts of this folder: write and judge the artifacts of its environments")
    .argument("[environments...]", "names of environments; all when none is given")
    .option("--json", "print the closing table as JSON", false)
    .option("--main <file>", "the project's main program", "main.ts")
    .action(async (environments: readonly string[], options: { json: boolean; main: string }) => {
      const main = resolve(options.main);
      if (!existsSync(main)) {
        throw new ConfigurationError("nothing can be synthesized", [
          {
            where: options.main,
            what: "this file does not exist",
            fix: "run `npx qms init`, or name it with --main",
          },
        ]);
      }
      process.argv = [process.execPath, main, ...environments, ...(options.json ? ["--json"] : [])];
      await createJiti(__filename).import(main);
    });
}
