// Which real programs tests use and where they are kept: one folder per version of a tool's own files and of Go.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "../..");
// Programs, and applications in other languages that send telemetry.
const FOLDERS = [join(ROOT, "tools"), join(ROOT, "test/tools/fixtures")];
const CACHE = process.env.QMS_TOOLS_DIR || join(homedir(), ".cache/qms-observability/tools");

/** Every tool: what tools/<folder>/tool.json says of it, and the folder. */
export function allTools() {
  return FOLDERS.flatMap((parent) => readdirSync(parent).map((name) => join(parent, name)))
    .filter((folder) => existsSync(join(folder, "tool.json")))
    .flatMap((folder) =>
      Object.entries(JSON.parse(readFileSync(join(folder, "tool.json"), "utf8"))).map(([name, tool]) => ({
        name,
        folder,
        ...tool,
      })),
    );
}

/** The version of the compiler, or `no-go` on a machine that has none and takes its tools from PATH. */
export function goVersion() {
  const { status, stdout } = spawnSync("go", ["env", "GOVERSION"], { encoding: "utf8" });
  return status === 0 ? stdout.trim() : "no-go";
}

/** Where a tool is, or would be. */
export function cachedPath(tool, go = goVersion()) {
  return join(CACHE, digest(tool.folder, go), tool.name);
}

/** A program on PATH in the wanted version; a collector never is one, because its components are ours. */
export function pathInVersion(tool) {
  const { name, version, ask } = tool;
  if (ask === undefined) return undefined;
  const found = (process.env.PATH ?? "")
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find((candidate) => existsSync(candidate));
  if (found === undefined) return undefined;
  const said = output(found, ask).match(/\d+\.\d+\.\d+/)?.[0];
  return said === version || output("go", ["version", "-m", found]).includes(moduleLine(tool))
    ? found
    : undefined;
}

/** How Go names the main module of a program that `go install` built, which often does not know its own version. */
function moduleLine({ folder, package: path }) {
  const required = [
    ...readFileSync(join(folder, "go.mod"), "utf8").matchAll(/^\s*(?:require )?(\S+) (v\S+)/gm),
  ];
  const [, module, version] = required.find(([, candidate]) => path.startsWith(`${candidate}/`)) ?? [];
  return `\tmod\t${module}\t${version}\t`;
}

function output(program, args) {
  const { stdout, stderr } = spawnSync(program, args, { encoding: "utf8" });
  return `${stdout ?? ""}${stderr ?? ""}`;
}

function digest(folder, go) {
  const hash = createHash("sha256").update(go);
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)));
  for (const file of files.sort()) {
    hash.update(`\0${file}\0`).update(readFileSync(join(folder, file)));
  }
  return hash.digest("hex").slice(0, 16);
}
