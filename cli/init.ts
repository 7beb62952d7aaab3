import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { Command } from "commander";
import { ConfigurationError } from "../mandate";
import { colors } from "./table";

/** Options of `qms init`. */
export interface InitOptions {
  /** Folder of the new project. */
  readonly folder: string;
  /** Name of its first environment: lower-case letters, digits and dashes. */
  readonly environment: string;
}

const TEMPLATES = join(__dirname, "templates");

/**
 * Writes the three files that a project of this package needs.
 * @returns the files written, relative to the folder
 * @throws ConfigurationError when one of them exists, or the name cannot be an environment's
 */
export function initialize({ folder, environment }: InitOptions): readonly string[] {
  const files = new Map([
    ["main.ts", "main.ts.txt"],
    ["cdktf.json", "cdktf.json.txt"],
    [`environments/${environment}.ts`, "environment.ts.txt"],
  ]);
  refuseUnusable(folder, environment, [...files.keys()]);
  const words = {
    name: environment,
    identifier: environment.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase()),
    project: basename(folder),
  };
  for (const [file, template] of files) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), fill(readFileSync(join(TEMPLATES, template), "utf8"), words));
  }
  return [...files.keys()];
}

/** Adds `qms init` to the program. */
export function registerInit(program: Command): void {
  program
    .command("init")
    .description("write main.ts, cdktf.json and one environment into this folder")
    .option("-e, --environment <name>", "name of the first environment", "production")
    .action(({ environment }: { environment: string }) => {
      for (const file of initialize({ folder: process.cwd(), environment })) {
        console.log(`${colors().green("wrote")} ${file}`);
      }
      console.log(`\nnext: edit environments/${environment}.ts, then run ${colors().bold("npx qms synth")}`);
    });
}

function refuseUnusable(folder: string, environment: string, files: readonly string[]): void {
  const problems = [
    ...(/^[a-z]([a-z0-9-]{0,38}[a-z0-9])?$/.test(environment)
      ? []
      : [
          {
            where: "--environment",
            what: "this cannot be the name of an environment",
            found: environment,
            allowed: "lower-case letters, digits and dashes, starting with a letter, at most 40",
          },
        ]),
    ...files
      .filter((file) => existsSync(join(folder, file)))
      .map((file) => ({
        where: file,
        what: "this file exists",
        fix: "move it away, or run in another folder",
      })),
  ];
  if (problems.length > 0) {
    throw new ConfigurationError("nothing was written", problems);
  }
}

function fill(template: string, words: Readonly<Record<string, string>>): string {
  return template.replace(/\{\{(\w+)\}\}/g, (_, word: string) => words[word] ?? "");
}
