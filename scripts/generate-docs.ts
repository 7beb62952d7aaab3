import { Command } from "commander";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { format, resolveConfig } from "prettier";
import { readArtifact } from "../assurance";
import { orderPage } from "./docs/order-page";

/** Pages that are generated, by their path in the project. */
export async function generatedPages(project: string): Promise<Readonly<Record<string, string>>> {
  const stacks = join(project, "cdktf.out/stacks");
  const artifacts = readdirSync(stacks)
    .sort()
    .map((name) => readArtifact(join(stacks, name)));
  const pages = { "docs/order.md": orderPage(artifacts) };
  const options = (await resolveConfig(join(project, "package.json"))) ?? {};
  const formatted = Object.entries(pages).map(async ([path, text]) => [
    path,
    await format(text, { ...options, parser: "markdown" }),
  ]);
  return Object.fromEntries(await Promise.all(formatted)) as Record<string, string>;
}

async function main(check: boolean): Promise<void> {
  const project = process.cwd();
  const pages = Object.entries(await generatedPages(project));
  const stale = pages.filter(
    ([path, text]) => !existsSync(join(project, path)) || readFileSync(join(project, path), "utf8") !== text,
  );
  if (check && stale.length > 0) {
    console.error(
      `${stale.map(([path]) => path).join(", ")}: not what the artifacts say; run \`npm run docs\``,
    );
    process.exitCode = 1;
    return;
  }
  for (const [path, text] of check ? [] : stale) writeFileSync(join(project, path), text);
  console.log(
    `${String(pages.length)} generated pages, ${check ? "all up to date" : `${String(stale.length)} changed`}`,
  );
}

if (require.main === module) {
  void new Command("docs")
    .description("write the pages that are generated from the artifacts of `npm run synth`")
    .option("--check", "write nothing; exit code 1 when a page is not up to date", false)
    .action(({ check }: { check: boolean }) => main(check))
    .parseAsync();
}
