// Compiles to dist/ and lays the data beside the code that reads it, so that paths are the same in both trees.
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const dist = join(root, "dist");
const DATA = ["mandate", "charts-values", "constructs/core/manifests-chart", "cli/templates"];

rmSync(dist, { recursive: true, force: true });
const tsc = createRequire(import.meta.url).resolve("typescript/bin/tsc");
const compiled = spawnSync(process.execPath, [tsc, "-p", join(root, "tsconfig.build.json")], { stdio: "inherit" });
if (compiled.status !== 0) {
  process.exit(compiled.status ?? 1);
}
for (const folder of DATA.filter((name) => existsSync(join(root, name)))) {
  cpSync(join(root, folder), join(dist, folder), { recursive: true, filter: (path) => !path.endsWith(".ts") });
}
