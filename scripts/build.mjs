// Compiles to dist/, or to the folder named by --outdir, and lays the data beside the code that reads it, so that paths
// are the same in both trees.
import { spawnSync } from "node:child_process";
import { chmodSync, cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { parse } from "yaml";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const { values } = parseArgs({ options: { outdir: { type: "string" } } });
const dist = values.outdir === undefined ? join(root, "dist") : resolve(values.outdir);
const DATA = ["mandate", "charts-values", "constructs/core/manifests-chart", "cli/templates", "services"];

rmSync(dist, { recursive: true, force: true });
const tsc = createRequire(import.meta.url).resolve("typescript/bin/tsc");
const compile = [tsc, "-p", join(root, "tsconfig.build.json"), "--outDir", dist];
const compiled = spawnSync(process.execPath, compile, { stdio: "inherit" });
if (compiled.status !== 0) {
  process.exit(compiled.status ?? 1);
}
for (const folder of DATA.filter((name) => existsSync(join(root, name)))) {
  cpSync(join(root, folder), join(dist, folder), {
    recursive: true,
    filter: (path) => !path.endsWith(".ts"),
  });
}
compileToJson(join(dist, "charts-values"));
// `npx qms` runs it in place.
chmodSync(join(dist, "cli", "qms.js"), 0o755);

/** YAML is for those who write values; parsing it would be a fifth of the time that one environment takes. */
function compileToJson(folder) {
  const files = readdirSync(folder, { recursive: true }).filter((name) => name.endsWith(".yaml"));
  for (const file of files.map((name) => join(folder, name))) {
    writeFileSync(file.replace(/\.yaml$/, ".json"), JSON.stringify(parse(readFileSync(file, "utf8"))));
    rmSync(file);
  }
}
