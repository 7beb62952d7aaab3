import { readFileSync } from "node:fs";
import { join } from "node:path";

const GUIDE = join(__dirname, "../../../docs/deploy.md");

/** The shell commands of the deploy guide, by the heading that they stand under. */
export function guideCommands(): ReadonlyMap<string, readonly string[]> {
  const sections = readFileSync(GUIDE, "utf8")
    .split(/^## /m)
    .slice(1)
    .map((section) => [section.split("\n", 1)[0] ?? "", blocksOf(section).flatMap(commandsOf)] as const);
  return new Map(sections.filter(([, commands]) => commands.length > 0));
}

/** Blocks of lists are indented. */
function blocksOf(section: string): readonly string[] {
  return [...section.matchAll(/^( *)```sh\n([\s\S]*?)^\1```/gm)].map(([, , code = ""]) => code);
}

/** One per line, but for those that go on after a backslash or a pipe. */
function commandsOf(block: string): readonly string[] {
  return block
    .replaceAll(/\\\n\s*/g, "")
    .split("\n")
    .map((line) => line.trim().replace(/\s+# .*$/, ""))
    .filter((line) => line !== "" && !line.startsWith("#"));
}
