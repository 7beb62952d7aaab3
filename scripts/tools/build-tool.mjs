// Builds one tool from its published modules, as pinned in tools/<folder>/go.mod and go.sum.
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { basename, dirname, join } from "node:path";

/** @throws Error with the compiler's own words. */
export function buildTool(tool, path) {
  const target = dirname(path);
  mkdirSync(target, { recursive: true });
  const work = mkdtempSync(join(target, `${tool.name}-build-`));
  try {
    if (tool.install !== undefined) {
      installApplication(tool, path, join(work, "application"));
      return;
    }
    const sources = tool.generator === undefined ? tool.folder : generate(tool, work);
    const built = join(work, basename(path));
    go(sources, ["build", ...linking(tool), "-o", built, tool.package]);
    // Whole or not at all: a test that runs meanwhile must not find half a program.
    renameSync(built, path);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** An application with what its own package manager pins: a folder instead of a program. */
function installApplication({ folder, install }, path, target) {
  cpSync(folder, target, { recursive: true });
  for (const [program, ...args] of install) run(program, args, target);
  renameSync(target, path);
}

/** The collector's builder writes the program; modules are those of go.mod, so nothing is resolved anew. */
function generate({ folder, generator }, work) {
  const sources = join(work, "sources");
  cpSync(folder, sources, { recursive: true });
  const program = join(work, "generator");
  go(sources, ["build", "-o", program, generator.package]);
  run(program, generator.arguments, sources);
  return sources;
}

function linking({ stamp, tags }) {
  const flags = ["-s -w", ...(stamp === undefined ? [] : [`-X ${stamp}`])].join(" ");
  return ["-trimpath", ...(tags === undefined ? [] : ["-tags", tags]), "-ldflags", flags];
}

function go(cwd, args) {
  const [command, ...rest] = args;
  run("go", [command, "-buildvcs=false", "-mod=readonly", ...rest], cwd);
}

function run(program, args, cwd) {
  const { status, error, stderr } = spawnSync(program, args, {
    cwd,
    encoding: "utf8",
    stdio: ["ignore", "ignore", "pipe"],
    maxBuffer: 64 * 2 ** 20,
    env: { ...process.env, GOWORK: "off" },
  });
  if (status !== 0) {
    throw new Error(`${program} ${args.join(" ")} failed in ${cwd}:\n${error?.message ?? stderr}`);
  }
}
