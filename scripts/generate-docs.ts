import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { Command } from "commander";
import { type Artifact, readArtifact } from "../assurance";
import { availabilityPage } from "./docs/availability-page";
import { edgesPage } from "./docs/edges-page";
import { orderPage } from "./docs/order-page";
import { serviceSchemaFile } from "./docs/service-schema";

/** Environments in the order of the pages. */
const ENVIRONMENTS = ["local", "development", "staging", "production"];

/** Every generated page by its path in the project. */
export function generatedPages(artifacts: readonly Artifact[]): ReadonlyMap<string, string> {
  return new Map([
    ["docs/generated/availability.md", availabilityPage(artifacts)],
    ["docs/generated/edges.md", edgesPage(artifacts)],
    ["docs/generated/order.md", orderPage(artifacts)],
    ["docs/generated/service.schema.json", serviceSchemaFile()],
  ]);
}

/** The pages whose file is missing or says something else. */
function stalePages(project: string): ReadonlyMap<string, string> {
  const artifacts = ENVIRONMENTS.map((name) => readArtifact(join(project, "cdktf.out", "stacks", name)));
  const written = (path: string): string | undefined =>
    existsSync(join(project, path)) ? readFileSync(join(project, path), "utf8") : undefined;
  return new Map([...generatedPages(artifacts)].filter(([path, text]) => written(path) !== text));
}

function write(project: string, pages: ReadonlyMap<string, string>): void {
  for (const [path, text] of pages) {
    mkdirSync(dirname(join(project, path)), { recursive: true });
    writeFileSync(join(project, path), text);
  }
}

if (require.main === module) {
  new Command("docs")
    .description("write the pages that are generated from the artifacts of `npm run synth`")
    .option("--check", "write nothing; exit code 1 when a page is not up to date", false)
    .action(({ check }: { check: boolean }) => {
      const stale = stalePages(process.cwd());
      const names = [...stale.keys()].join(", ");
      if (check && stale.size > 0) {
        console.error(`${names}: not what the artifacts say; run \`npm run docs\``);
        process.exitCode = 1;
        return;
      }
      write(process.cwd(), stale);
      console.log(stale.size === 0 ? "every generated page is up to date" : `wrote ${names}`);
    })
    .parse();
}
