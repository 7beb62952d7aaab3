// npm run tools [-- name…]: brings the real programs that tests run, pinned, into a cache outside the repository.
// npm run tools -- --where name: prints where one is; exit code 1 when it is not there.
import { existsSync, mkdirSync, realpathSync, rmSync, statSync, symlinkSync } from "node:fs";
import { setPriority } from "node:os";
import { dirname } from "node:path";
import { performance } from "node:perf_hooks";
import Table from "cli-table3";
import { buildTool } from "./tools/build-tool.mjs";
import { allTools, cachedPath, goVersion, pathInVersion } from "./tools/tool-cache.mjs";

const tools = allTools();
const [first, ...others] = process.argv.slice(2);
const names = first === "--where" ? others : process.argv.slice(2);
const unknown = names.filter((name) => !tools.some((tool) => tool.name === name));
if (unknown.length > 0) {
  fail(`there is no tool ${unknown.join(", ")}; known are ${tools.map(({ name }) => name).join(", ")}`);
}
const wanted = names.length === 0 ? tools : tools.filter(({ name }) => names.includes(name));

if (first === "--where") {
  where();
} else {
  bring();
}

function where() {
  for (const tool of wanted) {
    const path = cachedPath(tool);
    if (!existsSync(path))
      fail(`${tool.name} ${tool.version} is missing: run \`npm run tools -- ${tool.name}\``);
    console.log(path);
  }
}

function bring() {
  // Builds take all cores for minutes; what else runs on the machine goes first.
  setPriority(10);
  const go = goVersion();
  const table = new Table({
    head: ["tool", "version", "from", "seconds", "MiB"],
    style: { head: [], border: [] },
  });
  for (const tool of wanted) {
    const started = performance.now();
    const path = cachedPath(tool, go);
    const from = tryToBring(tool, path, go);
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    const size = existsSync(path) ? Math.round(statSync(path).size / 2 ** 20) : "";
    table.push([tool.name, tool.version, from, seconds, size]);
  }
  console.log(table.toString());
}

/** One tool that cannot be had is no reason to go without the others. */
function tryToBring(tool, path, go) {
  try {
    return bringOne(tool, path, go);
  } catch (error) {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
    return "failed";
  }
}

function bringOne(tool, path, go) {
  if (existsSync(path)) return realpathSync(path) === path ? "cache" : "PATH";
  const found = pathInVersion(tool);
  if (found !== undefined) {
    step(`${tool.name} ${tool.version}: found at ${found}`);
    mkdirSync(dirname(path), { recursive: true });
    // A link whose program has gone is there, though it does not exist.
    rmSync(path, { force: true });
    symlinkSync(realpathSync(found), path);
    return "PATH";
  }
  if (go === "no-go" && tool.install === undefined) {
    throw new Error(
      `${tool.name} ${tool.version} is not on PATH, and building it needs Go 1.26 (https://go.dev/dl)`,
    );
  }
  const how = tool.install === undefined ? `building with ${go}, which can take minutes` : "installing";
  step(`${tool.name} ${tool.version}: ${how}`);
  buildTool(tool, path);
  return "built";
}

function step(text) {
  process.stderr.write(`· ${text}\n`);
}

function fail(text) {
  process.stderr.write(`${text}\n`);
  process.exit(1);
}
